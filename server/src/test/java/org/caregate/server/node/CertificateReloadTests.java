package org.caregate.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.caregate.edge.development.DevelopmentAuthority;
import org.caregate.server.config.ListenerSettings;
import org.caregate.server.config.OldestTls;
import org.caregate.server.http.ServerCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateReloadTests {
    @TempDir
    Path folder;

    private final List<ServerCertificate> used = new ArrayList<>();
    private DevelopmentAuthority.ServerCertificate next;
    private ListenerSettings listener;
    private CertificateReload reload;

    @BeforeEach
    void files() throws IOException {
        DevelopmentAuthority.ServerCertificate first = certificate("first");
        next = certificate("next");
        listener = new ListenerSettings(
                "127.0.0.1", 1, folder.resolve("server.pem"), folder.resolve("server.key"), OldestTls.TLS_1_3);
        put(first.certificate(), listener.certificate());
        put(first.key(), listener.key());
        reload = new CertificateReload("gateway", listener, Clock.systemUTC(), used::add);
    }

    private DevelopmentAuthority.ServerCertificate certificate(String name) {
        return new DevelopmentAuthority(folder.resolve(name), Clock.systemUTC())
                .serverCertificates(List.of("localhost"))
                .getFirst();
    }

    private static void put(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void unchangedFiles_changeNothing() {
        reload.look();
        assertThat(used).isEmpty();
    }

    @Test
    void newPair_isUsedOnce_andOnlyWhenBothFilesAreThere() throws IOException {
        put(next.certificate(), listener.certificate());
        reload.look();
        assertThat(used).isEmpty();
        put(next.key(), listener.key());
        reload.look();
        reload.look();
        assertThat(used).hasSize(1);
    }

    @Test
    void garbage_andMissingFiles_areNotUsed_andTheNextGoodPairIs() throws IOException {
        Files.writeString(listener.certificate(), "garbage");
        reload.look();
        Files.delete(listener.certificate());
        reload.look();
        assertThat(used).isEmpty();
        put(next.certificate(), listener.certificate());
        put(next.key(), listener.key());
        reload.look();
        assertThat(used).hasSize(1);
    }

    @Test
    void listenerThatDoesNotTakeIt_isNoSilentSuccess() throws IOException {
        CertificateReload broken = new CertificateReload("gateway", listener, Clock.systemUTC(), certificate -> {
            throw new IOException("broken");
        });
        put(next.certificate(), listener.certificate());
        put(next.key(), listener.key());
        assertThatThrownBy(broken::look).isInstanceOf(IllegalStateException.class);
    }
}
