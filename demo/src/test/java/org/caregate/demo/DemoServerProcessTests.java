package org.caregate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.caregate.demo.app.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The process as its parent sees it: one line when ready, gone when told or orphaned. */
class DemoServerProcessTests {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"stdin", "SIGTERM"})
    void process_printsOneLine_andEndsWhenTold(String how) throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        Path credential = Files.writeString(folder.resolve("credential"), "secret\n");
        Process process = start(
                "--fhir-port",
                "0",
                "--credential-file",
                credential.toString(),
                "--app-port",
                "0",
                "--app-certificate",
                certificate.certificate().toString(),
                "--app-key",
                certificate.key().toString(),
                "--app-client-id",
                "demo-app",
                "--app-iss",
                "https://localhost:9443/fhir",
                "--data",
                folder.resolve("data").toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine())
                    .matches("READY fhir=http://127\\.0\\.0\\.1:[0-9]+/fhir app=https://127\\.0\\.0\\.1:[0-9]+");
            if (how.equals("stdin")) {
                process.outputWriter().close();
            } else {
                // Unlike Process.destroy, this leaves our side of its output open.
                process.toHandle().destroy();
            }
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(out.readLine()).isNull();
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--fhir-port 0,--credential-file is missing",
        "--fhir-port 70000,--fhir-port must be a port number",
        "--fhir-port,--fhir-port wants a value",
        "--fhir-prot 0,unknown argument --fhir-prot",
        "--fhir-port 0 --fhir-port 0,--fhir-port is given twice",
        "--fhir-port 0 --credential-file /absent,--credential-file is not a readable file: /absent"
    })
    void badArguments_areToldInOneLine(String arguments, String problem) {
        assertThat(DemoArguments.parse(arguments.split(" ", -1))).isEqualTo(new DemoArguments.Wrong(problem));
    }

    @Test
    void badArguments_exitWith2() throws Exception {
        Process process = start("--fhir-port", "x");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isNull();
        assertThat(process.errorReader(StandardCharsets.UTF_8).readAllLines())
                .containsExactly("demo server: --fhir-port must be a port number");
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.caregate.demo.DemoServer"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
