package org.caregate.edge.connection;

import java.nio.channels.SelectableChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connector that leaves no connection behind when it stops: neither served nor closed, its caller would wait for as long as the process
 * lives. Jetty interrupts threads that wait in {@code accept}, and the JDK then drops a connection that was just taken from the kernel, so
 * none waits there: the selectors accept. And what was accepted while the selectors were stopping is closed.
 */
public final class ClosingConnector extends ServerConnector {
    private final Set<SelectableChannel> accepted = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    /** A connector that speaks what those make of a connection, the first of them first. */
    public ClosingConnector(Server server, ConnectionFactory... factories) {
        super(server, 0, -1, factories);
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new ServerConnectorManager(executor, scheduler, selectors) {
            @Override
            public void accept(SelectableChannel channel, Object attachment) {
                accepted.add(channel);
                if (over) {
                    IO.close(channel);
                } else {
                    super.accept(channel, attachment);
                }
            }

            @Override
            protected void endPointClosed(EndPoint endPoint) {
                if (endPoint.getTransport() instanceof SelectableChannel channel) {
                    accepted.remove(channel);
                }
                super.endPointClosed(endPoint);
            }

            @Override
            protected void connectionFailed(SelectableChannel channel, Throwable failure, Object attachment) {
                accepted.remove(channel);
                super.connectionFailed(channel, failure, attachment);
            }
        };
    }

    @Override
    protected void doStart() throws Exception {
        over = false;
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        try {
            super.doStop();
        } finally {
            over = true; // from now on what is accepted still is closed at once
            for (SelectableChannel channel : accepted) {
                IO.close(channel);
            }
            accepted.clear();
        }
    }
}
