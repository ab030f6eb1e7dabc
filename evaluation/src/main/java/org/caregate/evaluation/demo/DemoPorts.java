package org.caregate.evaluation.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Where the demo listens, all on loopback. */
public record DemoPorts(int issuer, int gateway, int app, int management) {
    /** The ports of the documentation. */
    public static final DemoPorts DEFAULT = new DemoPorts(8443, 9443, 7443, 9081);

    /** Four in a row. */
    public static DemoPorts from(int first) {
        return new DemoPorts(first, first + 1, first + 2, first + 3);
    }

    /** Ports that no one listens on now. */
    public static DemoPorts free() {
        List<Integer> ports = free(4);
        return new DemoPorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    }

    /** So many different ports that no one listens on now. */
    static List<Integer> free(int count) {
        List<ServerSocket> held = new ArrayList<>(); // together, so that none is given twice
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            held.forEach(DemoPorts::release);
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ones of these that someone listens on. */
    List<Integer> taken() {
        List<Integer> taken = new ArrayList<>();
        for (int port : new int[] {issuer, gateway, app, management}) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new java.net.InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1);
            } catch (IOException e) {
                taken.add(port);
            }
        }
        return taken;
    }

    public URI issuerUrl() {
        return URI.create("https://localhost:" + issuer);
    }

    public URI fhirBase() {
        return URI.create("https://localhost:" + gateway + "/fhir");
    }

    /** Another site than the issuer's, so that cookies are really tested. */
    public URI appUrl() {
        return URI.create("https://127.0.0.1:" + app);
    }

    public URI managementUrl() {
        return URI.create("http://127.0.0.1:" + management);
    }
}
