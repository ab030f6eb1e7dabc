package org.caregate.registry.grant;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.launch.LaunchContext;
import org.caregate.protocol.scope.Scopes;
import org.jspecify.annotations.Nullable;

/**
 * What one client was allowed by one person's consent. {@code client_credentials} makes no grant.
 *
 * @param audience the one resource the access tokens are for; null means userinfo only
 * @param scopes what was granted: requested, cut by client, role and consent
 * @param launch the context the gateway enforces; never in the access token
 * @param fhirUser the person's own FHIR resource, relative, when {@code fhirUser} was granted
 * @param authTime when the person signed in
 * @param acr the assurance reached
 * @param amr the methods used (RFC 8176)
 * @param expiresAt the end of the grant unless a refresh slides it
 * @param version changes with every change of the row, so that a cache can drop it
 */
public record Grant(
        GrantId id,
        ClientId client,
        PersonId person,
        @Nullable URI audience,
        Scopes scopes,
        LaunchContext launch,
        @Nullable String fhirUser,
        Instant authTime,
        String acr,
        Set<String> amr,
        Instant createdAt,
        Instant expiresAt,
        boolean revoked,
        long version) {
    public Grant {
        amr = Set.copyOf(amr);
    }

    /** Starts a grant that is not revoked. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from the values of this grant. */
    public Builder toBuilder() {
        return new Builder()
                .id(id)
                .client(client)
                .person(person)
                .audience(audience)
                .scopes(scopes)
                .launch(launch)
                .fhirUser(fhirUser)
                .authTime(authTime)
                .acr(acr)
                .amr(amr)
                .createdAt(createdAt)
                .expiresAt(expiresAt)
                .revoked(revoked)
                .version(version);
    }

    /** {@link #build} throws if a required value is missing. */
    public static final class Builder {
        private @Nullable GrantId id;
        private @Nullable ClientId client;
        private @Nullable PersonId person;
        private @Nullable URI audience;
        private @Nullable Scopes scopes;
        private @Nullable LaunchContext launch;
        private @Nullable String fhirUser;
        private @Nullable Instant authTime;
        private @Nullable String acr;
        private @Nullable Set<String> amr;
        private @Nullable Instant createdAt;
        private @Nullable Instant expiresAt;
        private boolean revoked;
        private long version;

        private Builder() {}

        public Builder id(GrantId value) {
            this.id = value;
            return this;
        }

        public Builder client(ClientId value) {
            this.client = value;
            return this;
        }

        public Builder person(PersonId value) {
            this.person = value;
            return this;
        }

        public Builder audience(@Nullable URI value) {
            this.audience = value;
            return this;
        }

        public Builder scopes(Scopes value) {
            this.scopes = value;
            return this;
        }

        public Builder launch(LaunchContext value) {
            this.launch = value;
            return this;
        }

        public Builder fhirUser(@Nullable String value) {
            this.fhirUser = value;
            return this;
        }

        public Builder authTime(Instant value) {
            this.authTime = value;
            return this;
        }

        public Builder acr(String value) {
            this.acr = value;
            return this;
        }

        public Builder amr(Set<String> value) {
            this.amr = value;
            return this;
        }

        public Builder createdAt(Instant value) {
            this.createdAt = value;
            return this;
        }

        public Builder expiresAt(Instant value) {
            this.expiresAt = value;
            return this;
        }

        public Builder revoked(boolean value) {
            this.revoked = value;
            return this;
        }

        public Builder version(long value) {
            this.version = value;
            return this;
        }

        public Grant build() {
            return new Grant(
                    Objects.requireNonNull(id, "id"),
                    Objects.requireNonNull(client, "client"),
                    Objects.requireNonNull(person, "person"),
                    audience,
                    Objects.requireNonNull(scopes, "scopes"),
                    Objects.requireNonNull(launch, "launch"),
                    fhirUser,
                    Objects.requireNonNull(authTime, "authTime"),
                    Objects.requireNonNull(acr, "acr"),
                    Objects.requireNonNull(amr, "amr"),
                    Objects.requireNonNull(createdAt, "createdAt"),
                    Objects.requireNonNull(expiresAt, "expiresAt"),
                    revoked,
                    version);
        }
    }
}
