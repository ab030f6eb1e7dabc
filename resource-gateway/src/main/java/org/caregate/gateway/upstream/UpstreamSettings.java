package org.caregate.gateway.upstream;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * The FHIR server behind the gateway.
 *
 * @param base its FHIR base, without a trailing slash
 * @param credential the bearer token the gateway itself presents there
 * @param tls whom to believe there, by TLS 1.2 or 1.3 and the host's name
 * @param connectTimeout how long a connection may take
 * @param readTimeout how long the server may be silent
 * @param totalTimeout how long a whole answer may take
 * @param connections how many requests may be under way at once
 */
public record UpstreamSettings(
        URI base,
        Secret credential,
        SSLContext tls,
        Duration connectTimeout,
        Duration readTimeout,
        Duration totalTimeout,
        int connections) {
    public UpstreamSettings {
        String scheme = base.getScheme();
        if (!List.of("http", "https").contains(scheme) || base.getRawQuery() != null || base.getHost() == null) {
            throw new IllegalArgumentException("the upstream base is an http or https address without a query");
        }
        if (base.getRawPath().endsWith("/")) {
            throw new IllegalArgumentException("the upstream base has no trailing slash");
        }
    }

    /** The defaults: 2 s to connect, 30 s of silence, 5 min in all, 256 at once. */
    public static UpstreamSettings of(URI base, Secret credential, SSLContext tls) {
        return new UpstreamSettings(
                base, credential, tls, Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMinutes(5), 256);
    }

    /** A text that does not show itself in logs. */
    public record Secret(String value) {
        @Override
        public String toString() {
            return "Secret[…]";
        }
    }
}
