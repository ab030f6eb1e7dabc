package org.caregate.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
    private static final Duration PATIENCE = Duration.ofMinutes(5);
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

    /** The checkout's root, where {@code caregate} lies. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isExecutable(folder.resolve("caregate"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("the caregate script is in no parent folder");
        }
        return folder;
    }

    private static Path start() {
        try {
            Path data = Files.createTempDirectory("caregate-conformance");
            Path log = data.resolveSibling(data.getFileName() + ".log");
            Process process = new ProcessBuilder(
                            root().resolve("caregate").toString(),
                            "demo",
                            "--data",
                            data.toString(),
                            "--ports-from",
                            Integer.toString(freePorts()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, data)));
            awaitReady(process, data.resolve("demo.json"), log);
            return data.resolve("demo.json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReady(Process process, Path demoJson, Path log) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        HttpClient plain = HttpClient.newHttpClient();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the demo ended early:\n" + Files.readString(log));
            }
            try {
                if (Files.exists(demoJson)) {
                    URI ready = URI.create(DemoFile.read(demoJson).management() + "/readyz");
                    if (plain.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                }
            } catch (IOException | RuntimeException notYet) {
                // the file is half written or the listener is not up: look again
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            pause();
        }
        throw new IllegalStateException("the demo was not ready in time:\n" + Files.readString(log));
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static int freePorts() throws IOException {
        for (int attempt = 0; attempt < 50; attempt++) {
            int first;
            try (ServerSocket probe = new ServerSocket(0)) {
                first = probe.getLocalPort();
            }
            if (first < 60000 && free(first, 10)) {
                return first;
            }
        }
        throw new IllegalStateException("no ten free ports in a row");
    }

    private static boolean free(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket probe = new ServerSocket(port)) {
                if (!probe.isBound()) {
                    return false;
                }
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }

    private static void stop(Process process, Path data) {
        try {
            process.destroy();
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            new ProcessBuilder("rm", "-rf", data.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            System.err.println("could not remove " + data);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The file that describes the demo. */
    public Path demoJson() {
        return demoJson;
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
