package org.caregate.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Which names mean this machine and nothing else, without asking a name server. */
public final class Loopback {
    private Loopback() {}

    /** Whether a host as written is {@code localhost} or a literal loopback address (RFC 6761 §6.3, RFC 1122 §3.2.1.3). */
    public static boolean is(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.equalsIgnoreCase("localhost")) {
            return true;
        }
        if (!bare.matches("[0-9.]+") && bare.indexOf(':') < 0) {
            return false;
        }
        try {
            return InetAddress.getByName(bare).isLoopbackAddress();
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
