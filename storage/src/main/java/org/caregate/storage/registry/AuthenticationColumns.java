package org.caregate.storage.registry;

import java.time.Instant;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.ClientAuthentication.KeysByUrl;
import org.caregate.registry.client.ClientAuthentication.KeysByValue;
import org.caregate.registry.client.ClientAuthentication.None;
import org.caregate.registry.client.ClientAuthentication.SecretBasic;
import org.jspecify.annotations.Nullable;

/** How a client authenticates, spread over the columns of its row; what does not belong to its way is null. */
record AuthenticationColumns(
        String name,
        @Nullable Integer secretKeyVersion,
        @Nullable String secretHash,
        @Nullable Integer previousKeyVersion,
        @Nullable String previousHash,
        @Nullable Instant previousUntil,
        @Nullable String jwks,
        @Nullable String jwksUri) {
    static AuthenticationColumns of(ClientAuthentication authentication) {
        return switch (authentication) {
            case None() -> withoutSecret("none", null, null);
            case SecretBasic(var secret, var previous) ->
                new AuthenticationColumns(
                        "secret",
                        secret.keyVersion(),
                        secret.hash(),
                        previous == null ? null : previous.secret().keyVersion(),
                        previous == null ? null : previous.secret().hash(),
                        previous == null ? null : previous.until(),
                        null,
                        null);
            case KeysByValue(String jwks) -> withoutSecret("keys_by_value", jwks, null);
            case KeysByUrl(var uri) -> withoutSecret("keys_by_url", null, uri.toString());
        };
    }

    private static AuthenticationColumns withoutSecret(String name, @Nullable String jwks, @Nullable String jwksUri) {
        return new AuthenticationColumns(name, null, null, null, null, null, jwks, jwksUri);
    }
}
