package org.caregate.benchmarks.upstream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.caregate.gateway.upstream.MeasuredUpstream;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The clients that were considered, each set up as one would for this job. */
final class Candidates {
    private static final String TARGET = "Patient/benchmark-patient";

    private Candidates() {}

    static List<Candidate> all(URI base) throws Exception {
        return List.of(new Sockets(base), new Apache(base), new Jetty(base), new Jdk(base));
    }

    /** What any of them could reach at best: no client at all, pooled sockets, one known answer. */
    private static final class Sockets implements Candidate {
        private final int port;
        private final byte[] request;
        private final ConcurrentLinkedDeque<Socket> idle = new ConcurrentLinkedDeque<>();

        Sockets(URI base) {
            port = base.getPort();
            request = ("GET " + base.getPath() + "/" + TARGET + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String name() {
            return "pooled sockets (the floor)";
        }

        @Override
        public int read() throws IOException {
            Socket socket = idle.pollFirst();
            if (socket == null) {
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
            }
            socket.getOutputStream().write(request);
            int length = body(new BufferedInputStream(socket.getInputStream()));
            idle.addFirst(socket);
            return length;
        }

        private static int body(InputStream in) throws IOException {
            int length = -1;
            StringBuilder line = new StringBuilder();
            while (true) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("cut off");
                }
                if (next != '\n') {
                    line.append((char) next);
                } else if (line.length() <= 1) {
                    return in.readNBytes(length).length;
                } else {
                    if (line.indexOf("Content-Length: ") == 0) {
                        length = Integer.parseInt(line.substring(16).strip());
                    }
                    line.setLength(0);
                }
            }
        }

        @Override
        public void end() throws IOException {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    private static SSLContext systemsTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks TLS", e);
        }
    }

    /** Apache HttpClient 5, classic: the gateway's own client. */
    private static final class Apache implements Candidate {
        private final MeasuredUpstream client;

        Apache(URI base) {
            client = new MeasuredUpstream(base, systemsTls());
        }

        @Override
        public String name() {
            return "Apache HttpClient 5 classic";
        }

        @Override
        public int read() throws Exception {
            return client.read(TARGET);
        }

        @Override
        public void end() {
            client.close();
        }
    }

    /** Jetty's client, used blocking. */
    private static final class Jetty implements Candidate {
        private final org.eclipse.jetty.client.HttpClient client = new org.eclipse.jetty.client.HttpClient();
        private final URI address;

        Jetty(URI base) throws Exception {
            address = URI.create(base + "/" + TARGET);
            QueuedThreadPool threads = new QueuedThreadPool(16, 4);
            threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
            client.setExecutor(threads);
            client.setMaxConnectionsPerDestination(256);
            client.setFollowRedirects(false);
            client.start();
        }

        @Override
        public String name() {
            return "Jetty HttpClient, blocking";
        }

        @Override
        public int read() throws Exception {
            return client.newRequest(address)
                    .headers(fields -> fields.put("Authorization", "Bearer credential"))
                    .send()
                    .getContent()
                    .length;
        }

        @Override
        public void end() throws Exception {
            client.stop();
        }
    }

    /** The JDK's own client, used blocking. */
    private static final class Jdk implements Candidate {
        private final HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        private final HttpRequest request;

        Jdk(URI base) {
            request = HttpRequest.newBuilder(URI.create(base + "/" + TARGET))
                    .timeout(Duration.ofMinutes(1))
                    .header("Authorization", "Bearer credential")
                    .build();
        }

        @Override
        public String name() {
            return "java.net.http, blocking";
        }

        @Override
        public int read() throws Exception {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body().length;
        }

        @Override
        public void end() {
            client.close();
        }
    }
}
