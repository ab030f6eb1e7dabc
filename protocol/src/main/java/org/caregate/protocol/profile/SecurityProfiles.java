package org.caregate.protocol.profile;

import static org.caregate.protocol.profile.SecurityProfile.AssertionAudience.ISSUER_ONLY;
import static org.caregate.protocol.profile.SecurityProfile.AssertionAudience.TOKEN_ENDPOINT;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The profiles there are. A stricter set is a new, dated constant and so a visible difference. */
public final class SecurityProfiles {
    /** The operator's setting alone bounds it. */
    private static final Duration UNBOUNDED = Duration.ofDays(3650);

    /** SMART App Launch 2.2 for apps that people use: public, confidential symmetric and confidential asymmetric. */
    public static final SecurityProfile SMART_APP_2026 = SecurityProfile.builder()
            .name("SmartApp2026")
            .grantTypes(Set.of("authorization_code", "refresh_token"))
            .clientAuthenticationMethods(Set.of("none", "client_secret_basic", "private_key_jwt"))
            .assertionAlgorithms(Set.of("RS384", "ES384"))
            .assertionMaximumLifetime(Duration.ofMinutes(5))
            .assertionAudience(TOKEN_ENDPOINT)
            .idTokenAlgorithm("RS256")
            .accessTokenLifetimeLimit(Duration.ofHours(1))
            .refreshTokens(true)
            .refreshLifetimeLimit(UNBOUNDED)
            .build();

    /** SMART Backend Services 2.2: {@code client_credentials} with a signed assertion, no refresh token, 300 s. */
    public static final SecurityProfile SMART_BACKEND_2026 = SecurityProfile.builder()
            .name("SmartBackend2026")
            .grantTypes(Set.of("client_credentials"))
            .clientAuthenticationMethods(Set.of("private_key_jwt"))
            .assertionAlgorithms(Set.of("RS384", "ES384"))
            .assertionMaximumLifetime(Duration.ofMinutes(5))
            .assertionAudience(TOKEN_ENDPOINT)
            .idTokenAlgorithm("RS256")
            .accessTokenLifetimeLimit(Duration.ofMinutes(5))
            .refreshLifetimeLimit(Duration.ZERO)
            .build();

    /**
     * Machines other than SMART's: a generated secret or a signed assertion that names the issuer (draft-ietf-oauth-rfc7523bis, so
     * that no other server can play it back), for themselves or, with PKCE, for a person. They may administer.
     */
    public static final SecurityProfile SERVICE_2026 = SecurityProfile.builder()
            .name("Service2026")
            .grantTypes(Set.of("client_credentials", "authorization_code", "refresh_token"))
            .clientAuthenticationMethods(Set.of("client_secret_basic", "private_key_jwt"))
            .assertionAlgorithms(Set.of("RS384", "ES384"))
            .assertionMaximumLifetime(Duration.ofMinutes(5))
            .assertionAudience(ISSUER_ONLY)
            .idTokenAlgorithm("RS256")
            .accessTokenLifetimeLimit(Duration.ofMinutes(5))
            .refreshTokens(true)
            .refreshLifetimeLimit(Duration.ofDays(1))
            .administers(true)
            .build();

    /** The public native client that {@code caregate login} is (RFC 8252): code and PKCE, loopback redirect, nothing long-lived. */
    public static final SecurityProfile COMMAND_LINE_2026 = SecurityProfile.builder()
            .name("CommandLine2026")
            .grantTypes(Set.of("authorization_code", "refresh_token"))
            .clientAuthenticationMethods(Set.of("none"))
            .assertionAlgorithms(Set.of())
            .assertionMaximumLifetime(Duration.ZERO)
            .assertionAudience(ISSUER_ONLY)
            .idTokenAlgorithm("RS256")
            .accessTokenLifetimeLimit(Duration.ofMinutes(5))
            .refreshTokens(true)
            .refreshLifetimeLimit(Duration.ofHours(8))
            .loopbackOnly(true)
            .administers(true)
            .build();

    private static final Map<String, SecurityProfile> BY_NAME = Stream.of(
                    SMART_APP_2026, SMART_BACKEND_2026, SERVICE_2026, COMMAND_LINE_2026)
            .collect(Collectors.toUnmodifiableMap(SecurityProfile::name, Function.identity()));

    private SecurityProfiles() {}

    /** The profile of that exact name. */
    public static Optional<SecurityProfile> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
