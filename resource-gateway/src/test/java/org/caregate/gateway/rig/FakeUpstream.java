package org.caregate.gateway.rig;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** A FHIR server that answers exactly what a test told it to. */
public final class FakeUpstream implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> listener = line -> {};

    /** A request as it arrived. */
    public record Seen(String line, Headers headers, String body) {}

    /** Writes an answer. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    public FakeUpstream() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fhir");
    }

    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    public void clear() {
        seen.clear();
    }

    /** Told of every request before it is answered. */
    public void listener(Consumer<String> told) {
        listener = told;
    }

    /** Answers {@code GET /fhir/Patient/p1} and the like. */
    public void on(String line, Answer answer) {
        answers.put(line, answer);
    }

    /** Answers with FHIR JSON. */
    public void on(String line, int status, String json) {
        on(line, exchange -> send(exchange, status, "application/fhir+json", json));
    }

    public static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            seen.add(new Seen(line, exchange.getRequestHeaders(), body));
            listener.accept(line);
            Answer answer = answers.get(line);
            if (answer == null) {
                answer = answers.get(line.split("\\?", 2)[0]);
            }
            if (answer == null) {
                send(exchange, 404, "application/fhir+json", "{\"resourceType\":\"OperationOutcome\",\"issue\":[]}");
            } else {
                answer.to(exchange);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
