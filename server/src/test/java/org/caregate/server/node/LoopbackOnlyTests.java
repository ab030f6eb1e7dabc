package org.caregate.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.caregate.audit.LogStatus;
import org.caregate.edge.development.DevelopmentAuthority;
import org.caregate.edge.proxy.Peers;
import org.caregate.server.config.AuditSettings;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.DatabaseSettings;
import org.caregate.server.config.DevelopmentSettings;
import org.caregate.server.config.LimitSettings;
import org.caregate.server.config.ListenerSettings;
import org.caregate.server.config.LogFormat;
import org.caregate.server.config.ManagementSettings;
import org.caregate.server.config.OldestTls;
import org.caregate.server.config.ResourceSettings;
import org.caregate.server.config.SessionSettings;
import org.caregate.server.config.TokenSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackOnlyTests {
    @TempDir
    static Path folder;

    private static DevelopmentAuthority.ServerCertificate server;

    @BeforeAll
    static void certificate() {
        server = new DevelopmentAuthority(folder.resolve("tls"), Clock.systemUTC())
                .serverCertificates(List.of("localhost"))
                .getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.8.9.10"})
    void onLoopback_nothingIsRefused(String address) {
        assertThat(LoopbackOnly.refusals(configuration(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void reachableListener_isRefused_withALineForEach(String address) {
        assertThat(LoopbackOnly.refusals(configuration(address)))
                .hasSize(3)
                .anyMatch(line -> line.contains("listeners.gateway") && line.contains("development certificate"))
                .anyMatch(line -> line.startsWith("database.bundled"))
                .anyMatch(line -> line.startsWith("development.demoPeople"))
                .noneMatch(line -> line.contains("\n"));
    }

    @Test
    void addressThatIsNone_isNotTakenForLoopback() {
        assertThat(LoopbackOnly.refusals(configuration("no such host"))).isNotEmpty();
    }

    @Test
    void reachableManagement_isHeldToTheSame() {
        assertThat(LoopbackOnly.refusals(configuration("127.0.0.1", "0.0.0.0")))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("listeners.management") && line.contains("development certificate"));
    }

    private static CaregateConfiguration configuration(String gatewayAddress) {
        return configuration(gatewayAddress, "127.0.0.1");
    }

    private static CaregateConfiguration configuration(String gatewayAddress, String managementAddress) {
        return new CaregateConfiguration(
                folder.resolve("caregate.yaml"),
                URI.create("https://localhost:8443"),
                new ListenerSettings("127.0.0.1", 8443, server.certificate(), server.key(), OldestTls.TLS_1_3),
                new ListenerSettings(gatewayAddress, 9443, server.certificate(), server.key(), OldestTls.TLS_1_3),
                new ManagementSettings(managementAddress, 9081),
                Peers.NONE,
                new DatabaseSettings.Bundled(folder),
                folder.resolve("keys.json"),
                List.of(new ResourceSettings(
                        URI.create("https://localhost:9443/fhir"),
                        "fhir-r4",
                        URI.create("http://127.0.0.1:1/fhir"),
                        null,
                        null,
                        LimitSettings.DEFAULTS)),
                folder.resolve("roles.yaml"),
                new TokenSettings(TokenSettings.ACCESS, TokenSettings.REFRESH, List.of()),
                new AuditSettings(folder.resolve("anchor"), AuditSettings.TEN_YEARS, LogStatus.Limits.DEFAULT),
                new SessionSettings(Duration.ofMinutes(15), Duration.ofHours(12)),
                LogFormat.TEXT,
                null,
                new DevelopmentSettings(true));
    }
}
