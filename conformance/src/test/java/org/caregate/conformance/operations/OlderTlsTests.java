package org.caregate.conformance.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.caregate.conformance.Await;
import org.caregate.conformance.ServedDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A deployment that lets TLS 1.2 in: an ECDSA certificate at the authorization server, an RSA one at the gateway. */
class OlderTlsTests {
    private static ServedDemo served;
    private static URI issuer;
    private static URI gateway;

    @BeforeAll
    static void start() throws Exception {
        Path data = Files.createTempDirectory("caregate-older-tls");
        served = new ServedDemo(data, before -> {
            rsaCertificate(data.resolve("tls"));
            String[] listeners = before.split("key: tls/localhost.key }", -1);
            assertThat(listeners).hasSize(3);
            return listeners[0]
                    + "key: tls/localhost.key, oldestTls: \"1.2\" }"
                    + listeners[1].replace("tls/localhost.pem", "tls/rsa.pem")
                    + "key: tls/rsa.key, oldestTls: \"1.2\" }"
                    + listeners[2];
        });
        issuer = served.file().issuer();
        gateway = served.file().fhirBase();
        Await.until("both listeners answer", () -> accepts(issuer) && accepts(gateway));
    }

    @AfterAll
    static void stop() throws Exception {
        served.remove();
    }

    private static void rsaCertificate(Path folder) {
        try {
            Process made = new ProcessBuilder(
                            "openssl",
                            "req",
                            "-x509",
                            "-newkey",
                            "rsa:2048",
                            "-nodes",
                            "-days",
                            "90",
                            "-subj",
                            "/CN=localhost",
                            "-addext",
                            "subjectAltName=DNS:localhost",
                            "-keyout",
                            folder.resolve("rsa.key").toString(),
                            "-out",
                            folder.resolve("rsa.pem").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            assertThat(made.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static boolean accepts(URI address) {
        try {
            return handshake(address, "TLSv1.3", "TLS_AES_128_GCM_SHA256").startsWith("TLSv1.3");
        } catch (Exception notYet) {
            return false;
        }
    }

    private static String handshake(URI address, String protocol, String suite) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Any()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", address.getPort())) {
            socket.setSoTimeout(30_000);
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setEnabledCipherSuites(new String[] {suite});
            socket.startHandshake();
            return socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ISSUER,  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "ISSUER,  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "GATEWAY, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "GATEWAY, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
    })
    @Requirement("RFC9325-4.2")
    void recommendedSuite_isSpoken(String listener, String suite) throws Exception {
        assertThat(handshake(listener.equals("ISSUER") ? issuer : gateway, "TLSv1.2", suite))
                .isEqualTo("TLSv1.2 " + suite);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
                "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
            })
    @Requirement("RFC9325-4.2")
    void everyOtherSuite_isRefused(String suite) {
        for (URI address : new URI[] {issuer, gateway}) {
            assertThatThrownBy(() -> handshake(address, "TLSv1.2", suite)).isInstanceOf(SSLException.class);
        }
    }

    @Test
    @Requirement("RFC9325-3.1.1")
    void everythingOlder_isRefused() throws Exception {
        for (URI address : new URI[] {issuer, gateway}) {
            for (String version : new String[] {"-tls1", "-tls1_1"}) {
                Process client = new ProcessBuilder(
                                "openssl",
                                "s_client",
                                "-connect",
                                "localhost:" + address.getPort(),
                                version,
                                "-cipher",
                                "ALL:@SECLEVEL=0")
                        .redirectErrorStream(true)
                        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                        .start();
                String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(client.waitFor()).as(said).isNotZero();
                assertThat(said).contains("alert").contains("Cipher is (NONE)");
            }
        }
    }

    @Test
    void newest_isStillChosenByWhoeverSpeaksIt() throws Exception {
        assertThat(handshake(issuer, "TLSv1.3", "TLS_AES_256_GCM_SHA384")).startsWith("TLSv1.3");
        assertThat(handshake(gateway, "TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256"))
                .startsWith("TLSv1.3");
    }

    /** The suite is what is looked at here. */
    private static final class Any implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
