package org.caregate.registry.client;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.json.StrictJson;
import org.caregate.protocol.profile.SecurityProfile;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.resource.ResourceServers;
import org.jspecify.annotations.Nullable;

/**
 * A client as its operator describes it: the metadata of RFC 7591 §2, with three of our own, {@code caregate_profile},
 * {@code caregate_audiences} (what it may ask tokens for; by default every resource whose scopes it has) and {@code caregate_introspects} (what it serves itself).
 *
 * @param clientId as asked for; null when one is to be generated
 * @param jwks a JWK Set document with public keys, or null
 */
public record ClientMetadata(
        @Nullable ClientId clientId,
        String clientName,
        SecurityProfile profile,
        String authenticationMethod,
        @Nullable String jwks,
        @Nullable URI jwksUri,
        Set<String> grantTypes,
        List<String> redirectUris,
        Scopes scopes,
        Set<URI> resources,
        Set<URI> introspects) {
    public ClientMetadata {
        grantTypes = Set.copyOf(grantTypes);
        redirectUris = List.copyOf(redirectUris);
        resources = Set.copyOf(resources);
        introspects = Set.copyOf(introspects);
    }

    /** Metadata, or every problem found in it. */
    public sealed interface Result {
        /** Usable. */
        record Valid(ClientMetadata metadata) implements Result {}

        /** Not usable; each problem in words for the author of the file. */
        record Invalid(List<String> problems) implements Result {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * Reads a JSON document.
     *
     * @param resources this deployment's resource servers
     */
    public static Result parse(String json, ResourceServers resources) {
        return StrictJson.object(json)
                .map(object -> parse(object, resources))
                .orElseGet(() -> new Result.Invalid(List.of("not one JSON object without repeated names")));
    }

    /** Reads a JSON object that was read strictly. */
    public static Result parse(Map<String, Object> json, ResourceServers resources) {
        return new ClientMetadataReader(json, resources).read();
    }

    /** Whether a secret has to be generated for it. */
    public boolean needsSecret() {
        return authenticationMethod.equals("client_secret_basic");
    }

    /**
     * The client.
     *
     * @param secret the hash of its generated secret; null unless {@link #needsSecret}
     */
    public Client toClient(ClientId id, @Nullable StoredCredential secret, Instant now) {
        ClientAuthentication authentication = switch (authenticationMethod) {
            case "none" -> new ClientAuthentication.None();
            case "client_secret_basic" -> new ClientAuthentication.SecretBasic(Objects.requireNonNull(secret));
            default ->
                jwks != null
                        ? new ClientAuthentication.KeysByValue(jwks)
                        : new ClientAuthentication.KeysByUrl(Objects.requireNonNull(jwksUri));
        };
        // only an app that runs in the browser calls from an origin, and it can keep no credential
        Set<String> origins = authenticationMethod.equals("none")
                ? redirectUris.stream()
                        .flatMap(uri -> RedirectUris.origin(uri).stream())
                        .collect(Collectors.toSet())
                : Set.of();
        return Client.builder()
                .id(id)
                .name(clientName)
                .profile(profile)
                .authentication(authentication)
                .grantTypes(grantTypes)
                .redirectUris(redirectUris)
                .origins(origins)
                .scopes(scopes)
                .audiences(resources)
                .introspects(introspects)
                .enabled(true)
                .createdAt(now)
                .build();
    }

    /** Starts metadata without identifier and keys. */
    public static Builder builder() {
        return new Builder();
    }

    /** {@link #build} throws if a required value is missing. */
    public static final class Builder {
        private @Nullable ClientId clientId;
        private @Nullable String clientName;
        private @Nullable SecurityProfile profile;
        private @Nullable String authenticationMethod;
        private @Nullable String jwks;
        private @Nullable URI jwksUri;
        private @Nullable Set<String> grantTypes;
        private @Nullable List<String> redirectUris;
        private @Nullable Scopes scopes;
        private @Nullable Set<URI> resources;
        private @Nullable Set<URI> introspects;

        private Builder() {}

        public Builder clientId(@Nullable ClientId value) {
            this.clientId = value;
            return this;
        }

        public Builder clientName(String value) {
            this.clientName = value;
            return this;
        }

        public Builder profile(SecurityProfile value) {
            this.profile = value;
            return this;
        }

        public Builder authenticationMethod(String value) {
            this.authenticationMethod = value;
            return this;
        }

        public Builder jwks(@Nullable String value) {
            this.jwks = value;
            return this;
        }

        public Builder jwksUri(@Nullable URI value) {
            this.jwksUri = value;
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

        public Builder scopes(Scopes value) {
            this.scopes = value;
            return this;
        }

        public Builder resources(Set<URI> value) {
            this.resources = value;
            return this;
        }

        public Builder introspects(Set<URI> value) {
            this.introspects = value;
            return this;
        }

        public ClientMetadata build() {
            return new ClientMetadata(
                    clientId,
                    Objects.requireNonNull(clientName, "clientName"),
                    Objects.requireNonNull(profile, "profile"),
                    Objects.requireNonNull(authenticationMethod, "authenticationMethod"),
                    jwks,
                    jwksUri,
                    Objects.requireNonNull(grantTypes, "grantTypes"),
                    Objects.requireNonNull(redirectUris, "redirectUris"),
                    Objects.requireNonNull(scopes, "scopes"),
                    Objects.requireNonNull(resources, "resources"),
                    Objects.requireNonNull(introspects, "introspects"));
        }
    }
}
