package org.caregate.registry.code;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.registry.credential.StoredCredential;
import org.jspecify.annotations.Nullable;

/**
 * An issued authorization code and what its redemption is held to (RFC 6749 §4.1.3, RFC 7636 §4.4).
 *
 * @param id the public part of {@code prefix_id.secret}, the key of the row
 * @param credential the keyed hash of the whole code
 * @param grant what the code stands for; a replay revokes it
 * @param redirectUri must be repeated byte for byte at the token endpoint
 * @param codeChallenge the S256 challenge
 * @param nonce carried into the ID token
 * @param audience the resource of the authorization request; null when only userinfo is reached
 * @param cutScopes requested scopes that were not granted, in the text they were asked in, for the token response
 * @param consumed whether it has been used
 */
public record AuthorizationCode(
        String id,
        StoredCredential credential,
        GrantId grant,
        ClientId client,
        String redirectUri,
        String codeChallenge,
        @Nullable String nonce,
        @Nullable URI audience,
        List<String> cutScopes,
        Instant issuedAt,
        Instant expiresAt,
        boolean consumed) {
    public AuthorizationCode {
        cutScopes = List.copyOf(cutScopes);
    }

    /** Starts a code that has not been used. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from the values of this code. */
    public Builder toBuilder() {
        return new Builder()
                .id(id)
                .credential(credential)
                .grant(grant)
                .client(client)
                .redirectUri(redirectUri)
                .codeChallenge(codeChallenge)
                .nonce(nonce)
                .audience(audience)
                .cutScopes(cutScopes)
                .issuedAt(issuedAt)
                .expiresAt(expiresAt)
                .consumed(consumed);
    }

    /** {@link #build} throws if a required value is missing. */
    public static final class Builder {
        private @Nullable String id;
        private @Nullable StoredCredential credential;
        private @Nullable GrantId grant;
        private @Nullable ClientId client;
        private @Nullable String redirectUri;
        private @Nullable String codeChallenge;
        private @Nullable String nonce;
        private @Nullable URI audience;
        private @Nullable List<String> cutScopes;
        private @Nullable Instant issuedAt;
        private @Nullable Instant expiresAt;
        private boolean consumed;

        private Builder() {}

        public Builder id(String value) {
            this.id = value;
            return this;
        }

        public Builder credential(StoredCredential value) {
            this.credential = value;
            return this;
        }

        public Builder grant(GrantId value) {
            this.grant = value;
            return this;
        }

        public Builder client(ClientId value) {
            this.client = value;
            return this;
        }

        public Builder redirectUri(String value) {
            this.redirectUri = value;
            return this;
        }

        public Builder codeChallenge(String value) {
            this.codeChallenge = value;
            return this;
        }

        public Builder nonce(@Nullable String value) {
            this.nonce = value;
            return this;
        }

        public Builder audience(@Nullable URI value) {
            this.audience = value;
            return this;
        }

        public Builder cutScopes(List<String> value) {
            this.cutScopes = value;
            return this;
        }

        public Builder issuedAt(Instant value) {
            this.issuedAt = value;
            return this;
        }

        public Builder expiresAt(Instant value) {
            this.expiresAt = value;
            return this;
        }

        public Builder consumed(boolean value) {
            this.consumed = value;
            return this;
        }

        public AuthorizationCode build() {
            return new AuthorizationCode(
                    Objects.requireNonNull(id, "id"),
                    Objects.requireNonNull(credential, "credential"),
                    Objects.requireNonNull(grant, "grant"),
                    Objects.requireNonNull(client, "client"),
                    Objects.requireNonNull(redirectUri, "redirectUri"),
                    Objects.requireNonNull(codeChallenge, "codeChallenge"),
                    nonce,
                    audience,
                    Objects.requireNonNull(cutScopes, "cutScopes"),
                    Objects.requireNonNull(issuedAt, "issuedAt"),
                    Objects.requireNonNull(expiresAt, "expiresAt"),
                    consumed);
        }
    }
}
