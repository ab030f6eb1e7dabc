package org.caregate.protocol.profile;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One dated, immutable set of protocol choices for a client (ADR 0002): data that flows read, never an {@code if} on a name.
 *
 * @param name the dated name written into every decision and audit entry
 * @param grantTypes the {@code grant_type} values the client may use
 * @param clientAuthenticationMethods the {@code token_endpoint_auth_method} values allowed; {@code none} for public clients
 * @param assertionAlgorithms JWS algorithms accepted in {@code private_key_jwt}
 * @param assertionMaximumLifetime the longest {@code exp} - now accepted in an assertion
 * @param assertionAudience which {@code aud} a client assertion must carry
 * @param idTokenAlgorithm the JWS algorithm of ID tokens
 * @param accessTokenLifetimeLimit an upper bound on access token lifetime
 * @param refreshTokens whether {@code offline_access} may yield a refresh token
 * @param refreshLifetimeLimit an upper bound on a refresh token's life without use
 * @param loopbackOnly whether redirect URIs are loopback addresses without port, and nothing else (RFC 8252 §7.3)
 * @param administers whether {@code admin/} scopes may be registered
 */
public record SecurityProfile(
        String name,
        Set<String> grantTypes,
        Set<String> clientAuthenticationMethods,
        Set<String> assertionAlgorithms,
        Duration assertionMaximumLifetime,
        AssertionAudience assertionAudience,
        String idTokenAlgorithm,
        Duration accessTokenLifetimeLimit,
        boolean refreshTokens,
        Duration refreshLifetimeLimit,
        boolean loopbackOnly,
        boolean administers) {

    public SecurityProfile {
        grantTypes = Set.copyOf(grantTypes);
        clientAuthenticationMethods = Set.copyOf(clientAuthenticationMethods);
        assertionAlgorithms = Set.copyOf(assertionAlgorithms);
    }

    /** What the {@code aud} of a client assertion must name. */
    public enum AssertionAudience {
        /** The token endpoint's URL (SMART App Launch 2.2, UDAP); the issuer is accepted too (RFC 7523 §3). */
        TOKEN_ENDPOINT,
        /** The issuer alone (FAPI 2.0). */
        ISSUER_ONLY
    }

    /** Starts a profile without refresh tokens or administration. */
    public static Builder builder() {
        return new Builder();
    }

    /** {@link #build} throws if a required value is missing. */
    public static final class Builder {
        private @Nullable String name;
        private @Nullable Set<String> grantTypes;
        private @Nullable Set<String> clientAuthenticationMethods;
        private @Nullable Set<String> assertionAlgorithms;
        private @Nullable Duration assertionMaximumLifetime;
        private @Nullable AssertionAudience assertionAudience;
        private @Nullable String idTokenAlgorithm;
        private @Nullable Duration accessTokenLifetimeLimit;
        private boolean refreshTokens;
        private @Nullable Duration refreshLifetimeLimit;
        private boolean loopbackOnly;
        private boolean administers;

        private Builder() {}

        public Builder name(String value) {
            this.name = value;
            return this;
        }

        public Builder grantTypes(Set<String> value) {
            this.grantTypes = value;
            return this;
        }

        public Builder clientAuthenticationMethods(Set<String> value) {
            this.clientAuthenticationMethods = value;
            return this;
        }

        public Builder assertionAlgorithms(Set<String> value) {
            this.assertionAlgorithms = value;
            return this;
        }

        public Builder assertionMaximumLifetime(Duration value) {
            this.assertionMaximumLifetime = value;
            return this;
        }

        public Builder assertionAudience(AssertionAudience value) {
            this.assertionAudience = value;
            return this;
        }

        public Builder idTokenAlgorithm(String value) {
            this.idTokenAlgorithm = value;
            return this;
        }

        public Builder accessTokenLifetimeLimit(Duration value) {
            this.accessTokenLifetimeLimit = value;
            return this;
        }

        public Builder refreshTokens(boolean value) {
            this.refreshTokens = value;
            return this;
        }

        public Builder refreshLifetimeLimit(Duration value) {
            this.refreshLifetimeLimit = value;
            return this;
        }

        public Builder loopbackOnly(boolean value) {
            this.loopbackOnly = value;
            return this;
        }

        public Builder administers(boolean value) {
            this.administers = value;
            return this;
        }

        public SecurityProfile build() {
            return new SecurityProfile(
                    Objects.requireNonNull(name, "name"),
                    Objects.requireNonNull(grantTypes, "grantTypes"),
                    Objects.requireNonNull(clientAuthenticationMethods, "clientAuthenticationMethods"),
                    Objects.requireNonNull(assertionAlgorithms, "assertionAlgorithms"),
                    Objects.requireNonNull(assertionMaximumLifetime, "assertionMaximumLifetime"),
                    Objects.requireNonNull(assertionAudience, "assertionAudience"),
                    Objects.requireNonNull(idTokenAlgorithm, "idTokenAlgorithm"),
                    Objects.requireNonNull(accessTokenLifetimeLimit, "accessTokenLifetimeLimit"),
                    refreshTokens,
                    Objects.requireNonNull(refreshLifetimeLimit, "refreshLifetimeLimit"),
                    loopbackOnly,
                    administers);
        }
    }
}
