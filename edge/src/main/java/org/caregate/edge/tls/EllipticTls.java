package org.caregate.edge.tls;

import javax.net.ssl.SSLParameters;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * What a listener speaks TLS with. Keys are agreed over elliptic curves alone: the JDK would offer the finite-field groups of RFC 7919 too,
 * which no client needs and which cost the server many times as much for each handshake that a stranger begins (RFC 9325 §4.1).
 */
public final class EllipticTls extends SslContextFactory.Server {
    private static final String[] GROUPS = {"x25519", "secp256r1", "x448", "secp384r1", "secp521r1"};

    /** With Jetty's defaults but for the groups. */
    public EllipticTls() {}

    @Override
    public SSLParameters customize(SSLParameters parameters) {
        SSLParameters customized = super.customize(parameters);
        customized.setNamedGroups(GROUPS);
        return customized;
    }
}
