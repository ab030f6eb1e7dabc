package org.caregate.benchmarks.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * TLS connections that say nothing, and others that say their request a byte at a time. Whichever the server closes is opened again, as
 * such clients do.
 */
final class OtherConnections implements AutoCloseable {
    private static final Duration BETWEEN_BYTES = Duration.ofMillis(250);
    private static final String REQUEST =
            "GET /fhir/Patient/1 HTTP/1.1\r\nHost: localhost\r\nAccept: application/fhir+json\r\n";

    private final SSLContext tls;
    private final URI address;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();

    /** Opens them, and returns when all are. */
    OtherConnections(SSLContext tls, URI address, int idle, int slow) throws InterruptedException {
        this.tls = tls;
        this.address = address;
        for (int i = 0; i < idle + slow; i++) {
            boolean silent = i < idle;
            Thread.ofVirtual().name("other-", i).start(() -> keepOpen(silent));
            if (i % 50 == 0) {
                Thread.sleep(50); // not all handshakes at once
            }
        }
        while (opened.get() < idle + slow) {
            Thread.sleep(100);
        }
    }

    private void keepOpen(boolean silent) {
        while (!over.get()) {
            try (SSLSocket socket =
                    (SSLSocket) tls.getSocketFactory().createSocket(address.getHost(), address.getPort())) {
                socket.startHandshake();
                opened.incrementAndGet();
                open.incrementAndGet();
                try {
                    if (silent) {
                        socket.getInputStream().transferTo(OutputStream.nullOutputStream()); // until it is closed
                    } else {
                        speakSlowly(socket.getOutputStream());
                    }
                } finally {
                    open.decrementAndGet();
                }
            } catch (IOException closed) {
                // opened again below
            } catch (InterruptedException interrupted) {
                return;
            }
        }
    }

    private void speakSlowly(OutputStream out) throws IOException, InterruptedException {
        for (byte one : REQUEST.repeat(20).getBytes(StandardCharsets.US_ASCII)) {
            if (over.get()) {
                return;
            }
            out.write(one);
            Thread.sleep(BETWEEN_BYTES);
        }
    }

    /** How many are open now. */
    int open() {
        return open.get();
    }

    @Override
    public void close() {
        over.set(true);
    }
}
