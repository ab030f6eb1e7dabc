package org.caregate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.caregate.edge.development.DevelopmentAuthority;
import org.caregate.server.config.ListenerSettings;
import org.caregate.server.config.OldestTls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTests {
    @TempDir
    Path folder;

    private DevelopmentAuthority.ServerCertificate one;
    private DevelopmentAuthority.ServerCertificate other;

    @BeforeEach
    void certificates() {
        DevelopmentAuthority authority = new DevelopmentAuthority(folder, Clock.systemUTC());
        one = authority.serverCertificates(List.of("localhost")).getFirst();
        other = new DevelopmentAuthority(folder.resolve("other"), Clock.systemUTC())
                .serverCertificates(List.of("localhost"))
                .getFirst();
    }

    @Test
    void certificateWithItsKey_isGood() {
        assertThat(read(one.certificate(), one.key(), Instant.now())).isInstanceOf(ServerCertificate.Result.Good.class);
    }

    @Test
    void keyOfAnotherCertificate_isRefused() {
        assertThat(refusal(one.certificate(), other.key(), Instant.now())).contains("is not the key of");
    }

    @Test
    void certificateBeyondItsTime_isRefused() {
        assertThat(refusal(one.certificate(), one.key(), Instant.now().plus(Duration.ofDays(36_500))))
                .contains("expired on", "renew it");
    }

    @Test
    void certificateBeforeItsTime_isRefused() {
        assertThat(refusal(one.certificate(), one.key(), Instant.now().minus(Duration.ofDays(3_650))))
                .contains("not valid before");
    }

    @Test
    void filesThatHoldSomethingElse_areRefused() throws IOException {
        Path garbage = Files.writeString(folder.resolve("garbage"), "garbage");
        assertThat(refusal(garbage, one.key(), Instant.now())).contains("garbage");
        assertThat(refusal(one.certificate(), garbage, Instant.now())).contains("PKCS #8", "openssl pkcs8");
        assertThat(refusal(folder.resolve("gone"), one.key(), Instant.now())).contains("cannot be read");
    }

    @Test
    void chainInAnotherOrder_isRefused_andTheStrayCertificateNamed() throws IOException {
        String server = Files.readString(one.certificate());
        String authority = Files.readString(folder.resolve("ca.pem"));
        Path good = Files.writeString(folder.resolve("good.pem"), server + authority);
        assertThat(read(good, one.key(), Instant.now())).isInstanceOf(ServerCertificate.Result.Good.class);
        for (String odd : List.of(
                server + authority + server,
                server + Files.readString(other.certificate()),
                server + Files.readString(folder.resolve("other/ca.pem")))) {
            Path file = Files.writeString(folder.resolve("odd.pem"), odd);
            assertThat(refusal(file, one.key(), Instant.now())).contains("did not issue certificate");
        }
        Path reversed = Files.writeString(folder.resolve("reversed.pem"), authority + server);
        assertThat(refusal(reversed, one.key(), Instant.now())).contains("is not the key of");
    }

    private static ServerCertificate.Result read(Path certificate, Path key, Instant now) {
        return ServerCertificate.read(
                new ListenerSettings("127.0.0.1", 8443, certificate, key, OldestTls.TLS_1_3), now);
    }

    private static String refusal(Path certificate, Path key, Instant now) {
        return switch (read(certificate, key, now)) {
            case ServerCertificate.Result.Refused(String line) -> line;
            case ServerCertificate.Result.Good _ -> throw new AssertionError("it was taken");
        };
    }
}
