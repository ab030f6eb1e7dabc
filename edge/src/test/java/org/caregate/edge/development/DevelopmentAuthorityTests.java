package org.caregate.edge.development;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.caregate.testing.MutableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentAuthorityTests {
    @TempDir
    Path folder;

    private final MutableClock clock = MutableClock.at(Instant.now());
    private DevelopmentAuthority authority;
    private DevelopmentAuthority.ServerCertificate server;

    @BeforeEach
    void firstStart() {
        authority = new DevelopmentAuthority(folder.resolve("tls"), clock);
        server = authority.serverCertificates(List.of("localhost")).getFirst();
    }

    @Test
    void serverCertificate_isSignedByTheAuthority_forLoopbackNamesOnly() throws Exception {
        X509Certificate ca = read(authority.certificate());
        X509Certificate leaf = read(server.certificate());
        leaf.verify(ca.getPublicKey());
        assertThat(leaf.getSubjectAlternativeNames().stream().map(name -> name.get(1)))
                .map(Object::toString)
                .containsExactlyInAnyOrder("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(leaf.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(ca.getBasicConstraints()).isZero();
    }

    @Test
    void certificates_liveAYearAndNinetyDays() throws Exception {
        assertThat(days(read(authority.certificate()))).isEqualTo(365);
        assertThat(days(read(server.certificate()))).isEqualTo(90);
    }

    @Test
    void keys_areReadableByTheOwnerAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.key())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("tls"))))
                .isEqualTo("rwx------");
    }

    @Test
    void laterStart_changesNothing() throws Exception {
        String before = Files.readString(server.certificate());
        clock.advance(Duration.ofDays(59));
        authority.serverCertificates(List.of("localhost"));
        assertThat(Files.readString(server.certificate())).isEqualTo(before);
    }

    @Test
    void serverCertificate_isRenewed_whenFewerThanThirtyDaysAreLeft() throws Exception {
        String ca = Files.readString(authority.certificate());
        String before = Files.readString(server.certificate());
        clock.advance(Duration.ofDays(61));
        authority.serverCertificates(List.of("localhost"));
        assertThat(Files.readString(server.certificate())).isNotEqualTo(before);
        assertThat(Files.readString(authority.certificate())).isEqualTo(ca);
    }

    @Test
    void developmentCertificate_isRecognised() {
        assertThat(DevelopmentAuthority.issued(server.certificate())).isTrue();
    }

    private static long days(X509Certificate certificate) {
        return Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant())
                .toDays();
    }

    private static X509Certificate read(Path path) throws Exception {
        try (InputStream in = Files.newInputStream(path)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
