package org.caregate.edge.proxy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.ProxyConnectionFactory;

/**
 * Believes a PROXY protocol header of the balancers that are configured, and of no others. A connection from them without a
 * well-formed header is refused, as its caller would pass for the balancer; a header of anyone else is what it looks like, a broken
 * TLS handshake, so that no one chooses the address they are counted by.
 */
public final class ProxyProtocol extends AbstractConnectionFactory {
    private final Peers peers;
    private final String next;
    private final ConnectionFactory detector;

    private ProxyProtocol(Peers peers, String next) {
        super("peer");
        this.peers = peers;
        this.next = next;
        this.detector = new Headers(next);
        installBean(detector);
    }

    /** The factories of a connector, led by one that knows the balancers; as they are where there is none. */
    public static ConnectionFactory[] before(Peers peers, ConnectionFactory... factories) {
        if (peers.isEmpty()) {
            return factories;
        }
        List<ConnectionFactory> all = new ArrayList<>(List.of(factories));
        all.addFirst(new ProxyProtocol(peers, factories[0].getProtocol()));
        return all.toArray(ConnectionFactory[]::new);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return peers.contains(endPoint.getRemoteSocketAddress())
                ? detector.newConnection(connector, endPoint)
                : connector.getConnectionFactory(next).newConnection(connector, endPoint);
    }

    /** Waits for a whole header, and closes the connection on anything else. */
    private static final class Headers extends DetectorConnectionFactory {
        Headers(String next) {
            super(new Strict(next));
        }

        @Override
        protected void nextProtocol(Connector connector, EndPoint endPoint, ByteBuffer buffer) {
            endPoint.close();
        }
    }

    /** Jetty's reading of a header that was found to be whole and well-formed. */
    private static final class Strict extends AbstractConnectionFactory implements ConnectionFactory.Detecting {
        private final ProxyConnectionFactory reading;

        Strict(String next) {
            super("[proxy]");
            this.reading = new ProxyConnectionFactory(next);
            installBean(reading);
        }

        @Override
        public Detection detect(ByteBuffer bytes) {
            return ProxyHeader.judge(bytes);
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return reading.newConnection(connector, endPoint);
        }
    }
}
