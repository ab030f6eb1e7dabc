package org.caregate.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.caregate.server.config.TelemetrySettings;
import org.caregate.server.metrics.EndpointNames;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Traces and records, to an exporter in memory and over the wire. */
class TelemetryTests {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @TempDir
    Path folder;

    private final Kept kept = new Kept();
    private String inLog = "";

    /** Keeps what is exported. */
    private static final class Kept implements SpanExporter {
        private final List<SpanData> spans = new CopyOnWriteArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> batch) {
            spans.addAll(batch);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    /** Answers like the gateway, with a span of its own below the request's. */
    private static final class Answering extends Handler.Abstract {
        private final SdkTracerProvider traces;

        Answering(SdkTracerProvider traces) {
            this.traces = traces;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Span below = traces.get("test").spanBuilder("below").startSpan();
            below.end();
            response.getHeaders().put("X-Trace-In-Log", String.valueOf(MDC.get("trace_id")));
            response.getHeaders().put("X-Request-Id", "r-1");
            response.setStatus(request.getHttpURI().getPath().endsWith("/broken") ? 503 : 200);
            callback.succeeded();
            return true;
        }
    }

    private List<SpanData> traced(int oneIn, String method, String path, String... headers) throws Exception {
        SdkTracerProvider traces = Telemetry.traces(Resource.empty(), kept, oneIn);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new TracedRequests(
                new Answering(traces), traces.get("test"), "gateway", EndpointNames.ofGateway("/fhir")));
        server.start();
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + connector.getLocalPort() + path))
                    .timeout(Duration.ofMinutes(1))
                    .method(method, HttpRequest.BodyPublishers.noBody());
            if (headers.length > 0) {
                request.headers(headers);
            }
            inLog = http.send(request.build(), BodyHandlers.discarding())
                    .headers()
                    .firstValue("X-Trace-In-Log")
                    .orElse("");
        } finally {
            server.stop();
            traces.close();
        }
        return new ArrayList<>(kept.spans);
    }

    private static SpanData only(List<SpanData> spans, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void request_isASpanByEndpoint_withStatusAndId_andNothingOfTheAddress() throws Exception {
        List<SpanData> spans = traced(1, "GET", "/fhir/Patient/p-secret?name=secret");
        SpanData span = only(spans, "gateway read");
        assertThat(span.getAttributes().asMap().toString())
                .contains("http.response.status_code=200", "caregate.request=r-1", "http.request.method=GET")
                .doesNotContain("secret");
        assertThat(only(spans, "below").getParentSpanId()).isEqualTo(span.getSpanId());
    }

    @Test
    void method_isOneOfAFew() throws Exception {
        SpanData span = only(traced(1, "PURGE", "/fhir/Patient/1"), "gateway other");
        assertThat(span.getAttributes().asMap().toString()).contains("http.request.method=_OTHER");
    }

    @Test
    void brokenAnswer_isAnError() throws Exception {
        assertThat(only(traced(1, "GET", "/broken"), "gateway other").getStatus())
                .isEqualTo(StatusData.error());
    }

    @Test
    void callersTrace_isContinued_withoutWhatElseItSays() throws Exception {
        SpanData span = only(
                traced(
                        100_000,
                        "GET",
                        "/fhir/Patient/1",
                        "traceparent",
                        "00-" + TRACE + "-00f067aa0ba902b7-01",
                        "tracestate",
                        "vendor=p-secret"),
                "gateway read");
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(inLog).as("with every line of the log about it").isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(span.getSpanContext().getTraceState().isEmpty()).isTrue();
    }

    @Test
    void traceThatTheCallerDoesNotSample_isNotSampled_andGarbageIsNoTrace() throws Exception {
        assertThat(traced(1, "GET", "/fhir/Patient/1", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-00"))
                .isEmpty();
        assertThat(only(traced(1, "GET", "/fhir/Patient/1", "traceparent", "00-secret-1"), "gateway read")
                        .getParentSpanContext()
                        .isValid())
                .isFalse();
    }

    private record Sent(String path, String authorization, String body) {}

    @Test
    void tracesAndLog_reachTheCollector_withOurCredential_andWithoutMessagesOfExceptions() throws Exception {
        List<Sent> sent = new CopyOnWriteArrayList<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            sent.add(new Sent(
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1)));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        Path bearer = Files.writeString(folder.resolve("bearer"), "own-secret\n");
        try {
            Telemetry telemetry = Telemetry.start(new TelemetrySettings(
                    URI.create("http://127.0.0.1:" + collector.getAddress().getPort()), null, bearer, 1));
            telemetry.tracer().spanBuilder("a-span").startSpan().end();
            LoggerFactory.getLogger("org.caregate.telling")
                    .error("a line for {}", "people", new IOException("quoted-secret"));
            LoggerFactory.getLogger("io.opentelemetry.exporter").error("exporters-trouble");
            telemetry.close();
            LoggerFactory.getLogger("org.caregate.telling").error("after-the-end");
        } finally {
            collector.stop(0);
        }
        assertThat(sent).allMatch(one -> one.authorization().equals("Bearer own-secret"));
        assertThat(bodies(sent, "/v1/traces")).contains("a-span", "service.name", "caregate");
        assertThat(bodies(sent, "/v1/logs"))
                .contains("a line for people", "org.caregate.telling", "ERROR")
                .doesNotContain("quoted-secret", "exporters-trouble", "after-the-end");
    }

    private static String bodies(List<Sent> sent, String path) {
        StringBuilder all = new StringBuilder();
        sent.stream().filter(one -> one.path().equals(path)).forEach(one -> all.append(one.body()));
        return all.toString();
    }

    @Test
    void collectorThatNeverAnswers_holdsNothingUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Telemetry telemetry = Telemetry.start(
                    new TelemetrySettings(URI.create("http://127.0.0.1:" + silent.getLocalPort()), null, null, 1));
            Instant began = Instant.now();
            for (int i = 0; i < 20_000; i++) {
                telemetry.tracer().spanBuilder("a-span").startSpan().end();
            }
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(10));
            telemetry.close();
            assertThat(Duration.between(began, Instant.now()))
                    .as("the end waits a while for each of the two, and no longer")
                    .isLessThan(Duration.ofSeconds(20));
        }
    }
}
