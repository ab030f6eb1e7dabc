package org.caregate.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.caregate.check.client.BackendService;
import org.caregate.check.client.Browser;
import org.caregate.check.client.DemoFile;
import org.caregate.check.client.DemoFile.Someone;
import org.caregate.check.client.Discovery;
import org.caregate.check.client.Http;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.check.client.SmartApp.Launch;
import org.caregate.check.client.SmartApp.Returned;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One demo for all tests of this JVM, started by the same command a user types, in a folder of its own on free ports. With
 * {@code CAREGATE_DEMO_JSON} set, the demo that file describes is used instead.
 */
public final class RunningDemo {
    private static @Nullable RunningDemo running;

    private final Path demoJson;
    private final DemoFile demo;
    private final Http http;
    private final Discovery discovery;
    private final Map<String, Browser> signedIn = new ConcurrentHashMap<>();

    private RunningDemo(Path demoJson) {
        this.demoJson = demoJson;
        this.demo = DemoFile.read(demoJson);
        this.http = new Http(demo.ca());
        this.discovery = Discovery.of(http, demo.fhirBase());
    }

    /** The demo, started when first asked for and stopped when the JVM ends. */
    public static synchronized RunningDemo get() {
        RunningDemo known = running;
        if (known == null) {
            String given = System.getenv("CAREGATE_DEMO_JSON");
            known = new RunningDemo(given == null ? start() : Path.of(given));
            running = known;
        }
        return known;
    }

    private static Path start() {
        try {
            Path data = Files.createTempDirectory("caregate-conformance");
            DemoProcess process = DemoProcess.start(data, DemoProcess.freePorts());
            Runtime.getRuntime().addShutdownHook(new Thread(process::remove));
            process.awaitReady();
            return process.demoJson();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file that describes the demo. */
    public Path demoJson() {
        return demoJson;
    }

    /** Runs a command of the command line on the demo's folder. */
    public DemoProcess.Command command(String... arguments) throws IOException, InterruptedException {
        return DemoProcess.command(
                Objects.requireNonNull(demoJson.toAbsolutePath().getParent()), arguments);
    }

    public DemoFile demo() {
        return demo;
    }

    public Http http() {
        return http;
    }

    public Discovery discovery() {
        return discovery;
    }

    /** The app that is registered under that name in {@code demo.json}. */
    public SmartApp app(String name) {
        return new SmartApp(http, demo, discovery, demo.client(name));
    }

    /** The public SMART app. */
    public SmartApp app() {
        return app("app");
    }

    /** The backend service. */
    public BackendService backend() {
        return new BackendService(http, discovery, demo.client("backend"));
    }

    /** The demo patient's own Patient id. */
    public String ownPatient() {
        return demo.person("patient").patients().getFirst();
    }

    /** A Patient id that is not the demo patient's. */
    public String otherPatient() {
        return demo.person("clinician").patients().stream()
                .filter(id -> !id.equals(ownPatient()))
                .findFirst()
                .orElseThrow();
    }

    /** A browser in which that person is signed in with both factors; one for all tests, as codes are good only once. */
    public Browser browserOf(String role) {
        return signedIn.computeIfAbsent(role, who -> {
            Someone person = demo.person(who);
            Browser browser = app().browser();
            SmartApp.signIn(browser, browser.open(URI.create(demo.issuer() + "/sign-in")), person);
            return browser;
        });
    }

    /** Launches the public app for the patient, who agrees to everything; the token response. */
    public JsonNode launch(String scope) {
        return launch("app", "patient", scope, ownPatient());
    }

    /** Launches that app for that person on that patient; the token response. */
    public JsonNode launch(String client, String role, String scope, String patient) {
        SmartApp app = app(client);
        Launch launch = app.launch(scope);
        Returned returned = app.complete(browserOf(role), launch, demo.person(role), patient);
        return app.redeem(launch, returned).json();
    }

    /** GET below the FHIR base with that token. */
    public Reply read(String path, String token, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = "Bearer " + token;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return http.get(resource(path), all);
    }

    /** The address of a path below the FHIR base. */
    public URI resource(String path) {
        return URI.create(demo.fhirBase() + "/" + path);
    }

    /** An endpoint by its metadata member. */
    public URI endpoint(String name) {
        return discovery.endpoint(name);
    }
}
