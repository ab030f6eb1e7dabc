package org.caregate.server.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import org.caregate.server.config.ListenerSettings;
import org.caregate.server.http.ServerCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a listener's certificate files changed. A pair that fits is used for connections from then on, and those there
 * are keep theirs; one that does not, be it half written, is reported once and never used.
 */
final class CertificateReload {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateReload.class);

    private final String name;
    private final ListenerSettings listener;
    private final Clock clock;
    private final Use use;
    private byte[] used;
    private byte[] told = new byte[0];

    /** Takes a certificate into use. */
    @FunctionalInterface
    interface Use {
        void replace(ServerCertificate certificate) throws Exception;
    }

    /**
     * A look-out; made before the listener reads its files, so that no change falls between the two.
     *
     * @param name the listener's, for the log
     */
    CertificateReload(String name, ListenerSettings listener, Clock clock, Use use) {
        this.name = name;
        this.listener = listener;
        this.clock = clock;
        this.use = use;
        this.used = digest();
    }

    /** What cannot be used now is looked at again: its time may come, or anyone who takes it may be ready later. */
    void look() {
        byte[] now = digest();
        if (Arrays.equals(now, used)) {
            return;
        }
        switch (ServerCertificate.read(listener, clock.instant())) {
            case ServerCertificate.Result.Refused(String line) -> {
                if (!Arrays.equals(now, told)) {
                    told = now;
                    LOG.warn("the {} listener keeps its certificate, as the new one cannot be used: {}", name, line);
                }
            }
            case ServerCertificate.Result.Good(ServerCertificate certificate) -> {
                try {
                    use.replace(certificate);
                } catch (Exception e) {
                    throw new IllegalStateException("the certificate was not taken into use", e);
                }
                used = now;
                LOG.info("the {} listener has a new certificate", name);
            }
        }
    }

    /** Of both files, one after the other; of nothing when one cannot be read now. */
    private byte[] digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : new Path[] {listener.certificate(), listener.key()}) {
                digest.update(Files.readAllBytes(file));
            }
            return digest.digest();
        } catch (IOException beingReplaced) {
            return new byte[0];
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
