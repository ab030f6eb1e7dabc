package org.caregate.gateway;

import java.net.URI;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.caregate.edge.connection.ClosingConnector;
import org.caregate.edge.connection.LingeringHandler;
import org.caregate.edge.connection.SlowConnections;
import org.caregate.edge.proxy.ProxyProtocol;
import org.caregate.edge.tls.EllipticTls;
import org.caregate.gateway.discovery.DiscoveryDocuments;
import org.caregate.gateway.enforcement.Enforcement;
import org.caregate.gateway.error.BearerChallenge;
import org.caregate.gateway.http.BodyLimits;
import org.caregate.gateway.http.FhirCors;
import org.caregate.gateway.http.FhirHandler;
import org.caregate.gateway.http.FixedFields;
import org.caregate.gateway.http.OutcomeErrorHandler;
import org.caregate.gateway.settings.GatewayLimits.ConnectionLimits;
import org.caregate.gateway.settings.GatewayPorts;
import org.caregate.gateway.settings.GatewaySettings;
import org.caregate.gateway.upstream.Forwarder;
import org.caregate.protocol.metadata.ProtectedResourceMetadata;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The resource gateway: TLS 1.3, HTTP/1.1 and HTTP/2, every exchange on a virtual thread of its own. */
public final class GatewayServer implements AutoCloseable {
    private static final int LARGEST_WRITE = 32 * 1024;

    private final Server server;
    private final SslContextFactory.Server tls = new EllipticTls();
    private final ServerConnector connector;

    /** A server that is not started yet; its upstream is reached through the forwarder, which the caller closes. */
    public GatewayServer(GatewaySettings settings, GatewayPorts ports, Forwarder forwarder) {
        ConnectionLimits limits = settings.limits().connections();
        Enforcement enforcement = Enforcement.of(settings, ports, forwarder);
        QueuedThreadPool threads = new QueuedThreadPool(32, 4);
        threads.setName("gateway");
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("gateway-exchange-", 0).factory()));
        this.server = new Server(threads);
        this.connector = connector(settings, limits);
        server.addConnector(connector);
        server.setRequestLog(ports.surroundings().traffic());
        FixedFields fixed = new FixedFields(settings.base().getHost());
        server.setErrorHandler(new OutcomeErrorHandler(fixed, enforcement.refusals()::unreadable));
        server.setStopTimeout(limits.drain().toMillis());
        FhirHandler fhir = new FhirHandler(
                settings.base().getRawPath(),
                DiscoveryDocuments.of(settings.base(), settings.issuer()),
                new FhirCors(ports.registers().clients()::isRegisteredOrigin),
                new BearerChallenge(URI.create(ProtectedResourceMetadata.address(settings.base()))),
                new BodyLimits(limits.bodyBytes(), limits.idleTimeout().toNanos(), limits.minimumBytesPerSecond()),
                ports.clock(),
                enforcement.point()::handle);
        LingeringHandler lingering = new LingeringHandler(fhir, limits.lingerBytes(), limits.lingerTime());
        server.setHandler(fixed.around(ports.surroundings()
                .around()
                .apply(new SlowConnections(new GracefulHandler(lingering), connector, limits.idleTimeout()))));
    }

    private ServerConnector connector(GatewaySettings settings, ConnectionLimits limits) {
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        secure.setSniHostCheck(false); // tokens are bound to the base by their audience, whatever name was used
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(secure);
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(limits.headerBytes());
        http.setHeaderCacheSize(0); // tokens neither stay in memory nor cost a place in a table at each request
        http.setUriCompliance(UriCompliance.UNSAFE); // odd paths are the parser's to refuse, with an entry
        http.setOutputBufferSize(LARGEST_WRITE);
        http.setIdleTimeout(limits.idleTimeout().toMillis());

        tls.setKeyStore(settings.tls().keyStore());
        tls.setKeyStorePassword("");
        tls.setIncludeProtocols(settings.tls().protocols());
        tls.setIncludeCipherSuites(settings.tls().suites());

        HttpConnectionFactory h1 = new HttpConnectionFactory(http);
        HTTP2ServerConnectionFactory h2 = new HTTP2ServerConnectionFactory(http);
        h2.setMaxConcurrentStreams(100);
        h2.setStreamIdleTimeout(limits.idleTimeout().toMillis());
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(h1.getProtocol());
        ServerConnector listening = new ClosingConnector(
                server,
                ProxyProtocol.before(
                        settings.proxies(), new SslConnectionFactory(tls, alpn.getProtocol()), alpn, h2, h1));
        listening.setHost(settings.address());
        listening.setPort(settings.port());
        listening.setIdleTimeout(limits.idleTimeout().toMillis());
        return listening;
    }

    /**
     * Another certificate for connections from now on; those there are keep theirs.
     *
     * @param certificate with its key, under an empty password
     */
    public void replaceCertificate(KeyStore certificate) throws Exception {
        tls.reload(factory -> factory.setKeyStore(certificate));
    }

    /** Starts listening. */
    public void start() throws Exception {
        server.start();
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Stops: no new exchange is taken, running ones may finish within the drain. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            if (!isOnlyLate(e)) {
                throw new IllegalStateException("the gateway did not stop", e);
            }
        }
    }

    /** Whether all of it stopped, and only what was still under way after the drain was cut off. */
    private static boolean isOnlyLate(Throwable failed) {
        return failed instanceof TimeoutException || failed.getCause() instanceof TimeoutException;
    }
}
