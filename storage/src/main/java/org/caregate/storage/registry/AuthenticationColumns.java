package org.caregate.storage.registry;

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
        @Nullable String jwks,
        @Nullable String jwksUri) {
    static AuthenticationColumns of(ClientAuthentication authentication) {
        return switch (authentication) {
            case None() -> new AuthenticationColumns("none", null, null, null, null);
            case SecretBasic(var secret) ->
                new AuthenticationColumns("secret", secret.keyVersion(), secret.hash(), null, null);
            case KeysByValue(String jwks) -> new AuthenticationColumns("keys_by_value", null, null, jwks, null);
            case KeysByUrl(var uri) -> new AuthenticationColumns("keys_by_url", null, null, null, uri.toString());
        };
    }
}
