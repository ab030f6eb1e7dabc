package org.caregate.app.setup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.caregate.app.config.ListenerSettings;
import org.caregate.app.http.ServerCertificate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** Holds the gateway's place until the deployment is set up: every request is answered with 503 and one plain line. */
public final class SetUpPlaceholder implements AutoCloseable {
    private static final byte[] LINE = "Caregate is not set up yet.\n".getBytes(StandardCharsets.US_ASCII);

    private final Server server;

    private SetUpPlaceholder(Server server) {
        this.server = server;
    }

    /** Listens where the gateway will. */
    public static SetUpPlaceholder start(ListenerSettings settings) throws Exception {
        Server server = new Server(new VirtualThreadPool());
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(
                server,
                1,
                1,
                new SslConnectionFactory(ServerCertificate.context(settings, Instant.now()), "http/1.1"),
                new HttpConnectionFactory(http));
        connector.setHost(settings.address());
        connector.setPort(settings.port());
        connector.setIdleTimeout(15_000);
        server.addConnector(connector);
        server.setHandler(new Answer());
        server.start();
        return new SetUpPlaceholder(server);
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }

    private static final class Answer extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.setStatus(503);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=US-ASCII");
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.write(true, ByteBuffer.wrap(LINE), callback);
            return true;
        }
    }
}
