package org.caregate.server.config;

/**
 * Where health, readiness and metrics are answered: in plain HTTP on loopback, and anywhere else over TLS with the authorization server's
 * certificate.
 */
public record ManagementSettings(String address, int port) {
    /** Whether it can be reached from elsewhere. */
    public boolean speaksTls() {
        return !Loopback.is(address);
    }
}
