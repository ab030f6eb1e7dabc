package org.caregate.edge.connection;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NegotiatingServerConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections that take too long to say what they want: a TLS handshake or a request head that arrives byte by byte. Idle
 * time-outs do not end those, as every byte starts them again.
 *
 * <p>HTTP/2 connections are left to Jetty: its streams have idle time-outs and its frames a rate. Bodies have bounds of their own.
 */
public final class SlowConnections extends Handler.Wrapper {
    private static final long LOOK_MILLIS = 1_000;

    private final long boundNanos;
    private final Map<Connection, Watch> watched = new ConcurrentHashMap<>();
    private Scheduler.@Nullable Task next;

    /** Where a connection stands between two requests. */
    private static final class Watch {
        private final long opened = System.nanoTime();
        private int active;
        private long quietAt;
        private long stirred;

        synchronized void began() {
            active++;
            stirred = 0;
        }

        synchronized void ended(long bytesIn) {
            active--;
            quietAt = bytesIn;
            stirred = 0;
        }

        synchronized boolean isTooSlow(long bytesIn, long now, long bound) {
            if (active > 0 || bytesIn == quietAt) {
                return false;
            }
            if (stirred == 0) {
                stirred = now;
            }
            return now - stirred > bound;
        }
    }

    /**
     * Around a handler, watching the connections of a connector.
     *
     * @param bound how long a handshake, and the head of a request, may take
     */
    public SlowConnections(Handler handler, ServerConnector connector, Duration bound) {
        super(handler);
        this.boundNanos = bound.toNanos();
        connector.addBean(new Connection.Listener() {
            @Override
            public void onOpened(Connection connection) {
                if (!(connection instanceof SslConnection) && !(connection instanceof HTTP2Connection)) {
                    watched.put(connection, new Watch());
                }
            }

            @Override
            public void onClosed(Connection connection) {
                watched.remove(connection);
            }
        });
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        lookSoon();
    }

    @Override
    protected void doStop() throws Exception {
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
        super.doStop();
    }

    private void lookSoon() {
        next = getServer().getScheduler().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        watched.forEach((connection, watch) -> {
            boolean negotiating = connection instanceof NegotiatingServerConnection && now - watch.opened > boundNanos;
            if (negotiating || watch.isTooSlow(connection.getBytesIn(), now, boundNanos)) {
                connection.getEndPoint().close();
            }
        });
        if (isRunning()) {
            lookSoon();
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        Watch watch = watched.get(connection);
        if (watch != null) {
            watch.began();
            Request.addCompletionListener(request, failure -> watch.ended(connection.getBytesIn()));
        }
        return super.handle(request, response, callback);
    }
}
