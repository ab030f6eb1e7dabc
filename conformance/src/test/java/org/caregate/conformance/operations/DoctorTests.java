package org.caregate.conformance.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.DemoProcess.Command;
import org.caregate.conformance.RunningDemo;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code caregate doctor} on a running deployment. */
class DoctorTests {
    private final RunningDemo run = RunningDemo.get();

    private static Map<String, String> results(Command doctor) {
        Map<String, String> results = new TreeMap<>();
        for (JsonNode one : JsonMapper.shared().readTree(doctor.output())) {
            results.put(one.path("id").asString(), one.path("result").asString());
        }
        return results;
    }

    @Test
    void runningDemo_passes() throws Exception {
        Command doctor = run.command("doctor", "--output", "json");
        assertThat(doctor.status()).as(doctor.output()).isZero();
        assertThat(results(doctor))
                .hasSizeGreaterThan(25)
                .containsEntry("authorization-negotiated", "passed")
                .containsEntry("gateway-old-versions", "passed")
                .containsEntry("database-open", "passed")
                .containsEntry("log-append-only", "passed")
                .containsEntry("second-factors", "passed")
                .containsEntry("anchor-recent", "passed")
                .containsEntry("log-anchored", "passed")
                .containsEntry("upstream-closed", "passed")
                .containsEntry("ready", "passed")
                .doesNotContainValue("failed");
    }

    @Test
    void policyThatOthersMayChange_isFound_andTheExitStatusSaysSo() throws Exception {
        Path roles = run.demoJson().resolveSibling("roles.yaml");
        var before = Files.getPosixFilePermissions(roles);
        try {
            Files.setPosixFilePermissions(roles, PosixFilePermissions.fromString("rw-rw-rw-"));
            Command doctor = run.command("doctor");
            assertThat(doctor.status()).isEqualTo(1);
            assertThat(doctor.output()).contains("1 failed", "chmod go-w");
        } finally {
            Files.setPosixFilePermissions(roles, before);
        }
    }

    @Test
    void reference_namesEveryCheck_andNoOther() throws Exception {
        List<String> documented = Files.readString(DemoProcess.root().resolve("docs/reference/doctor.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line ->
                        line.split("\\|", -1)[1].replace("`", "").strip() + ": " + line.split("\\|", -1)[2].strip())
                .toList();
        List<String> real = JsonMapper.shared()
                .readTree(run.command("doctor", "--output", "json").output())
                .valueStream()
                .map(one -> one.path("id").asString() + ": " + one.path("title").asString())
                .toList();
        assertThat(documented).containsExactlyElementsOf(real);
    }
}
