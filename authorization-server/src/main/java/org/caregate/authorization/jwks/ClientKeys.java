package org.caregate.authorization.jwks;

import com.nimbusds.jose.jwk.JWK;
import org.caregate.registry.client.ClientAuthentication;

/** Finds the public key that a client assertion names. */
public interface ClientKeys {
    /** The key of that id among the client's registered ones. */
    Lookup find(ClientAuthentication registered, String kid);

    /** What was found. */
    sealed interface Lookup {
        /** One public key of that id. */
        record Found(JWK key) implements Lookup {}

        /** The client's keys were read, and none, or more than one, has that id. */
        record NoSuchKey() implements Lookup {}

        /**
         * The client's keys could not be read.
         *
         * @param reason the stable word for the audit entry
         */
        record Unavailable(String reason) implements Lookup {}
    }
}
