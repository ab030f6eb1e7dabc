package org.caregate.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.edge.development.DevelopmentAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CaregateCommandTests {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"dmeo", "audit serach", "revoke token", "serve --role king", "client add"})
    void mistypedCommand_isStatus2_withOneLineAndAHint(String line) {
        assertThat(run(line.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString().strip()).doesNotContain("\n").contains("--help");
    }

    @Test
    void help_isStatus0_andTellsTheStatuses() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("Exit status", "serve", "audit", "client", "revoke");
    }

    @ParameterizedTest
    @CsvSource({
        "--format xml,--format is fhir",
        "--from 2026-11-01,of the whole log",
        "--to 2026-11-01,of the whole log",
        "--format ocsf --from yesterday,--from is a date",
        "--format otel --to 2026-13-01,--to is a date"
    })
    void exportThatIsNotUnderstood_isStatus2_andWritesNothing(String options, String told) {
        Path target = folder.resolve("export");
        String line = "audit export " + options + " " + target;
        assertThat(run(line.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).contains(told);
        assertThat(target).doesNotExist();
    }

    @Test
    void missingConfiguration_isStatus2_andSaysWhatToDo() {
        assertThat(run("audit", "verify", "--data", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("start the demo once").contains("--config");
    }

    @Test
    void badConfiguration_isStatus2_withEveryProblemOnALineOfItsOwn() throws Exception {
        Files.writeString(folder.resolve("caregate.yaml"), "issuer: nonsense\ncolour: red\n");
        assertThat(run("serve", "--data", folder.toString())).isEqualTo(2);
        assertThat(err.toString().lines())
                .anyMatch(line -> line.contains("caregate.yaml:1: issuer"))
                .anyMatch(line -> line.contains("caregate.yaml:2: colour"));
    }

    @Test
    void configurationCheck_findsWhatIsWrongInEveryFile() throws Exception {
        new DevelopmentAuthority(folder.resolve("tls"), Clock.systemUTC()).serverCertificates(List.of("localhost"));
        Files.writeString(folder.resolve("caregate.yaml"), """
                issuer: https://localhost:8443
                listeners:
                  authorization: { address: 127.0.0.1, certificate: tls/localhost.pem, key: tls/localhost.key }
                  gateway: { address: 127.0.0.1, certificate: tls/localhost.pem, key: tls/localhost.key }
                database: { bundled: { folder: . } }
                keys: { file: keys.json }
                resources: [ { base: "https://localhost:9443/fhir", kind: fhir-r4, upstream: { url: "http://127.0.0.1:8080/fhir" } } ]
                roles: roles.yaml
                audit: { anchor: anchor }
                """);
        String roles = """
                roles:
                  patient: { scopes: [ "patient/*.rs" ] }
                  clinician: { scopes: [ "user/Patient.rs" ] }
                  administrator: { scopes: [ openid ] }
                """;
        Files.writeString(folder.resolve("roles.yaml"), roles);
        assertThat(run("config", "check", "--data", folder.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("is in order");

        Files.writeString(folder.resolve("roles.yaml"), roles.replace("openid", "user/*.rs"));
        assertThat(run("config", "check", "--data", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("roles.yaml:");

        Files.writeString(folder.resolve("roles.yaml"), roles);
        Files.writeString(folder.resolve("tls/localhost.pem"), "nothing");
        assertThat(run("config", "check", "--data", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("localhost.pem");
        assertThat(run("database", "script", "--data", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("bundled PostgreSQL prepares itself");
    }

    @Test
    void configurationReference_isThePageInTheDocuments() throws Exception {
        assertThat(run("config", "reference")).isZero();
        assertThat(out.toString())
                .as("./caregate config reference > docs/reference/configuration.md")
                .isEqualTo(Files.readString(Path.of("../docs/reference/configuration.md")));
    }

    @Test
    void clientMetadataThatCannotBeRead_areStatus2() {
        assertThat(run("client", "add", folder.resolve("gone.json").toString(), "--data", folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("gone.json cannot be read");
    }

    @Test
    void tokenIsNamedByItsJti_orByItself() {
        assertThat(RevokeCommand.tokenId("j-1")).isEqualTo("j-1");
        assertThatThrownBy(() -> RevokeCommand.tokenId("a.b.c")).isInstanceOf(CommandRefused.class);
        assertThatThrownBy(() -> RevokeCommand.tokenId(" ")).isInstanceOf(CommandRefused.class);
    }

    private int run(String... arguments) {
        CommandLine command = CaregateCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
