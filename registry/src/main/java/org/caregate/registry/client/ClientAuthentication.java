package org.caregate.registry.client;

import java.net.URI;
import java.time.Instant;
import org.caregate.registry.credential.StoredCredential;
import org.jspecify.annotations.Nullable;

/** How a client proves who it is at the token endpoint: exactly one way, registered beforehand (RFC 7591 §2). */
public sealed interface ClientAuthentication {
    /** The {@code token_endpoint_auth_method}. */
    String method();

    /** A public client: it has only its name, and PKCE. */
    record None() implements ClientAuthentication {
        @Override
        public String method() {
            return "none";
        }
    }

    /**
     * A generated secret, at rest as a keyed hash (RFC 6749 §2.3.1).
     *
     * @param previous the secret before it, still good for a while; null when there is none
     */
    record SecretBasic(StoredCredential secret, @Nullable PreviousSecret previous) implements ClientAuthentication {
        /** With one secret alone. */
        public SecretBasic(StoredCredential secret) {
            this(secret, null);
        }

        @Override
        public String method() {
            return "client_secret_basic";
        }
    }

    /** A secret that was replaced and is accepted until then, so that a rotation interrupts nothing. */
    record PreviousSecret(StoredCredential secret, Instant until) {}

    /** Signed assertions, with public keys registered by value: a JWK Set document (RFC 7523, RFC 7517). */
    record KeysByValue(String jwks) implements ClientAuthentication {
        @Override
        public String method() {
            return "private_key_jwt";
        }
    }

    /** Signed assertions, with public keys published at the client's own https address. */
    record KeysByUrl(URI jwksUri) implements ClientAuthentication {
        @Override
        public String method() {
            return "private_key_jwt";
        }
    }
}
