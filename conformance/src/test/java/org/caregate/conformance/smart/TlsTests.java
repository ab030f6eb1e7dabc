package org.caregate.conformance.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

/** TLS on the issuer, the gateway and the app: 1.3 and nothing below. */
class TlsTests {
    private final RunningDemo run = RunningDemo.get();

    private static final class AcceptsAnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static String handshake(URI address, String protocol) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AcceptsAnyCertificate()}, new SecureRandom());
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }

    @Test
    @Requirement("SMART2.2-tls")
    void tls12_isRefused_andTls13IsSpoken() throws Exception {
        for (URI address : new URI[] {
            run.demo().issuer(),
            run.demo().fhirBase(),
            URI.create(run.demo().client("app").redirectUri())
        }) {
            assertThat(handshake(address, "TLSv1.3")).isEqualTo("TLSv1.3");
            assertThatThrownBy(() -> handshake(address, "TLSv1.2"))
                    .as("%s", address)
                    .isInstanceOf(SSLException.class);
        }
    }
}
