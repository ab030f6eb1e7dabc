package org.caregate.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caregate.crypto.provider.KeyPairs;
import org.caregate.edge.tls.EllipticTls;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.ListenerSettings;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A listener's certificate chain and PKCS #8 key from PEM files (RFC 7468), looked at before it is used: the two belong together and
 * the certificate is in its time.
 */
public final class ServerCertificate {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private final X509Certificate[] chain;
    private final PrivateKey key;

    private ServerCertificate(X509Certificate[] chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /** What came of reading one. */
    public sealed interface Result {
        /** It may be used. */
        record Good(ServerCertificate certificate) implements Result {}

        /** It may not, and why. */
        record Refused(String line) implements Result {}
    }

    /** Reads the listener's files as they are now. */
    public static Result read(ListenerSettings listener, Instant now) {
        return read(listener.certificate(), listener.key(), now);
    }

    /** Reads a certificate chain and its key as they are now. */
    public static Result read(Path file, Path keyFile, Instant now) {
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate[] chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
            Matcher pem = KEY.matcher(Files.readString(keyFile));
            if (chain.length == 0) {
                return new Result.Refused(file + " holds no certificate in PEM");
            }
            if (!pem.find()) {
                return new Result.Refused(
                        keyFile + " holds no PKCS #8 private key in PEM (BEGIN PRIVATE KEY); openssl pkcs8 makes one");
            }
            PrivateKey key = KeyFactory.getInstance(chain[0].getPublicKey().getAlgorithm())
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
            if (!KeyPairs.belongTogether(chain[0].getPublicKey(), key)) {
                return new Result.Refused(keyFile + " is not the key of " + file);
            }
            int stray = firstThatDidNotIssueTheOneBefore(chain);
            if (stray > 0) {
                return new Result.Refused(file + ": certificate " + (stray + 1) + " did not issue certificate " + stray
                        + "; put the server's own first, then each issuer's in turn (RFC 5246 §7.4.2)");
            }
            if (now.isAfter(chain[0].getNotAfter().toInstant())) {
                return new Result.Refused(
                        file + " expired on " + chain[0].getNotAfter().toInstant() + ": renew it");
            }
            if (now.isBefore(chain[0].getNotBefore().toInstant())) {
                return new Result.Refused(
                        file + " is not valid before " + chain[0].getNotBefore().toInstant());
            }
            return new Result.Good(new ServerCertificate(chain, key));
        } catch (IOException e) {
            return new Result.Refused(file + " or its key cannot be read");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return new Result.Refused(keyFile + " is not the key of " + file);
        }
    }

    /** The JDK keeps no other chain, and older clients understand none; 0 when each was issued by the next. */
    private static int firstThatDidNotIssueTheOneBefore(X509Certificate[] chain) {
        for (int i = 1; i < chain.length; i++) {
            try {
                chain[i - 1].verify(chain[i].getPublicKey());
            } catch (GeneralSecurityException e) {
                return i;
            }
            if (!chain[i - 1].getIssuerX500Principal().equals(chain[i].getSubjectX500Principal())) {
                return i;
            }
        }
        return 0;
    }

    /** One line for each listener whose certificate cannot be used now. */
    public static List<String> problems(CaregateConfiguration configuration, Instant now) {
        List<String> problems = new ArrayList<>();
        for (ListenerSettings listener : List.of(configuration.authorization(), configuration.gateway())) {
            if (read(listener, now) instanceof Result.Refused(String line) && !problems.contains(line)) {
                problems.add(line);
            }
        }
        return problems;
    }

    /**
     * What a listener speaks TLS with: its certificate, versions and cipher suites.
     *
     * @throws IllegalArgumentException when the certificate cannot be used now
     */
    public static SslContextFactory.Server context(ListenerSettings settings, Instant now) {
        SslContextFactory.Server tls = new EllipticTls();
        tls.setKeyStore(
                switch (read(settings, now)) {
                    case Result.Good(ServerCertificate certificate) -> certificate.keyStore();
                    case Result.Refused(String line) -> throw new IllegalArgumentException(line);
                });
        tls.setKeyStorePassword("");
        tls.setIncludeProtocols(settings.oldestTls().protocols());
        tls.setIncludeCipherSuites(settings.oldestTls().suites());
        return tls;
    }

    /** A key store in memory, with an empty password. */
    public KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, new char[0], chain);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK keeps no key in memory", e);
        }
    }
}
