package org.caregate.edge.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The balancers in front of a listener, by address or network (RFC 4632, RFC 4291 §2.3). */
public record Peers(List<Network> networks) {
    /** No balancer: every caller is who connects. */
    public static final Peers NONE = new Peers(List.of());

    private static final Pattern SHAPE =
            Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/([0-9]{1,3}))?");

    public Peers {
        networks = List.copyOf(networks);
    }

    /** Addresses that agree in their first bits. */
    public record Network(InetAddress address, int bits) {
        /** Reads {@code 192.0.2.7}, {@code 10.0.0.0/8} or {@code 2001:db8::/32}; bits behind the prefix MUST be zero. */
        public static Optional<Network> parse(String text) {
            Matcher matcher = SHAPE.matcher(text);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            try {
                InetAddress address = InetAddress.ofLiteral(matcher.group(1));
                int all = address.getAddress().length * Byte.SIZE;
                int bits = matcher.group(2) == null ? all : Integer.parseInt(matcher.group(2));
                Network network = new Network(address, bits);
                return bits >= 1 && bits <= all && network.isWholly(address) ? Optional.of(network) : Optional.empty();
            } catch (IllegalArgumentException notAnAddress) {
                return Optional.empty();
            }
        }

        private boolean isWholly(InetAddress candidate) {
            byte[] bytes = candidate.getAddress();
            for (int bit = bits; bit < bytes.length * Byte.SIZE; bit++) {
                if (bit(bytes, bit) != 0) {
                    return false;
                }
            }
            return true;
        }

        boolean contains(InetAddress candidate) {
            byte[] own = address.getAddress();
            byte[] other = candidate.getAddress();
            if (own.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                if (bit(own, bit) != bit(other, bit)) {
                    return false;
                }
            }
            return true;
        }

        private static int bit(byte[] bytes, int index) {
            return bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1;
        }
    }

    /** Whether there is any. */
    public boolean isEmpty() {
        return networks.isEmpty();
    }

    /** Whether a connection from there comes from one of them. */
    public boolean contains(SocketAddress remote) {
        return remote instanceof InetSocketAddress internet
                && internet.getAddress() != null
                && networks.stream().anyMatch(network -> network.contains(internet.getAddress()));
    }
}
