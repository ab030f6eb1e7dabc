package org.caregate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.caregate.edge.tls.TestTls;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.upstream.UpstreamSettings.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the gateway believes to be the FHIR server, and what it tells that server of a trace. */
class UpstreamClientTests {
    private static final Tracer NONE = TracerProvider.noop().get("test");

    private final AtomicReference<String> traceparent = new AtomicReference<>("");
    private final HttpsServer server = start();

    /** On every loopback address, with a certificate for localhost and 127.0.0.1. */
    private HttpsServer start() {
        try {
            HttpsServer made = HttpsServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
            made.setHttpsConfigurator(new HttpsConfigurator(TestTls.server()));
            made.createContext("/", exchange -> {
                traceparent.set(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
                exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int status(String host, SSLContext tls, Tracer tracer) throws Exception {
        URI base = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/fhir");
        try (UpstreamClient client =
                        new UpstreamClient(UpstreamSettings.of(base, new Secret("x"), tls), "api.example.org", tracer);
                UpstreamAnswer answer = client.send(UpstreamRequest.get("Patient/p1", "e-1"))) {
            return answer.status();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void serverOfTheAuthorityThatIsNamed_isBelieved(String host) throws Exception {
        assertThat(status(host, TestTls.client(), NONE)).isEqualTo(200);
    }

    @Test
    void serverOfAnotherAuthority_isRefused() {
        assertThatThrownBy(() -> status("localhost", SSLContext.getDefault(), NONE))
                .isInstanceOfSatisfying(UpstreamException.class, UpstreamClientTests::isForTls);
        assertThat(traceparent.get()).as("no request arrived").isEmpty();
    }

    @Test
    void serverOfAnotherName_isRefused() {
        assertThatThrownBy(() -> status("127.0.0.2", TestTls.client(), NONE))
                .isInstanceOfSatisfying(UpstreamException.class, UpstreamClientTests::isForTls);
        assertThat(traceparent.get()).as("no request arrived").isEmpty();
    }

    private static void isForTls(UpstreamException refused) {
        assertThat(refused.failure()).isEqualTo(Failure.UPSTREAM_UNUSABLE);
        assertThat(refused.detail()).isEqualTo("TLS");
    }

    @Test
    void trace_goesOnAtTheServer_andIsNotMadeUpWithoutOne() throws Exception {
        status("localhost", TestTls.client(), NONE);
        assertThat(traceparent.get()).isEqualTo("null");
        try (SdkTracerProvider traces = SdkTracerProvider.builder().build()) {
            Tracer tracer = traces.get("test");
            Span request = tracer.spanBuilder("request").startSpan();
            try (Scope _ = request.makeCurrent()) {
                status("localhost", TestTls.client(), tracer);
            }
            assertThat(traceparent.get())
                    .startsWith("00-" + request.getSpanContext().getTraceId() + "-")
                    .matches(".*-0[13]") // sampled; and perhaps random (W3C Trace Context level 2)
                    .doesNotContain(request.getSpanContext().getSpanId());
        }
    }
}
