package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.caregate.edge.tls.TestTls;
import org.caregate.gateway.rig.Rig;
import org.junit.jupiter.api.Test;

/** Callers that connect while something is changed over: each is served, or told at once that it is not. */
class ChangeOverTests {
    private static final int CALLERS = 8;
    private static final byte[] REQUEST =
            "GET /fhir/Patient/p1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger served = new AtomicInteger();

    @Test
    void certificatesReplacedUnderConnectingCallers_loseNoConnection() throws Exception {
        try (Rig rig = new Rig();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                all.add(callers.submit(() -> {
                    while (!over.get()) {
                        assertThat(ask(rig.server.port())).startsWith("HTTP/1.1 401 ");
                        served.incrementAndGet();
                    }
                    return null;
                }));
            }
            KeyStore same = TestTls.material().keyStore();
            for (int replaced = 0; replaced < 100; replaced++) {
                rig.server.replaceCertificate(same);
                Thread.sleep(10);
            }
            over.set(true);
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(served).hasValueGreaterThan(CALLERS);
    }

    @Test
    void listenerThatCloses_leavesNoConnectionWaiting() throws Exception {
        for (int round = 0; round < 6; round++) {
            over.set(false);
            Rig rig = new Rig();
            int port = rig.server.port();
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    all.add(callers.submit(() -> {
                        while (!over.get()) {
                            askOneThatMayBeGone(port);
                        }
                        return null;
                    }));
                }
                Thread.sleep(50);
                rig.close();
                over.set(true);
                for (Future<?> one : all) {
                    one.get();
                }
            }
        }
    }

    /** Refused and closed are answers; silence is none. */
    private void askOneThatMayBeGone(int port) throws IOException {
        try {
            ask(port);
        } catch (SocketTimeoutException silence) {
            throw silence;
        } catch (ConnectException refused) {
            over.set(true);
        } catch (IOException closed) {
            served.incrementAndGet();
        }
    }

    private static String ask(int port) throws IOException {
        SSLContext fresh = TestTls.client(); // no session of another caller's is resumed
        try (SSLSocket socket = (SSLSocket) fresh.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(REQUEST);
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
