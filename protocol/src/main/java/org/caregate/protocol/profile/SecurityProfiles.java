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
    public static final SecurityProfile SMART_APP_2026 = new SecurityProfile(
            "SmartApp2026",
            Set.of("authorization_code", "refresh_token"),
            Set.of("none", "client_secret_basic", "private_key_jwt"),
            Set.of("RS384", "ES384"),
            Duration.ofMinutes(5),
            TOKEN_ENDPOINT,
            "RS256",
            Duration.ofHours(1),
            true,
            UNBOUNDED,
            false,
            false);

    /** SMART Backend Services 2.2: {@code client_credentials} with a signed assertion, no refresh token, 300 s. */
    public static final SecurityProfile SMART_BACKEND_2026 = new SecurityProfile(
            "SmartBackend2026",
            Set.of("client_credentials"),
            Set.of("private_key_jwt"),
            Set.of("RS384", "ES384"),
            Duration.ofMinutes(5),
            TOKEN_ENDPOINT,
            "RS256",
            Duration.ofMinutes(5),
            false,
            Duration.ZERO,
            false,
            false);

    /**
     * Machines other than SMART's: a generated secret or a signed assertion that names the issuer (draft-ietf-oauth-rfc7523bis, so
     * that no other server can play it back), for themselves or, with PKCE, for a person. They may administer.
     */
    public static final SecurityProfile SERVICE_2026 = new SecurityProfile(
            "Service2026",
            Set.of("client_credentials", "authorization_code", "refresh_token"),
            Set.of("client_secret_basic", "private_key_jwt"),
            Set.of("RS384", "ES384"),
            Duration.ofMinutes(5),
            ISSUER_ONLY,
            "RS256",
            Duration.ofMinutes(5),
            true,
            Duration.ofDays(1),
            false,
            true);

    /** The public native client that {@code caregate login} is (RFC 8252): code and PKCE, loopback redirect, nothing long-lived. */
    public static final SecurityProfile COMMAND_LINE_2026 = new SecurityProfile(
            "CommandLine2026",
            Set.of("authorization_code", "refresh_token"),
            Set.of("none"),
            Set.of(),
            Duration.ZERO,
            ISSUER_ONLY,
            "RS256",
            Duration.ofMinutes(5),
            true,
            Duration.ofHours(8),
            true,
            true);

    private static final Map<String, SecurityProfile> BY_NAME = Stream.of(
                    SMART_APP_2026, SMART_BACKEND_2026, SERVICE_2026, COMMAND_LINE_2026)
            .collect(Collectors.toUnmodifiableMap(SecurityProfile::name, Function.identity()));

    private SecurityProfiles() {}

    /** The profile of that exact name. */
    public static Optional<SecurityProfile> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
