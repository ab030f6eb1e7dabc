package org.caregate.server.http;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.edge.connection.ClosingConnector;
import org.caregate.edge.connection.LingeringHandler;
import org.caregate.edge.connection.PacedBodies;
import org.caregate.edge.connection.SlowConnections;
import org.caregate.edge.proxy.Peers;
import org.caregate.edge.proxy.ProxyProtocol;
import org.caregate.identity.page.ErrorPages;
import org.caregate.server.config.ListenerSettings;
import org.caregate.server.metrics.Traffic;
import org.caregate.server.setup.SetUpHandler;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee11.webapp.AbstractConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The authorization server and its pages, over TLS with HTTP/1.1 and HTTP/2, on virtual threads. */
public final class IssuerServer implements AutoCloseable {
    private static final int HEADER_BYTES = 16 * 1024;
    private static final long IDLE_MILLIS = 15_000;
    private static final int SLOWEST_BODY = 1024; // bytes a second, as at the gateway
    private static final int LINGER_BYTES = 256 * 1024;
    private static final Duration LINGER_TIME = Duration.ofSeconds(5);

    private final ConfigurableApplicationContext context;

    private final SslContextFactory.Server tls;

    private IssuerServer(ConfigurableApplicationContext context, SslContextFactory.Server tls) {
        this.context = context;
        this.tls = tls;
    }

    /** Starts it and returns once it listens. */
    public static IssuerServer start(ListenerSettings settings, Peers proxies, IssuerParts parts) {
        SslContextFactory.Server tls = ServerCertificate.context(settings, Instant.now());
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("spring.threads.virtual.enabled", "true");
        properties.put("spring.thymeleaf.check-template-location", "false");
        properties.put("spring.web.resources.add-mappings", "false");
        properties.put("spring.mvc.publish-request-handled-events", "false");
        properties.put("server.shutdown", "graceful");
        properties.put("spring.lifecycle.timeout-per-shutdown-phase", "5s");
        properties.put("spring.main.allow-bean-definition-overriding", "true");
        ConfigurableApplicationContext context = new SpringApplicationBuilder(IssuerConfiguration.class)
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(properties)
                .initializers(prepared -> {
                    GenericApplicationContext generic = (GenericApplicationContext) prepared;
                    parts.registerIn(generic);
                    generic.registerBean(
                            JettyTls.class,
                            () -> new JettyTls(
                                    settings,
                                    proxies,
                                    tls,
                                    Traffic.ofIssuer(parts.metrics()),
                                    new IssuerErrors(
                                            () -> generic.getBean(ErrorPages.class),
                                            () -> generic.getBean(StrangersLog.class),
                                            parts.clock()),
                                    inner -> parts.around()
                                            .apply(new IssuerEdge(
                                                    SetUpHandler.ofIssuer(parts.setUp(), inner), parts.clock()))));
                })
                .run();
        return new IssuerServer(context, tls);
    }

    /** Replaces Boot's connector by ours. */
    private record JettyTls(
            ListenerSettings settings,
            Peers proxies,
            SslContextFactory.Server tls,
            Traffic traffic,
            IssuerErrors errors,
            UnaryOperator<Handler> around)
            implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {
        @Override
        public void customize(JettyServletWebServerFactory factory) {
            IssuerServer.customize(factory, settings, proxies, tls, traffic, errors, around);
        }
    }

    /** Replaces the error pages of Boot, which are those of the container. */
    private static final class ErrorsOfServlets extends AbstractConfiguration {
        private final IssuerErrors errors;

        ErrorsOfServlets(IssuerErrors errors) {
            super(new Builder());
            this.errors = errors;
        }

        @Override
        public void configure(WebAppContext context) {
            context.setErrorHandler(errors);
        }
    }

    /** Another certificate for connections from now on; those there are keep theirs. */
    public void replaceCertificate(ServerCertificate certificate) throws Exception {
        tls.reload(factory -> factory.setKeyStore(certificate.keyStore()));
    }

    /** A bean of the pages' module, for what is done beside requests. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    private static void customize(
            JettyServletWebServerFactory factory,
            ListenerSettings settings,
            Peers proxies,
            SslContextFactory.Server tls,
            Traffic traffic,
            IssuerErrors errors,
            UnaryOperator<Handler> around) {
        QueuedThreadPool threads = new QueuedThreadPool(32, 4);
        threads.setName("issuer");
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("issuer-exchange-", 0).factory()));
        factory.setThreadPool(threads);
        factory.addConfigurations(new ErrorsOfServlets(errors));
        factory.addServerCustomizers(server -> {
            ServerConnector connector = connector(server, settings, proxies, tls);
            server.setConnectors(new Connector[] {connector});
            server.setRequestLog(traffic);
            server.setErrorHandler(errors);
            Handler paced = new PacedBodies(server.getHandler(), Duration.ofMillis(IDLE_MILLIS), SLOWEST_BODY);
            Handler lingering = new LingeringHandler(paced, LINGER_BYTES, LINGER_TIME);
            server.setHandler(around.apply(new SlowConnections(lingering, connector, Duration.ofMillis(IDLE_MILLIS))));
        });
    }

    private static ServerConnector connector(
            Server server, ListenerSettings settings, Peers proxies, SslContextFactory.Server tls) {
        HttpConfiguration http = new HttpConfiguration();
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        secure.setSniHostCheck(false); // tokens and cookies are bound to the issuer, whatever name was used
        http.addCustomizer(secure);
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setResponseHeaderSize(HEADER_BYTES); // a redirect carries what the app sent along
        http.setUriCompliance(UriCompliance.RFC3986);
        http.setIdleTimeout(IDLE_MILLIS);
        HttpConnectionFactory h1 = new HttpConnectionFactory(http);
        HTTP2ServerConnectionFactory h2 = new HTTP2ServerConnectionFactory(http);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(h1.getProtocol());
        ServerConnector connector = new ClosingConnector(
                server, ProxyProtocol.before(proxies, new SslConnectionFactory(tls, alpn.getProtocol()), alpn, h2, h1));
        connector.setHost(settings.address());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    @Override
    public void close() {
        context.close();
    }
}
