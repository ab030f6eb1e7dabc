package org.caregate.identity.invitation;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/**
 * A link as the database holds it.
 *
 * @param id finds it; half of what the link's holder has
 * @param hash keyed hash of the whole
 * @param person the id that the account has, or will have
 * @param username null in a set-up link until its holder chose one
 * @param madeAt when it was made
 * @param maker who made it
 * @param chosen what its holder chose so far; null before
 */
public record Invitation(
        String id,
        KeyedHash hash,
        Kind kind,
        PersonId person,
        @Nullable Username username,
        String displayName,
        @Nullable String fhirUser,
        Set<String> roles,
        Instant madeAt,
        Maker maker,
        Instant expiresAt,
        @Nullable Chosen chosen) {
    public Invitation {
        roles = Set.copyOf(roles);
    }

    /** Whether it gives access to one patient's whole record, or to what another person may do. */
    public boolean isSensitive() {
        return kind == Kind.RESET || (fhirUser != null && fhirUser.startsWith("Patient/"));
    }

    /** What a link is for. */
    public enum Kind {
        /** The first administrator; there is at most one that works. */
        SET_UP,
        /** A person whom an administrator named. */
        PERSON,
        /** A person who has an account and lost what they sign in with. */
        RESET
    }

    /** The first factor, and what the second is made of; both sealed to the person. */
    @SuppressWarnings("ArrayRecordComponent") // bytes of the database, never compared
    public record Chosen(byte[] sealedPassword, byte[] sealedSeed) {}

    /** Starts an invitation of which nothing has been chosen. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from the values of this invitation. */
    public Builder toBuilder() {
        return new Builder()
                .id(id)
                .hash(hash)
                .kind(kind)
                .person(person)
                .username(username)
                .displayName(displayName)
                .fhirUser(fhirUser)
                .roles(roles)
                .madeAt(madeAt)
                .maker(maker)
                .expiresAt(expiresAt)
                .chosen(chosen);
    }

    /** {@link #build} throws if a required value is missing. */
    public static final class Builder {
        private @Nullable String id;
        private @Nullable KeyedHash hash;
        private @Nullable Kind kind;
        private @Nullable PersonId person;
        private @Nullable Username username;
        private @Nullable String displayName;
        private @Nullable String fhirUser;
        private @Nullable Set<String> roles;
        private @Nullable Instant madeAt;
        private @Nullable Maker maker;
        private @Nullable Instant expiresAt;
        private @Nullable Chosen chosen;

        private Builder() {}

        public Builder id(String value) {
            this.id = value;
            return this;
        }

        public Builder hash(KeyedHash value) {
            this.hash = value;
            return this;
        }

        public Builder kind(Kind value) {
            this.kind = value;
            return this;
        }

        public Builder person(PersonId value) {
            this.person = value;
            return this;
        }

        public Builder username(@Nullable Username value) {
            this.username = value;
            return this;
        }

        public Builder displayName(String value) {
            this.displayName = value;
            return this;
        }

        public Builder fhirUser(@Nullable String value) {
            this.fhirUser = value;
            return this;
        }

        public Builder roles(Set<String> value) {
            this.roles = value;
            return this;
        }

        public Builder madeAt(Instant value) {
            this.madeAt = value;
            return this;
        }

        public Builder maker(Maker value) {
            this.maker = value;
            return this;
        }

        public Builder expiresAt(Instant value) {
            this.expiresAt = value;
            return this;
        }

        public Builder chosen(@Nullable Chosen value) {
            this.chosen = value;
            return this;
        }

        public Invitation build() {
            return new Invitation(
                    Objects.requireNonNull(id, "id"),
                    Objects.requireNonNull(hash, "hash"),
                    Objects.requireNonNull(kind, "kind"),
                    Objects.requireNonNull(person, "person"),
                    username,
                    Objects.requireNonNull(displayName, "displayName"),
                    fhirUser,
                    Objects.requireNonNull(roles, "roles"),
                    Objects.requireNonNull(madeAt, "madeAt"),
                    Objects.requireNonNull(maker, "maker"),
                    Objects.requireNonNull(expiresAt, "expiresAt"),
                    chosen);
        }
    }
}
