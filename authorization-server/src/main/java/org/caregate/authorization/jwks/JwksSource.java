package org.caregate.authorization.jwks;

import java.net.URI;
import java.time.Duration;
import org.caregate.registry.client.ClientKeySet;

/** Reads a client's JWK Set from its address. */
@FunctionalInterface
public interface JwksSource {
    /** Reads it now; blocks until it is there, refused or too late. Never throws. */
    Fetched fetch(URI address);

    /** What came of it. */
    sealed interface Fetched {
        /**
         * A set, public keys only.
         *
         * @param freshFor how long the answer's Cache-Control lets us keep it; zero for not at all
         */
        record Keys(ClientKeySet keys, Duration freshFor) implements Fetched {}

        /**
         * Nothing usable.
         *
         * @param reason the stable word for the audit entry
         */
        record Failed(String reason) implements Fetched {}
    }
}
