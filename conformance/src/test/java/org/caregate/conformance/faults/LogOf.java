package org.caregate.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.DemoProcess.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log of a deployment, read and verified through the command line. */
public final class LogOf {
    private LogOf() {}

    /** Every answer that released something has its permitted entry, and the log as a whole verifies. */
    static void tellsAll(DemoProcess demo, Caller caller) throws Exception {
        tellsAll(demo::command, Files.createTempDirectory(demo.data(), "export"), caller);
    }

    /** The same, of what {@code commands} are run on. */
    public static void tellsAll(Commands commands, Path export, Caller caller) throws Exception {
        assertThat(caller.wrong()).as("answers that are neither 200 nor 503").isEmpty();
        Command exported = commands.run("audit", "export", export.toString());
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
        Command verified = commands.run("audit", "verify");
        assertThat(verified.status()).as(verified.output()).isZero();
    }

    /** Runs {@code caregate} with these arguments. */
    @FunctionalInterface
    public interface Commands {
        Command run(String... arguments) throws IOException, InterruptedException;
    }
}
