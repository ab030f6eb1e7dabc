package org.caregate.gateway.upstream;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteBufferEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.Timeout;
import org.caregate.gateway.error.Failure;

/**
 * Speaks to the FHIR server over pooled connections, blocking on virtual threads: no redirects followed, no cookies kept, no
 * compression, and the gateway's own credential in place of the caller's token.
 */
public final class UpstreamClient implements AutoCloseable {
    private static final int LONGEST_HEADER_LINE = 8 * 1024;
    private static final int MOST_HEADERS = 100;

    private final CloseableHttpClient client;
    private final HttpHost host;
    private final String basePath;
    private final String authorization;
    private final long totalNanos;

    /** A client for one FHIR server. */
    public UpstreamClient(UpstreamSettings settings) {
        this.host = new HttpHost(
                settings.base().getScheme(),
                settings.base().getHost(),
                settings.base().getPort());
        this.basePath = settings.base().getRawPath();
        this.authorization = "Bearer " + settings.credential().value();
        this.totalNanos = settings.totalTimeout().toNanos();
        Timeout silence = Timeout.of(settings.readTimeout());
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(settings.connections())
                        .setMaxConnPerRoute(settings.connections())
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(Http1Config.custom()
                                        .setMaxLineLength(LONGEST_HEADER_LINE)
                                        .setMaxHeaderCount(MOST_HEADERS)
                                        .build())
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                                .setSocketTimeout(silence)
                                .setValidateAfterInactivity(2, TimeUnit.SECONDS)
                                .setTimeToLive(5, TimeUnit.MINUTES)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(settings.connectTimeout()))
                        .setResponseTimeout(silence)
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
    public UpstreamAnswer send(UpstreamRequest request) throws UpstreamException {
        long deadline = System.nanoTime() + totalNanos;
        try {
            ClassicHttpResponse response = execute(request);
            int status = response.getCode();
            if (status < 200 || (status >= 300 && status < 400 && status != 304)) {
                response.close();
                throw new UpstreamException(Failure.UPSTREAM_UNUSABLE, "REDIRECT");
            }
            return new UpstreamAnswer(response, deadline);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private ClassicHttpResponse execute(UpstreamRequest request) throws IOException {
        try {
            return client.executeOpen(host, message(request), null);
        } catch (NoHttpResponseException | SocketException closed) {
            // a pooled connection that the server closed meanwhile: a safe request may be sent once more
            if (!request.isSafe() || closed instanceof ConnectException || closed instanceof NoRouteToHostException) {
                throw closed;
            }
            return client.executeOpen(host, message(request), null);
        }
    }

    private ClassicHttpRequest message(UpstreamRequest request) {
        BasicClassicHttpRequest message = new BasicClassicHttpRequest(
                request.method(),
                host,
                request.target().startsWith("?") ? basePath + request.target() : basePath + "/" + request.target());
        request.fields().forEach(message::setHeader);
        message.setHeader("Accept", "application/fhir+json");
        message.setHeader("Authorization", authorization);
        message.setHeader("X-Request-Id", request.exchangeId());
        ByteBuffer body = request.body();
        if (body != null) {
            message.setEntity(new ByteBufferEntity(body.duplicate(), ContentType.parse(request.contentType())));
        }
        return message;
    }

    /** What went wrong on the way, as the caller may know it. */
    public static UpstreamException unusable(IOException e) {
        return switch (e) {
            case ConnectTimeoutException late -> new UpstreamException(Failure.UPSTREAM_UNREACHABLE, "CONNECT", late);
            case SocketTimeoutException late -> new UpstreamException(Failure.UPSTREAM_TIMEOUT, "SILENT", late);
            case ConnectException refused -> new UpstreamException(Failure.UPSTREAM_UNREACHABLE, "CONNECT", refused);
            case NoRouteToHostException lost -> new UpstreamException(Failure.UPSTREAM_UNREACHABLE, "CONNECT", lost);
            case UnknownHostException lost -> new UpstreamException(Failure.UPSTREAM_UNREACHABLE, "CONNECT", lost);
            default -> new UpstreamException(Failure.UPSTREAM_UNUSABLE, "CUT_OFF", e);
        };
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            // nothing is left that needs it
        }
    }
}
