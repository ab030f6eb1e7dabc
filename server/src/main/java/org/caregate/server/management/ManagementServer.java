package org.caregate.server.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.KeyStore;
import java.util.Map;
import java.util.stream.Collectors;
import org.caregate.edge.connection.ClosingConnector;
import org.caregate.edge.proxy.Peers;
import org.caregate.edge.proxy.ProxyProtocol;
import org.caregate.server.config.ManagementSettings;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/** Answers {@code /livez}, {@code /readyz} and {@code /metrics}; nothing here tells of people or requests. */
public final class ManagementServer implements AutoCloseable {
    private final Server server;
    private final SslContextFactory.@Nullable Server tls;

    private ManagementServer(Server server, SslContextFactory.@Nullable Server tls) {
        this.server = server;
        this.tls = tls;
    }

    /**
     * Starts it; it is the first listener up, so that an operator can watch the rest start.
     *
     * @param tls null for plain HTTP, which goes with loopback only
     * @param proxies the TCP balancers that tell where their callers are; none is believed on loopback
     */
    public static ManagementServer start(
            ManagementSettings settings,
            SslContextFactory.@Nullable Server tls,
            Peers proxies,
            Readiness readiness,
            PrometheusMeterRegistry metrics)
            throws Exception {
        if (tls == null && settings.speaksTls()) {
            throw new IllegalArgumentException("plain HTTP goes with loopback only");
        }
        Server server = new Server(new VirtualThreadPool());
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        if (tls != null) {
            SecureRequestCustomizer secure = new SecureRequestCustomizer();
            secure.setSniHostCheck(false); // who watches a node asks it by its address
            http.addCustomizer(secure);
        }
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector = tls == null
                ? new ClosingConnector(server, plain)
                : new ClosingConnector(
                        server,
                        ProxyProtocol.before(proxies, new SslConnectionFactory(tls, plain.getProtocol()), plain));
        connector.setHost(settings.address());
        connector.setPort(settings.port());
        connector.setIdleTimeout(30_000);
        server.addConnector(connector);
        server.setHandler(new Answers(readiness, metrics));
        server.setErrorHandler(ManagementServer::unreadable);
        server.start();
        return new ManagementServer(server, tls);
    }

    /** Whatever Jetty refuses: its status, and nothing of its own. */
    private static boolean unreadable(Request request, Response response, Callback callback) {
        response.getHeaders().clear();
        return Answers.answer(response, callback, response.getStatus(), "text/plain", "");
    }

    /** Another certificate for connections from now on, where it speaks TLS. */
    public void replaceCertificate(KeyStore certificate) throws Exception {
        if (tls != null) {
            tls.reload(factory -> factory.setKeyStore(certificate));
        }
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }

    private static final class Answers extends Handler.Abstract {
        private final Readiness readiness;
        private final PrometheusMeterRegistry metrics;

        Answers(Readiness readiness, PrometheusMeterRegistry metrics) {
            this.readiness = readiness;
            this.metrics = metrics;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!HttpMethod.GET.is(request.getMethod())) {
                return answer(response, callback, 405, "text/plain", "");
            }
            return switch (Request.getPathInContext(request)) {
                case "/livez" -> answer(response, callback, 200, "application/json", "{\"status\":\"UP\"}");
                case "/readyz" -> ready(response, callback);
                case "/metrics" ->
                    answer(response, callback, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
                default -> answer(response, callback, 404, "text/plain", "");
            };
        }

        private boolean ready(Response response, Callback callback) {
            Map<String, Boolean> parts = readiness.ask();
            boolean up = !parts.isEmpty() && parts.values().stream().allMatch(Boolean::booleanValue);
            String json = parts.entrySet().stream()
                            .map(part -> "\"" + part.getKey() + "\":\"" + (part.getValue() ? "UP" : "DOWN") + "\"")
                            .collect(Collectors.joining(
                                    ",", "{\"status\":\"" + (up ? "UP" : "DOWN") + "\",\"parts\":{", "}"))
                    + reasons() + "}";
            return answer(response, callback, up ? 200 : 503, "application/json", json);
        }

        private String reasons() {
            return readiness.reasons().entrySet().stream()
                    .map(part -> "\"" + part.getKey() + "\":\"" + quoted(part.getValue()) + "\"")
                    .reduce((one, other) -> one + "," + other)
                    .map(all -> ",\"reasons\":{" + all + "}")
                    .orElse("");
        }

        /** Names of tables and of database functions may hold anything. */
        private static String quoted(String text) {
            return text.replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "?");
        }

        private static boolean answer(Response response, Callback callback, int status, String type, String body) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            Content.Sink.write(response, true, body, callback);
            return true;
        }
    }
}
