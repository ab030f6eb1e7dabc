package org.caregate.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.RunningDemo;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Runs the node tests of {@code conformance/clients} against the running demo. */
class IndependentClientsTests {
    private static final Path FOLDER = DemoProcess.root().resolve("conformance/clients");

    @TestFactory
    Stream<DynamicTest> librariesOfOthers_acceptOurAnswers() throws Exception {
        return run("machine.test.mjs");
    }

    @TestFactory
    Stream<DynamicTest> peopleAtChromium_getThroughTheLaunch_andAxeFindsNothingSerious() throws Exception {
        needChromium();
        return run("browser.test.mjs");
    }

    /** With several tabs, several people, and every kind of redirect URI that may be registered. */
    @TestFactory
    Stream<DynamicTest> everyWaitingRequestAtChromium_endsAtItsApp() throws Exception {
        needChromium();
        return run("tabs.test.mjs");
    }

    private static void needChromium() {
        boolean chromium = Files.isExecutable(Path.of(chromium()));
        if (!chromium && !"true".equals(System.getenv("CI"))) {
            Assumptions.abort("Chromium is not installed: the browser tests are skipped");
        }
        assertThat(chromium).as("Chromium at %s", chromium()).isTrue();
    }

    private static String chromium() {
        String found = System.getenv().getOrDefault("CAREGATE_CHROMIUM", "");
        return found.isEmpty() ? "/usr/bin/chromium" : found;
    }

    private static Stream<DynamicTest> run(String file) throws Exception {
        RunningDemo demo = RunningDemo.get();
        install();
        Path report = Path.of("target", file + ".xml").toAbsolutePath();
        Files.deleteIfExists(report);
        Path screenshots =
                Files.createDirectories(Path.of("target", "screenshots").toAbsolutePath());
        ProcessBuilder node = new ProcessBuilder(
                "node",
                "--test",
                "--test-concurrency=1",
                "--test-reporter=junit",
                "--test-reporter-destination=" + report,
                file);
        node.environment().put("CAREGATE_DEMO_JSON", demo.demoJson().toString());
        node.environment().put("NODE_EXTRA_CA_CERTS", demo.demo().ca().toString());
        node.environment().put("CHROMIUM", chromium());
        node.environment().put("CAREGATE_SCREENSHOTS", screenshots.toString());
        if (file.startsWith("browser")) {
            node.environment().put("CAREGATE_INVITATION", invitation(demo));
        }
        if (file.startsWith("tabs")) {
            register(demo);
        }
        complete(node, 6, file);
        return results(report);
    }

    /** The native app of {@code tabs.test.mjs}, unless an earlier run registered it. */
    private static void register(RunningDemo demo) throws IOException, InterruptedException {
        Path metadata = Path.of("target", "tabs-client.json").toAbsolutePath();
        Files.writeString(metadata, """
                {
                  "client_id": "tabs",
                  "client_name": "Tabs",
                  "redirect_uris": ["http://[::1]/callback", "http://127.0.0.1/callback", "com.example.tabs:/callback"],
                  "grant_types": ["authorization_code"],
                  "token_endpoint_auth_method": "none",
                  "scope": "openid fhirUser launch/patient patient/Patient.rs"
                }
                """);
        if (demo.command("client", "show", "tabs").status() != 0) {
            DemoProcess.Command added = demo.command("client", "add", metadata.toString());
            assertThat(added.status()).as(added.output()).isZero();
        }
    }

    /** A link for somebody new, as {@code ./caregate user add} prints it. */
    private static String invitation(RunningDemo demo) throws IOException, InterruptedException {
        DemoProcess.Command added =
                demo.command("user", "add", "grace", "--name", "Grace Nurse", "--role", "clinician");
        Matcher link = Pattern.compile("https://\\S+").matcher(added.output());
        assertThat(link.find()).as(added.output()).isTrue();
        return link.group();
    }

    private static void install() throws IOException, InterruptedException {
        Path installed = FOLDER.resolve("node_modules/.package-lock.json");
        Path lock = FOLDER.resolve("package-lock.json");
        if (!Files.exists(installed)
                || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) < 0) {
            assertThat(complete(new ProcessBuilder("npm", "ci", "--ignore-scripts"), 5, "npm-ci"))
                    .as("npm ci, whose words are in target/npm-ci.log")
                    .isZero();
        }
    }

    /** Without this JVM's own input: Node makes what it is given non-blocking, which would break the runner's channel. */
    private static int complete(ProcessBuilder command, int minutes, String name)
            throws IOException, InterruptedException {
        Process process = command.directory(FOLDER.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(
                        Path.of("target", name + ".log").toAbsolutePath().toFile())
                .start();
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(command.command() + " did not end in " + minutes + " minutes");
        }
        return process.exitValue();
    }

    private static Stream<DynamicTest> results(Path report) throws Exception {
        NodeList cases = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        assertThat(cases.getLength()).as("node tests that ran").isPositive();
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element one = (Element) cases.item(i);
            NodeList failures = one.getElementsByTagName("failure");
            tests.add(DynamicTest.dynamicTest(
                    one.getAttribute("name"),
                    () -> assertThat(failures.getLength())
                            .as(
                                    failures.getLength() == 0
                                            ? ""
                                            : failures.item(0).getTextContent())
                            .isZero()));
        }
        return tests.stream();
    }
}
