package org.caregate.server.config;

import java.nio.file.Path;

/**
 * One TLS listener.
 *
 * @param address the local address to listen on; default: all
 * @param certificate PEM, the server's certificate first
 * @param key PEM, PKCS#8
 * @param oldestTls the oldest version that is let in
 */
public record ListenerSettings(String address, int port, Path certificate, Path key, OldestTls oldestTls) {
    /** Every address. */
    public static final String EVERYWHERE = "0.0.0.0";
}
