package org.caregate.authorization.jwks;

import com.nimbusds.jose.jwk.JWK;
import org.caregate.registry.client.ClientAuthentication;

/** Finds the public key that verifies a client assertion. */
public interface ClientKeys {
    /** The client's registered key for a signature of that JWS algorithm under that key id. */
    Lookup find(ClientAuthentication registered, String kid, String algorithm);

    /** What was found. */
    sealed interface Lookup {
        /** The public key, which may verify that algorithm. */
        record Found(JWK key) implements Lookup {}

        /** The client's keys were read, and none, or more than one, has that id and a fitting {@code kty}. */
        record NoSuchKey() implements Lookup {}

        /** There is such a key, and its {@code alg}, {@code use}, {@code key_ops}, curve or size excludes that algorithm. */
        record Unfit() implements Lookup {}

        /**
         * The client's keys could not be read.
         *
         * @param reason the stable word for the audit entry
         */
        record Unavailable(String reason) implements Lookup {}
    }
}
