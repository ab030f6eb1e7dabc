package org.caregate.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.caregate.audit.flood.SourceNetwork;
import org.caregate.edge.tls.TestTls;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over TLS and loopback: the header goes before the handshake, as a balancer sends it. */
class ProxyProtocolTests {
    private static final String BALANCER = "127.0.0.0/8";
    private static final String ELSEWHERE = "192.0.2.0/24";

    private final Server server = new Server();

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private int start(String... networks) throws Exception {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(TestTls.server());
        HttpConnectionFactory http = new HttpConnectionFactory(new HttpConfiguration());
        Peers peers = new Peers(List.of(networks).stream()
                .map(text -> Peers.Network.parse(text).orElseThrow())
                .toList());
        ServerConnector connector = new ServerConnector(
                server, ProxyProtocol.before(peers, new SslConnectionFactory(tls, http.getProtocol()), http));
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(2_000);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Content.Sink.write(response, true, "from=" + Request.getRemoteAddr(request), callback);
                return true;
            }
        });
        server.start();
        return connector.getLocalPort();
    }

    /** What the server says who asked; empty when the connection was refused. */
    private static String ask(int port, byte[]... parts) throws Exception {
        try (Socket plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            plain.setSoTimeout(10_000);
            OutputStream out = plain.getOutputStream();
            for (byte[] part : parts) {
                out.write(part);
                out.flush();
                Thread.sleep(parts.length > 1 ? 20 : 0);
            }
            try (SSLSocket secure =
                    (SSLSocket) TestTls.client().getSocketFactory().createSocket(plain, "localhost", port, true)) {
                secure.startHandshake();
                secure.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                secure.getInputStream().transferTo(answer);
                String text = answer.toString(StandardCharsets.US_ASCII);
                return text.substring(text.indexOf("from=") + "from=".length());
            }
        } catch (SSLException | SocketException refused) {
            return "";
        } catch (IOException refused) {
            return "";
        }
    }

    private static byte[] header(String source) {
        byte[] address = InetAddress.ofLiteral(source).getAddress();
        ByteBuffer body = ByteBuffer.allocate(2 * address.length + 4)
                .put(address)
                .put(address)
                .putShort((short) 4711)
                .putShort((short) 443);
        return ProxyHeaderTests.v2(0x21, address.length == 4 ? 0x11 : 0x21, body.capacity(), body.array());
    }

    private static byte[] line(String line) {
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void balancersCaller_isWhoItSays() throws Exception {
        int port = start(BALANCER);
        assertThat(ask(port, header("203.0.113.9"))).isEqualTo("203.0.113.9");
        assertThat(SourceNetwork.of(ask(port, header("2001:db8:1:2:3::4")))).isEqualTo("2001:db8:1:2:0:0:0:0/64");
        assertThat(ask(port, line("PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void mappedAddress_isTheIpv4AddressItMaps() throws Exception {
        int port = start(BALANCER);
        byte[] mapped = ByteBuffer.allocate(36)
                .put(new byte[10])
                .putShort((short) 0xFFFF)
                .put(new byte[] {(byte) 203, 0, 113, 9})
                .array();
        assertThat(SourceNetwork.of(ask(port, ProxyHeaderTests.v2(0x21, 0x21, 36, mapped))))
                .isEqualTo("203.0.113.9");
        assertThat(SourceNetwork.of(ask(port, line("PROXY TCP6 ::ffff:203.0.113.9 ::1 4711 443\r\n"))))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void headerThatArrivesInParts_isRead() throws Exception {
        byte[] whole = header("203.0.113.9");
        byte[][] parts = new byte[whole.length][];
        for (int i = 0; i < whole.length; i++) {
            parts[i] = new byte[] {whole[i]};
        }
        assertThat(ask(start(BALANCER), parts)).isEqualTo("203.0.113.9");
    }

    @Test
    void balancersHealthCheck_isAnswered_asTheBalancer() throws Exception {
        int port = start(BALANCER);
        assertThat(ask(port, ProxyHeaderTests.v2(0x20, 0x00, 0, new byte[0]))).isEqualTo("127.0.0.1");
        assertThat(ask(port, line("PROXY UNKNOWN\r\n"))).isEqualTo("127.0.0.1");
    }

    @Test
    void balancerWithoutAHeader_isRefused() throws Exception {
        assertThat(ask(start(BALANCER))).isEmpty();
    }

    @Test
    void malformedHeaders_areRefused() throws Exception {
        int port = start(BALANCER);
        assertThat(ask(port, line("PROXY TCP4 localhost localhost 1 2\r\n"))).isEmpty();
        assertThat(ask(port, ProxyHeaderTests.v2(0x21, 0x00, 0, new byte[0]))).isEmpty();
        assertThat(ask(port, ProxyHeaderTests.v2(0x21, 0x11, 4, new byte[4]))).isEmpty();
        assertThat(ask(port, ProxyHeaderTests.v2(0x21, 0x11, 60_000, new byte[12])))
                .isEmpty();
        assertThat(ask(port, line("PROXY UNKNOWN " + "x".repeat(5_000) + "\r\n")))
                .isEmpty();
    }

    @Test
    void secondHeader_isNotBelieved() throws Exception {
        assertThat(ask(start(BALANCER), header("203.0.113.9"), header("198.51.100.1")))
                .isEmpty();
    }

    @Test
    void headerOfAnybodyElse_isRefused_andWithoutOneTheyAreWhoTheyAre() throws Exception {
        int port = start(ELSEWHERE);
        assertThat(ask(port, header("203.0.113.9"))).isEmpty();
        assertThat(ask(port, line("PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n")))
                .isEmpty();
        assertThat(ask(port)).isEqualTo("127.0.0.1");
    }

    @Test
    void withoutBalancers_everyHeaderIsRefused() throws Exception {
        int port = start();
        assertThat(ask(port, header("203.0.113.9"))).isEmpty();
        assertThat(ask(port)).isEqualTo("127.0.0.1");
    }
}
