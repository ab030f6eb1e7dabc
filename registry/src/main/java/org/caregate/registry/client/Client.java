package org.caregate.registry.client;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.profile.SecurityProfile;
import org.caregate.protocol.scope.Scopes;
import org.jspecify.annotations.Nullable;

/**
 * A registered client.
 *
 * @param name what pages show ({@code client_name})
 * @param profile the rules it is held to; part of every decision and audit entry about it
 * @param authentication the one way it authenticates
 * @param grantTypes a subset of the profile's
 * @param redirectUris where it may be answered, as {@link #redirectsTo} compares
 * @param origins browser origins that may call the token endpoint across sites
 * @param scopes the most it may ever be granted
 * @param audiences the resources it may ask tokens for
 * @param introspects the audiences for which it is a resource server and may introspect (RFC 7662 §4)
 * @param enabled false refuses everything at once
 */
public record Client(
        ClientId id,
        String name,
        SecurityProfile profile,
        ClientAuthentication authentication,
        Set<String> grantTypes,
        List<String> redirectUris,
        Set<String> origins,
        Scopes scopes,
        Set<URI> audiences,
        Set<URI> introspects,
        boolean enabled,
        Instant createdAt) {
    public Client {
        grantTypes = Set.copyOf(grantTypes);
        redirectUris = List.copyOf(redirectUris);
        origins = Set.copyOf(origins);
        audiences = Set.copyOf(audiences);
        introspects = Set.copyOf(introspects);
    }

    /** Whether it may be answered there: the very text, but for the port of a native app on its own machine (RFC 9700 §4.1.3). */
    public boolean redirectsTo(String asked) {
        return redirectUris.stream().anyMatch(registered -> RedirectUris.same(registered, asked, isPublic()));
    }

    /** The same client, switched on or off. */
    public Client withEnabled(boolean value) {
        return toBuilder().enabled(value).build();
    }

    /** The same client with another credential. */
    public Client withAuthentication(ClientAuthentication other) {
        return toBuilder().authentication(other).build();
    }

    /** Whether it has nothing to authenticate with (RFC 6749 §2.1). */
    public boolean isPublic() {
        return authentication instanceof ClientAuthentication.None;
    }

    /** Starts a client that is disabled. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from the values of this client. */
    public Builder toBuilder() {
        return new Builder()
                .id(id)
                .name(name)
                .profile(profile)
                .authentication(authentication)
                .grantTypes(grantTypes)
                .redirectUris(redirectUris)
                .origins(origins)
                .scopes(scopes)
                .audiences(audiences)
                .introspects(introspects)
                .enabled(enabled)
                .createdAt(createdAt);
    }

    /** {@link #build} throws if a required value is missing. */
    public static final class Builder {
        private @Nullable ClientId id;
        private @Nullable String name;
        private @Nullable SecurityProfile profile;
        private @Nullable ClientAuthentication authentication;
        private @Nullable Set<String> grantTypes;
        private @Nullable List<String> redirectUris;
        private @Nullable Set<String> origins;
        private @Nullable Scopes scopes;
        private @Nullable Set<URI> audiences;
        private @Nullable Set<URI> introspects;
        private boolean enabled;
        private @Nullable Instant createdAt;

        private Builder() {}

        public Builder id(ClientId value) {
            this.id = value;
            return this;
        }

        public Builder name(String value) {
            this.name = value;
            return this;
        }

        public Builder profile(SecurityProfile value) {
            this.profile = value;
            return this;
        }

        public Builder authentication(ClientAuthentication value) {
            this.authentication = value;
            return this;
        }

        public Builder grantTypes(Set<String> value) {
            this.grantTypes = value;
            return this;
        }

        public Builder redirectUris(List<String> value) {
            this.redirectUris = value;
            return this;
        }

        public Builder origins(Set<String> value) {
            this.origins = value;
            return this;
        }

        public Builder scopes(Scopes value) {
            this.scopes = value;
            return this;
        }

        public Builder audiences(Set<URI> value) {
            this.audiences = value;
            return this;
        }

        public Builder introspects(Set<URI> value) {
            this.introspects = value;
            return this;
        }

        public Builder enabled(boolean value) {
            this.enabled = value;
            return this;
        }

        public Builder createdAt(Instant value) {
            this.createdAt = value;
            return this;
        }

        public Client build() {
            return new Client(
                    Objects.requireNonNull(id, "id"),
                    Objects.requireNonNull(name, "name"),
                    Objects.requireNonNull(profile, "profile"),
                    Objects.requireNonNull(authentication, "authentication"),
                    Objects.requireNonNull(grantTypes, "grantTypes"),
                    Objects.requireNonNull(redirectUris, "redirectUris"),
                    Objects.requireNonNull(origins, "origins"),
                    Objects.requireNonNull(scopes, "scopes"),
                    Objects.requireNonNull(audiences, "audiences"),
                    Objects.requireNonNull(introspects, "introspects"),
                    enabled,
                    Objects.requireNonNull(createdAt, "createdAt"));
        }
    }
}
