package org.caregate.registry.client;

import java.net.URI;
import org.caregate.registry.credential.StoredCredential;

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

    /** A generated secret, at rest as a keyed hash (RFC 6749 §2.3.1). */
    record SecretBasic(StoredCredential secret) implements ClientAuthentication {
        @Override
        public String method() {
            return "client_secret_basic";
        }
    }

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
