package org.caregate.demo.app;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Serves the app's few files over TLS 1.3 on the loopback address. */
public final class AppServer {

    private final Server server;
    private final URI origin;

    private AppServer(Server server, URI origin) {
        this.server = server;
        this.origin = origin;
    }

    /** Starts on 127.0.0.1; port 0 takes a free one. */
    public static AppServer start(int port, Path certificate, Path key, String clientId, URI iss) throws Exception {
        HttpConfiguration https = new HttpConfiguration();
        https.setSendServerVersion(false);
        https.addCustomizer(new SecureRequestCustomizer(false));
        Server server = new Server();
        ServerConnector connector = new ServerConnector(
                server,
                1,
                1,
                new SslConnectionFactory(tls(certificate, key), "http/1.1"),
                new HttpConnectionFactory(https));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new AppPages(AppPages.load(new AppConfiguration(clientId, iss)), iss));
        server.setErrorHandler(AppServer::unreadable);
        try {
            connector.open();
        } catch (IOException taken) {
            throw new IOException("cannot listen on 127.0.0.1:" + port, taken);
        }
        server.start();
        return new AppServer(server, URI.create("https://127.0.0.1:" + connector.getLocalPort()));
    }

    /** Whatever Jetty refuses: its status, and nothing of its own. */
    private static boolean unreadable(Request request, Response response, Callback callback) {
        response.getHeaders().clear();
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Cache-Control", "no-store");
        response.write(true, ByteBuffer.allocate(0), callback);
        return true;
    }

    private static SslContextFactory.Server tls(Path certificate, Path key)
            throws IOException, GeneralSecurityException {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(PemIdentity.keyStore(certificate, key));
        tls.setKeyStorePassword("");
        tls.setIncludeProtocols("TLSv1.3");
        tls.setSniRequired(false);
        return tls;
    }

    /** The origin under which the browser sees the app. */
    public URI origin() {
        return origin;
    }

    /** Stops listening. */
    public void stop() throws Exception {
        server.stop();
    }
}
