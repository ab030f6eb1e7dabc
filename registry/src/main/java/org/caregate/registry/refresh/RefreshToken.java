package org.caregate.registry.refresh;

import java.time.Instant;
import java.util.Objects;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.registry.credential.StoredCredential;
import org.jspecify.annotations.Nullable;

/**
 * One refresh token of a family: the first is random, every successor is derived from the token before it (decision 5).
 *
 * @param id the public part of {@code prefix_id.secret}, the key of the row
 * @param credential the keyed hash of the whole token
 * @param family shared by a token and all its successors; revoked as one
 * @param generation 0 for the first, one more for each successor
 * @param issuedAt when this generation was made
 * @param expiresAt slides with every use
 * @param usedAt when it was rotated, by the database's clock; null while it is the newest
 * @param successor the id of the token that replaced it
 * @param repeated whether the one repeat was answered
 * @param revoked whether the family was ended
 */
public record RefreshToken(
        String id,
        StoredCredential credential,
        String family,
        int generation,
        GrantId grant,
        ClientId client,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant usedAt,
        @Nullable String successor,
        boolean repeated,
        boolean revoked) {
    /** Starts a token that has not been used, repeated or revoked. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from the values of this token. */
    public Builder toBuilder() {
        return new Builder()
                .id(id)
                .credential(credential)
                .family(family)
                .generation(generation)
                .grant(grant)
                .client(client)
                .issuedAt(issuedAt)
                .expiresAt(expiresAt)
                .usedAt(usedAt)
                .successor(successor)
                .repeated(repeated)
                .revoked(revoked);
    }

    /** {@link #build} throws if a required value is missing. */
    public static final class Builder {
        private @Nullable String id;
        private @Nullable StoredCredential credential;
        private @Nullable String family;
        private int generation;
        private @Nullable GrantId grant;
        private @Nullable ClientId client;
        private @Nullable Instant issuedAt;
        private @Nullable Instant expiresAt;
        private @Nullable Instant usedAt;
        private @Nullable String successor;
        private boolean repeated;
        private boolean revoked;

        private Builder() {}

        public Builder id(String value) {
            this.id = value;
            return this;
        }

        public Builder credential(StoredCredential value) {
            this.credential = value;
            return this;
        }

        public Builder family(String value) {
            this.family = value;
            return this;
        }

        public Builder generation(int value) {
            this.generation = value;
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

        public Builder issuedAt(Instant value) {
            this.issuedAt = value;
            return this;
        }

        public Builder expiresAt(Instant value) {
            this.expiresAt = value;
            return this;
        }

        public Builder usedAt(@Nullable Instant value) {
            this.usedAt = value;
            return this;
        }

        public Builder successor(@Nullable String value) {
            this.successor = value;
            return this;
        }

        public Builder repeated(boolean value) {
            this.repeated = value;
            return this;
        }

        public Builder revoked(boolean value) {
            this.revoked = value;
            return this;
        }

        public RefreshToken build() {
            return new RefreshToken(
                    Objects.requireNonNull(id, "id"),
                    Objects.requireNonNull(credential, "credential"),
                    Objects.requireNonNull(family, "family"),
                    generation,
                    Objects.requireNonNull(grant, "grant"),
                    Objects.requireNonNull(client, "client"),
                    Objects.requireNonNull(issuedAt, "issuedAt"),
                    Objects.requireNonNull(expiresAt, "expiresAt"),
                    usedAt,
                    successor,
                    repeated,
                    revoked);
        }
    }
}
