package org.caregate.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.caregate.edge.development.DevelopmentAuthority;
import org.caregate.server.config.ConfigurationFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartRulesTests {
    @TempDir
    Path folder;

    private DevelopmentAuthority.ServerCertificate server;

    @BeforeEach
    void files() throws IOException {
        DevelopmentAuthority authority = new DevelopmentAuthority(folder.resolve("tls"), Clock.systemUTC());
        server = authority.serverCertificates(List.of("localhost")).getFirst();
        write("roles.yaml", "roles: {}");
        write("bearer", "abc.def");
        Files.copy(authority.certificate(), folder.resolve("ca.pem"));
        write("caregate.yaml", """
                issuer: https://localhost:8443
                listeners:
                  authorization: { address: 127.0.0.1, certificate: "%1$s", key: "%2$s" }
                  gateway: { address: 127.0.0.1, certificate: "%1$s", key: "%2$s" }
                database: { bundled: { folder: . } }
                keys: { file: keys.json }
                resources:
                  - base: https://localhost:9443/fhir
                    kind: fhir-r4
                    upstream: { url: "https://fhir.example.org", ca: ca.pem, credential: { bearerFile: bearer } }
                roles: roles.yaml
                audit: { anchor: anchor }
                telemetry: { endpoint: "https://otel.example.org", ca: ca.pem, credential: { bearerFile: bearer } }
                """.formatted(server.certificate(), server.key()));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private List<String> refusals() {
        return StartRules.refusals(ConfigurationFile.read(folder.resolve("caregate.yaml")), Instant.now());
    }

    @Test
    void soundSettings_mayStart() {
        assertThat(refusals()).isEmpty();
    }

    @Test
    void authoritiesThatAreNone_areRefused() throws IOException {
        write("ca.pem", "-----BEGIN NOTHING-----");
        assertThat(refusals())
                .anyMatch(line -> line.startsWith("resources[0].upstream.ca "))
                .anyMatch(line -> line.startsWith("telemetry.ca "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "abc\ndef", "abc def", "abc\u0000", "gr\u00fc\u00df"})
    void credentialThatCannotBeSent_isRefused_withoutBeingRepeated(String text) throws IOException {
        write("bearer", text);
        assertThat(refusals())
                .hasSize(2)
                .allMatch(line -> line.endsWith("credential.bearerFile does not hold one token on one line"));
    }

    @Test
    void chainOutOfOrder_isRefused() throws IOException {
        String own = Files.readString(server.certificate());
        write(
                folder.relativize(server.certificate()).toString(),
                own + own + Files.readString(folder.resolve("ca.pem")));
        assertThat(refusals()).singleElement().asString().contains("did not issue certificate 1");
    }
}
