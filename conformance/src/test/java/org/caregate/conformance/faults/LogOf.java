package org.caregate.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.DemoProcess.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log of a demo, read and verified through the command line. */
final class LogOf {
    private LogOf() {}

    /** Every answer that released something has its permitted entry, and the log as a whole verifies. */
    static void tellsAll(DemoProcess demo, Caller caller) throws Exception {
        assertThat(caller.wrong()).as("answers that are neither 200 nor 503").isEmpty();
        Path export = Files.createTempDirectory(demo.data(), "export");
        Command exported = demo.command("audit", "export", export.toString());
        assertThat(exported.status()).as(exported.output()).isZero();
        Set<String> permitted;
        try (var lines = Files.lines(export.resolve("entries.ndjson"))) {
            permitted = lines.filter(line -> !line.isBlank())
                    .map(line -> JsonMapper.shared().readTree(line))
                    .filter(entry -> entry.path("outcome").asString("").equals("permitted"))
                    .map((JsonNode entry) -> entry.path("exchange").asString(""))
                    .collect(Collectors.toSet());
        }
        assertThat(caller.released())
                .isNotEmpty()
                .allSatisfy(id -> assertThat(permitted).contains(id));
        Command verified = demo.command("audit", "verify");
        assertThat(verified.status()).as(verified.output()).isZero();
    }
}
