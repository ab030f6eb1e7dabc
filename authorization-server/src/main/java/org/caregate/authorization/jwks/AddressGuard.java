package org.caregate.authorization.jwks;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/**
 * Decides to which addresses we connect for someone else (RFC 9700 §4.11, OWASP SSRF): public ones, and those that the operator
 * allows by name. It is asked with the very addresses that the connection then uses, so that DNS cannot answer twice.
 *
 * @param allowed {@code host:port} pairs, exactly as written in a registered address, that may be private
 */
public record AddressGuard(Set<String> allowed) {
    private static final List<Block> FORBIDDEN = List.of(
            Block.of("0.0.0.0", 8),
            Block.of("10.0.0.0", 8),
            Block.of("100.64.0.0", 10), // carrier-grade NAT
            Block.of("127.0.0.0", 8),
            Block.of("169.254.0.0", 16), // link-local, where clouds keep their metadata
            Block.of("172.16.0.0", 12),
            Block.of("192.0.0.0", 24),
            Block.of("192.0.2.0", 24),
            Block.of("192.88.99.0", 24),
            Block.of("192.168.0.0", 16),
            Block.of("198.18.0.0", 15),
            Block.of("198.51.100.0", 24),
            Block.of("203.0.113.0", 24),
            Block.of("224.0.0.0", 4),
            Block.of("240.0.0.0", 4));
    /** Of IPv6 only global unicast is public, and of it not the ranges that tunnel to IPv4 or are for documents. */
    private static final Block GLOBAL_UNICAST = Block.of("2000::", 3);

    private static final List<Block> FORBIDDEN_GLOBAL =
            List.of(Block.of("2001::", 23), Block.of("2001:db8::", 32), Block.of("2002::", 16), Block.of("3fff::", 20));

    public AddressGuard {
        allowed = Set.copyOf(allowed);
    }

    /** Whether a connection to {@code host:port} may go to all of these addresses. One bad address spoils the name. */
    public boolean permits(String host, int port, List<InetAddress> addresses) {
        return !addresses.isEmpty()
                && (allowed.contains(host + ":" + port) || addresses.stream().allMatch(AddressGuard::isPublic));
    }

    /** Whether the address is one of the public Internet. */
    static boolean isPublic(InetAddress address) {
        if (address instanceof Inet4Address) {
            return FORBIDDEN.stream().noneMatch(block -> block.holds(address));
        }
        return GLOBAL_UNICAST.holds(address) && FORBIDDEN_GLOBAL.stream().noneMatch(block -> block.holds(address));
    }

    /** Addresses that begin with the same bits. */
    private record Block(InetAddress start, int bits) {
        static Block of(String literal, int bits) {
            try {
                return new Block(InetAddress.getByName(literal), bits); // a literal: nothing is looked up
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean holds(InetAddress address) {
            byte[] mine = start.getAddress();
            byte[] other = address.getAddress();
            if (mine.length != other.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % 8);
                if ((mine[i / 8] & mask) != (other[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
