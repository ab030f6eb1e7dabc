package org.caregate.conformance.nodes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes each connection on to the next node in turn, and to the one after it when that one does not accept. */
final class Balancer implements AutoCloseable {
    private final ServerSocket listener;
    private final AtomicInteger turn = new AtomicInteger();
    private final ConcurrentMap<InetSocketAddress, AtomicInteger> served = new ConcurrentHashMap<>();
    private volatile List<InetSocketAddress> nodes = List.of();

    Balancer() {
        try {
            this.listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("balancer").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on connections go to these. */
    void to(List<InetSocketAddress> addresses) {
        nodes = List.copyOf(addresses);
    }

    /** How many connections that node was given. */
    int served(InetSocketAddress node) {
        AtomicInteger count = served.get(node);
        return count == null ? 0 : count.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket caller = listener.accept();
                Thread.ofVirtual().start(() -> serve(caller));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket caller) {
        try (caller;
                Socket node = connect()) {
            Thread back = Thread.ofVirtual().start(() -> copy(node, caller));
            copy(caller, node);
            back.join();
        } catch (IOException nobody) {
            return; // the caller sees a closed connection, as from any balancer without a node
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket connect() throws IOException {
        List<InetSocketAddress> known = nodes;
        for (int tried = 0; tried < known.size(); tried++) {
            InetSocketAddress address = known.get(Math.floorMod(turn.getAndIncrement(), known.size()));
            Socket node = new Socket();
            try {
                node.connect(address, 2000);
                served.computeIfAbsent(address, first -> new AtomicInteger()).incrementAndGet();
                return node;
            } catch (IOException refused) {
                node.close();
            }
        }
        throw new IOException("no node accepts");
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException ended) {
            return; // closing both directions is what the end of either means here
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
