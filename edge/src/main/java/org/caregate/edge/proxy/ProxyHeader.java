package org.caregate.edge.proxy;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.ConnectionFactory.Detecting.Detection;

/**
 * Judges the bytes at the start of a connection: a whole, well-formed PROXY protocol header, the start of one, or anything else. Jetty
 * reads the header afterwards; this says no to what it would take a guess at (a host name for an address, a length that ends within
 * the addresses, an unknown command) and to every header that is longer than it needs to be.
 */
final class ProxyHeader {
    /** The longest header of version 2, its additional information included; the specification's own are below 536. */
    static final int LONGEST_V2 = 1024;

    private static final int LONGEST_V1 = 107; // §2.1, its CRLF included
    private static final byte[] V1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] V2 = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
    private static final int V2_FIXED = 16;
    private static final int V2_LOCAL = 0x20;
    private static final int V2_PROXY = 0x21;
    private static final int TCP_4 = 0x11;
    private static final int TCP_6 = 0x21;
    private static final int ADDRESSES_4 = 12;
    private static final int ADDRESSES_6 = 36;
    private static final int TLV_HEAD = 3;

    private static final Pattern UNKNOWN = Pattern.compile("PROXY UNKNOWN( [\\x21-\\x7E ]*)?");
    private static final Pattern TCP = Pattern.compile(
            "PROXY (TCP4|TCP6) ([0-9A-Fa-f.:]{2,39}) ([0-9A-Fa-f.:]{2,39}) (0|[1-9][0-9]{0,4}) (0|[1-9][0-9]{0,4})");
    private static final Pattern DOTTED =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}"); // not the JDK's shorter forms
    private static final int LARGEST_PORT = 65_535;

    private ProxyHeader() {}

    /** What the remaining bytes are; none of them is consumed. */
    static Detection judge(ByteBuffer bytes) {
        if (startsLike(bytes, V2)) {
            return bytes.remaining() < V2.length ? Detection.NEED_MORE_BYTES : version2(bytes);
        }
        if (startsLike(bytes, V1)) {
            return version1(bytes);
        }
        return Detection.NOT_RECOGNIZED;
    }

    private static boolean startsLike(ByteBuffer bytes, byte[] signature) {
        for (int i = 0; i < Math.min(signature.length, bytes.remaining()); i++) {
            if (bytes.get(bytes.position() + i) != signature[i]) {
                return false;
            }
        }
        return true;
    }

    private static Detection version1(ByteBuffer bytes) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.remaining(), LONGEST_V1); i++) {
            char character = (char) (bytes.get(bytes.position() + i) & 0xFF);
            if (character == '\n') {
                return line.toString().endsWith("\r") && wellFormed(line.substring(0, line.length() - 1))
                        ? Detection.RECOGNIZED
                        : Detection.NOT_RECOGNIZED;
            }
            line.append(character);
        }
        return bytes.remaining() < LONGEST_V1 ? Detection.NEED_MORE_BYTES : Detection.NOT_RECOGNIZED;
    }

    private static boolean wellFormed(String line) {
        if (UNKNOWN.matcher(line).matches()) {
            return line.split(" ", -1).length <= 6; // Jetty has six places
        }
        var fields = TCP.matcher(line);
        if (!fields.matches()) {
            return false;
        }
        int length = fields.group(1).equals("TCP4") ? 4 : 16;
        return isAddress(fields.group(2), length)
                && isAddress(fields.group(3), length)
                && Integer.parseInt(fields.group(4)) <= LARGEST_PORT
                && Integer.parseInt(fields.group(5)) <= LARGEST_PORT;
    }

    private static boolean isAddress(String text, int length) {
        try {
            boolean mapped = length == 16 && text.contains(":"); // an IPv4-mapped one is read as four bytes
            int bytes = InetAddress.ofLiteral(text).getAddress().length;
            return (length == 16 ? text.contains(":") : DOTTED.matcher(text).matches()) && (bytes == length || mapped);
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    private static Detection version2(ByteBuffer bytes) {
        if (bytes.remaining() < V2_FIXED) {
            return Detection.NEED_MORE_BYTES;
        }
        int start = bytes.position();
        int command = bytes.get(start + V2.length) & 0xFF;
        int family = bytes.get(start + V2.length + 1) & 0xFF;
        int length = bytes.getShort(start + V2.length + 2) & 0xFFFF;
        if ((command != V2_LOCAL && command != V2_PROXY) || length > LONGEST_V2 - V2_FIXED) {
            return Detection.NOT_RECOGNIZED;
        }
        int addresses = command == V2_LOCAL ? 0 : addresses(family);
        if (addresses < 0 || length < addresses) {
            return Detection.NOT_RECOGNIZED;
        }
        if (bytes.remaining() < V2_FIXED + length) {
            return Detection.NEED_MORE_BYTES;
        }
        int rest = start + V2_FIXED + addresses;
        int end = start + V2_FIXED + length;
        return command == V2_LOCAL || informationFits(bytes, rest, end)
                ? Detection.RECOGNIZED
                : Detection.NOT_RECOGNIZED;
    }

    /** TCP over IPv4 or IPv6; a balancer that does not say from where is no use but for its own health checks, which say LOCAL. */
    private static int addresses(int family) {
        return switch (family) {
            case TCP_4 -> ADDRESSES_4;
            case TCP_6 -> ADDRESSES_6;
            default -> -1;
        };
    }

    private static boolean informationFits(ByteBuffer bytes, int from, int end) {
        int at = from;
        while (at < end) {
            if (end - at < TLV_HEAD) {
                return false;
            }
            at += TLV_HEAD + (bytes.getShort(at + 1) & 0xFFFF);
        }
        return at == end;
    }
}
