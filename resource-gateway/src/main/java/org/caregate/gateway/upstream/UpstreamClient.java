package org.caregate.gateway.upstream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteBufferEntity;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.Timeout;
import org.caregate.gateway.error.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to the FHIR server over pooled connections, blocking on virtual threads: no redirects followed, no cookies kept, no
 * compression, and the gateway's own credential in place of the caller's token.
 */
final class UpstreamClient implements AutoCloseable {
    private static final int MAX_HEADER_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 100;
    static final String REDIRECT = "REDIRECT";

    private final CloseableHttpClient client;
    private final HttpHost host;
    private final String basePath;
    private final String authorization;
    private final long totalNanos;
    private final UpstreamDeadlines deadlines;
    private final String intermediary;
    private final Tracer tracer;

    /**
     * A client for one FHIR server.
     *
     * @param intermediary the name under which we say that we changed the request (FHIR R4, "RESTful API", "Intermediaries")
     */
    UpstreamClient(UpstreamSettings settings, String intermediary, Tracer tracer) {
        this.intermediary = intermediary;
        this.tracer = tracer;
        this.host = new HttpHost(
                settings.base().getScheme(),
                settings.base().getHost(),
                settings.base().getPort());
        this.basePath = settings.base().getRawPath();
        this.authorization = "Bearer " + settings.credential().value();
        this.totalNanos = settings.totalTimeout().toNanos();
        this.deadlines = new UpstreamDeadlines(settings.readTimeout());
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(settings.connections())
                        .setMaxConnPerRoute(settings.connections())
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setTlsSocketStrategy(ClientTlsStrategyBuilder.create()
                                .setSslContext(settings.tls())
                                .setTlsVersions(TLS.V_1_3, TLS.V_1_2)
                                .buildClassic())
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(Http1Config.custom()
                                        .setMaxLineLength(MAX_HEADER_LINE)
                                        .setMaxHeaderCount(MAX_HEADERS)
                                        .build())
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                                .setSocketTimeout(Timeout.DISABLED)
                                .setValidateAfterInactivity(2, TimeUnit.SECONDS)
                                .setTimeToLive(5, TimeUnit.MINUTES)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(settings.connectTimeout()))
                        .setResponseTimeout(Timeout.DISABLED)
                        .setAuthenticationEnabled(false)
                        .setRedirectsEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .setUserAgent("Caregate")
                .build();
    }

    /**
     * Sends the request and returns as soon as the header of the answer is there.
     *
     * @throws UpstreamException when there is no usable answer, a redirect included
     */
    UpstreamAnswer send(UpstreamRequest request) throws UpstreamException {
        return send(request, totalNanos);
    }

    /** The same, when the whole answer must be there sooner than the settings say. */
    UpstreamAnswer send(UpstreamRequest request, Duration patience) throws UpstreamException {
        return send(request, Math.min(totalNanos, patience.toNanos()));
    }

    private UpstreamAnswer send(UpstreamRequest request, long nanos) throws UpstreamException {
        Span span = tracer.spanBuilder("upstream " + request.method())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", request.method())
                .setAttribute("server.address", host.getHostName())
                .startSpan();
        try {
            UpstreamAnswer answer = send(request, System.nanoTime() + nanos, span);
            span.setAttribute("http.response.status_code", answer.status());
            return answer;
        } catch (UpstreamException failed) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute("error.type", failed.failure().name());
            throw failed;
        } finally {
            span.end();
        }
    }

    private UpstreamAnswer send(UpstreamRequest request, long deadlineNanos, Span span) throws UpstreamException {
        UpstreamCall call = message(request, deadlineNanos, span);
        try {
            return answer(call);
        } catch (NoHttpResponseException | SocketException closed) {
            // a pooled connection that the server closed meanwhile: a safe request may be sent once more
            if (!request.isSafe() || closed instanceof ConnectException || closed instanceof NoRouteToHostException) {
                throw UpstreamException.of(closed);
            }
        } catch (IOException e) {
            throw UpstreamException.of(e);
        }
        try {
            return answer(message(request, deadlineNanos, span));
        } catch (IOException e) {
            throw UpstreamException.of(e);
        }
    }

    private UpstreamAnswer answer(UpstreamCall call) throws IOException, UpstreamException {
        deadlines.begin(call);
        boolean open = false;
        try {
            ClassicHttpResponse response = client.executeOpen(host, call, null);
            int status = response.getCode();
            if (status < 200 || (status >= 300 && status < 400 && status != 304)) {
                response.close();
                throw new UpstreamException(Failure.UPSTREAM_UNUSABLE, REDIRECT);
            }
            UpstreamAnswer answer = new UpstreamAnswer(response, call, deadlines);
            open = true;
            return answer;
        } catch (IOException failed) {
            throw call.cause(failed);
        } finally {
            if (!open) {
                deadlines.end(call);
            }
        }
    }

    private UpstreamCall message(UpstreamRequest request, long deadlineNanos, Span span) {
        UpstreamCall message = new UpstreamCall(
                request.method(),
                host,
                request.target().startsWith("?") ? basePath + request.target() : basePath + "/" + request.target(),
                deadlineNanos);
        request.fields().forEach(message::setHeader);
        message.setHeader("Accept", "application/fhir+json");
        message.setHeader("Authorization", authorization);
        message.setHeader("X-Intermediary", intermediary);
        message.setHeader("X-Request-Id", request.exchangeId());
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), message, UpstreamClient::setField);
        ByteBuffer body = request.body();
        if (body != null) {
            message.setEntity(new ByteBufferEntity(body.duplicate(), ContentType.parse(request.contentType())));
        }
        return message;
    }

    private static void setField(@Nullable UpstreamCall call, String name, String value) {
        if (call != null) {
            call.setHeader(name, value);
        }
    }

    @Override
    public void close() {
        deadlines.close();
        try {
            client.close();
        } catch (IOException e) {
            // nothing is left that needs it
        }
    }
}
