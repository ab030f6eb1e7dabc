package org.caregate.authorization.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.Provider;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caregate.authorization.jwks.ClientKeys;
import org.caregate.authorization.jwks.ClientKeys.Lookup;
import org.caregate.crypto.provider.SignatureProvider;
import org.caregate.protocol.profile.SecurityProfile;
import org.caregate.protocol.profile.SecurityProfile.AssertionAudience;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication.KeysByUrl;

/**
 * A client's signed assertion (RFC 7523 §2.2, §3; SMART App Launch 2.2 "Client authentication: asymmetric").
 *
 * <p>Each rule answers with the reason it refuses for, and all of them are asked before anything is believed.
 */
final class ClientAssertion {
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static final int LONGEST = 16 * 1024;
    private static final int LONGEST_ID = 256;
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final Duration OLDEST = Duration.ofHours(1);
    private static final Set<JOSEObjectType> TYPES =
            Set.of(JOSEObjectType.JWT, new JOSEObjectType("client-authentication+jwt"));

    private final SignedJWT jwt;
    private final JWTClaimsSet claims;
    private final TokenTimes times;

    private ClientAssertion(SignedJWT jwt, JWTClaimsSet claims, TokenTimes times) {
        this.jwt = jwt;
        this.claims = claims;
        this.times = times;
    }

    /** Reads it without believing it. An unsigned or encrypted JWT is none. */
    static Optional<ClientAssertion> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            Map<String, Object> json = jwt.getPayload().toJSONObject();
            return json == null
                    ? Optional.empty()
                    : Optional.of(new ClientAssertion(jwt, JWTClaimsSet.parse(json), TokenTimes.of(json)));
        } catch (ParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Who it says it is; nothing is verified. */
    String unverifiedIssuer() {
        String issuer = claims.getIssuer();
        return issuer == null ? "" : issuer;
    }

    String id() {
        String id = claims.getJWTID();
        return id == null ? "" : id;
    }

    /** Until when its id must be remembered: no one accepts it later. */
    Instant rememberUntil() {
        return times.expires().orElseThrow().plus(SKEW);
    }

    /** Why it is refused, or empty when it proves the client. */
    Optional<String> fault(Client client, Set<String> audiences, ClientKeys keys, Instant now) {
        return headerFault(client)
                .or(() -> claimsFault(client, audiences))
                .or(() -> timeFault(client.profile(), now))
                .or(() -> signatureFault(client, keys));
    }

    private Optional<String> headerFault(Client client) {
        JWSHeader header = jwt.getHeader();
        if (!client.profile()
                .assertionAlgorithms()
                .contains(header.getAlgorithm().getName())) {
            return Optional.of("ASSERTION_ALGORITHM");
        }
        if (header.getType() != null && !TYPES.contains(header.getType())) {
            return Optional.of("ASSERTION_TYPE");
        }
        if (header.getCriticalParams() != null) {
            return Optional.of("ASSERTION_CRITICAL_HEADER");
        }
        if (header.getKeyID() == null || header.getKeyID().isEmpty()) {
            return Optional.of("ASSERTION_WITHOUT_KEY_ID");
        }
        boolean foreignKeys = header.getJWKURL() != null
                && !(client.authentication() instanceof KeysByUrl(var registered)
                        && registered.equals(header.getJWKURL()));
        return foreignKeys ? Optional.of("ASSERTION_FOREIGN_JKU") : Optional.empty();
    }

    private Optional<String> claimsFault(Client client, Set<String> audiences) {
        String id = client.id().value();
        if (!id.equals(claims.getIssuer()) || !id.equals(claims.getSubject())) {
            return Optional.of("ASSERTION_SUBJECT");
        }
        List<String> audience = claims.getAudience();
        if (audience.size() != 1 || !audiences.contains(audience.getFirst())) {
            return Optional.of("ASSERTION_AUDIENCE"); // one audience, or another server could play it back to us
        }
        return id().isEmpty() || id().length() > LONGEST_ID ? Optional.of("ASSERTION_ID") : Optional.empty();
    }

    private Optional<String> timeFault(SecurityProfile profile, Instant now) {
        if (!times.areReadable()) {
            return Optional.of("ASSERTION_TIME");
        }
        Optional<Instant> expires = times.expires();
        if (expires.isEmpty()) {
            return Optional.of("ASSERTION_WITHOUT_EXPIRY");
        }
        if (!now.isBefore(expires.get())) {
            return Optional.of("ASSERTION_EXPIRED");
        }
        if (expires.get().isAfter(now.plus(profile.assertionMaximumLifetime()).plus(SKEW))) {
            return Optional.of("ASSERTION_LIFETIME");
        }
        boolean oddIssue = times.issued()
                .filter(issued -> issued.isAfter(now.plus(SKEW)) || issued.isBefore(now.minus(OLDEST)))
                .isPresent();
        boolean notYet =
                times.notBefore().filter(from -> from.isAfter(now.plus(SKEW))).isPresent();
        return oddIssue || notYet ? Optional.of("ASSERTION_NOT_CURRENT") : Optional.empty();
    }

    private Optional<String> signatureFault(Client client, ClientKeys keys) {
        JWSHeader header = jwt.getHeader();
        return switch (keys.find(
                client.authentication(),
                header.getKeyID(),
                header.getAlgorithm().getName())) {
            case Lookup.NoSuchKey none -> Optional.of("ASSERTION_UNKNOWN_KEY");
            case Lookup.Unfit unfit -> Optional.of("ASSERTION_UNFIT_KEY");
            case Lookup.Unavailable(String reason) -> Optional.of(reason);
            case Lookup.Found(JWK key) -> verify(key) ? Optional.empty() : Optional.of("ASSERTION_SIGNATURE");
        };
    }

    /** The key was chosen to fit the algorithm; it still decides which verifier there is, never the header alone. */
    private boolean verify(JWK key) {
        try {
            JWSVerifier verifier = switch (key) {
                case RSAKey rsa -> new RSASSAVerifier(rsa);
                case ECKey ec -> new ECDSAVerifier(ec);
                default -> throw new IllegalStateException("a key that fits no algorithm");
            };
            Provider fast = SignatureProvider.fastOrNull();
            if (fast != null) {
                verifier.getJCAContext().setProvider(fast); // the JDK's P-384 is most of a token's cost (ADR 0009)
            }
            return jwt.verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }

    /** What {@code aud} may be, by profile: the token endpoint or the issuer. */
    static Set<String> audiences(AssertionAudience rule, String issuer, String tokenEndpoint) {
        return switch (rule) {
            case TOKEN_ENDPOINT -> Set.of(tokenEndpoint, issuer);
            case ISSUER_ONLY -> Set.of(issuer);
        };
    }
}
