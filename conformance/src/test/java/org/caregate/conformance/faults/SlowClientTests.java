package org.caregate.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLSocket;
import org.caregate.conformance.RunningDemo;
import org.junit.jupiter.api.Test;

/** Callers that say a byte a second are cut off in the end, at both doors, and meanwhile hurt nobody. */
class SlowClientTests {
    /** Well above the 15 s that a head may take and the grace of a body. */
    private static final Duration LONGEST = Duration.ofSeconds(90);

    /** A handshake record of TLS that announces 16 KiB, in Latin-1. */
    private static final String HELLO = new String(new byte[] {22, 3, 1, 64, 0, 1}, StandardCharsets.ISO_8859_1);

    private final RunningDemo run = RunningDemo.get();

    @Test
    void trickledHandshakesHeadsAndBodies_areCutOff_whileOthersAreServed() throws Exception {
        URI issuer = run.demo().issuer();
        URI gateway = run.demo().fhirBase();
        String token = run.backend()
                .token("system/Patient.rs")
                .json()
                .required("access_token")
                .asString();
        List<Callable<Boolean>> slow = List.of(
                () -> isCutOff(tls(issuer), "GET /oauth2/jwks HTTP/1.1\r\n"),
                () -> isCutOff(tls(gateway), "GET /fhir/metadata HTTP/1.1\r\n"),
                () -> isCutOff(tls(issuer), form("/oauth2/token", issuer, "")),
                () -> isCutOff(tls(issuer), form("/sign-in", issuer, "")),
                () -> isCutOff(
                        tls(gateway),
                        form("/fhir/Patient/_search", gateway, "Authorization: Bearer " + token + "\r\n")),
                () -> isCutOff(plain(issuer), HELLO),
                () -> isCutOff(plain(gateway), HELLO));
        List<Socket> crowd = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> cutOff = slow.stream().map(threads::submit).toList();
            for (int i = 0; i < 300; i++) {
                Socket one = tls(i % 2 == 0 ? issuer : gateway);
                one.getOutputStream().write("GET /".getBytes(StandardCharsets.US_ASCII));
                crowd.add(one);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(run.read("Patient/" + run.ownPatient(), token).status())
                        .isEqualTo(200);
            }
            assertThat(run.backend().token("system/Patient.rs").status()).isEqualTo(200);
            for (Future<Boolean> one : cutOff) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            for (Socket one : crowd) {
                one.close();
            }
        }
    }

    private static String form(String path, URI to, String more) {
        return "POST " + path + " HTTP/1.1\r\nHost: " + to.getAuthority() + "\r\n" + more
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n";
    }

    private static Socket plain(URI to) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), to.getPort());
    }

    private SSLSocket tls(URI to) throws IOException {
        SSLSocket socket = (SSLSocket)
                run.http().context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), to.getPort());
        socket.startHandshake();
        return socket;
    }

    /** Says the beginning, then a letter a second, until the connection is closed; false when it never is. */
    private static boolean isCutOff(Socket socket, String beginning) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        try (socket) {
            socket.setSoTimeout(1000);
            InputStream in = socket.getInputStream();
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            while (System.nanoTime() < deadline) {
                socket.getOutputStream().write('x');
                socket.getOutputStream().flush();
                if (ends(in)) {
                    return true;
                }
            }
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    private static boolean ends(InputStream in) throws IOException {
        try {
            return in.read(new byte[4096]) < 0;
        } catch (SocketTimeoutException silent) {
            return false;
        }
    }
}
