package org.caregate.conformance.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.caregate.conformance.DemoProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** New certificates are used without a restart, and no connection is lost by it. */
class CertificateReloadTests {
    private DemoProcess demo;

    @BeforeEach
    void start() throws Exception {
        demo = DemoProcess.start(Files.createTempDirectory("caregate-certificates"), DemoProcess.freePorts());
        demo.awaitReady();
    }

    @AfterEach
    void remove() {
        demo.remove();
    }

    private static SSLSocket connect(URI address) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Any()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", address.getPort());
        socket.setSoTimeout(30_000);
        socket.startHandshake();
        return socket;
    }

    private static BigInteger serial(URI address) throws Exception {
        try (SSLSocket socket = connect(address)) {
            return serial(socket);
        }
    }

    private static BigInteger serial(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }

    /** One request on that connection; its status line. */
    private static String asked(SSLSocket socket, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[16 * 1024];
        int read = socket.getInputStream().read(answer);
        return new String(answer, 0, Math.max(0, read), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("");
    }

    @Test
    void newPair_isShownToNewConnections_andOldOnesGoOn() throws Exception {
        URI issuer = demo.demo().issuer();
        URI gateway = demo.demo().fhirBase();
        try (SSLSocket open = connect(issuer)) {
            BigInteger before = serial(open);
            Path folder = Files.createTempDirectory("caregate-pair");
            Process made = new ProcessBuilder(
                            "openssl",
                            "req",
                            "-x509",
                            "-newkey",
                            "ec",
                            "-pkeyopt",
                            "ec_paramgen_curve:P-256",
                            "-nodes",
                            "-days",
                            "30",
                            "-subj",
                            "/CN=localhost",
                            "-keyout",
                            folder.resolve("key").toString(),
                            "-out",
                            folder.resolve("pem").toString())
                    .redirectErrorStream(true)
                    .start();
            made.getInputStream().readAllBytes();
            assertThat(made.waitFor()).isZero();

            Path tls = demo.data().resolve("tls");
            Files.copy(folder.resolve("pem"), tls.resolve("localhost.pem"), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(tls.resolve("localhost.key"), Files.readString(folder.resolve("key")));

            for (int i = 0;
                    i < 300 && (serial(issuer).equals(before) || serial(gateway).equals(before));
                    i++) {
                DemoProcess.pause();
            }
            assertThat(serial(issuer)).isNotEqualTo(before);
            assertThat(serial(gateway)).isEqualTo(serial(issuer));
            assertThat(asked(open, "/.well-known/oauth-authorization-server")).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    /** The certificate is what is looked at here. */
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
