package org.caregate.audit.flood;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;

/**
 * The network that one caller is taken to control, as a budget is kept for it: an IPv4 address, or the /64 of an IPv6 address, within
 * which any host picks addresses at will (RFC 4291 §2.5.1, RFC 8981). An IPv4-mapped address is the IPv4 address it maps.
 */
public final class SourceNetwork {
    /** What a source without a known address is called. */
    public static final String UNKNOWN = "unknown";

    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;
    private static final int LONGEST = 64;

    private SourceNetwork() {}

    /** The network of an address as a listener reports it, in brackets and with a zone or without. */
    public static String of(String address) {
        String plain = plain(address);
        try {
            byte[] bytes = InetAddress.ofLiteral(plain).getAddress();
            if (bytes.length != IPV6_BYTES) {
                return InetAddress.getByAddress(bytes).getHostAddress();
            }
            byte[] network = Arrays.copyOf(Arrays.copyOf(bytes, NETWORK_BYTES), IPV6_BYTES);
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        } catch (IllegalArgumentException | UnknownHostException notAnAddress) {
            String lower = plain.toLowerCase(Locale.ROOT);
            return lower.length() > LONGEST ? UNKNOWN : lower;
        }
    }

    private static String plain(String address) {
        String inner =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        int zone = inner.indexOf('%');
        return zone < 0 ? inner : inner.substring(0, zone);
    }
}
