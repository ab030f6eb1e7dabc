package org.caregate.gateway.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.security.Provider;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.caregate.gateway.authentication.Verification.Rejected;
import org.caregate.gateway.authentication.Verification.Verified;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.TokenClaims;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.jspecify.annotations.Nullable;

/**
 * Verifies JWT access tokens (RFC 9068 §4): {@code typ} at+jwt, ES256 and nothing else, a known key, our issuer, our audience and
 * the required claims.
 */
final class AccessTokenVerifier {
    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");
    private static final JOSEObjectType ACCESS_TOKEN_LONG = new JOSEObjectType("application/at+jwt");
    /** The {@code b64token} of RFC 6750 §2.1. */
    private static final Pattern B64TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    /** How far the issuer's clock may be ahead of ours; no leeway after {@code exp}. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private final VerificationKeys keys;
    private final String issuer;
    private final String audience;
    private final Clock clock;
    private final @Nullable Provider provider;

    AccessTokenVerifier(
            VerificationKeys keys, URI issuer, URI audience, Clock clock, @Nullable Provider signatureProvider) {
        this.keys = keys;
        this.issuer = issuer.toString();
        this.audience = audience.toString();
        this.clock = clock;
        this.provider = signatureProvider;
    }

    /** Verifies everything that the token alone can tell. */
    Verification verify(String compact) {
        if (!B64TOKEN.matcher(compact).matches()) { // the JWT library overlooks characters that are none of base64url's
            return new Rejected(DenyReason.TOKEN_MALFORMED);
        }
        SignedJWT jwt;
        try {
            jwt = SignedJWT.parse(compact);
        } catch (ParseException e) {
            return new Rejected(DenyReason.TOKEN_MALFORMED); // covers alg none, encrypted and opaque tokens
        }
        JWSHeader header = jwt.getHeader();
        if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())) {
            return new Rejected(DenyReason.TOKEN_ALGORITHM);
        }
        if (!ACCESS_TOKEN.equals(header.getType()) && !ACCESS_TOKEN_LONG.equals(header.getType())) {
            return new Rejected(DenyReason.TOKEN_WRONG_TYPE);
        }
        String keyId = header.getKeyID();
        if (keyId == null) {
            return new Rejected(DenyReason.TOKEN_UNKNOWN_KEY);
        }
        Optional<JWK> key = keys.find(keyId);
        if (key.isEmpty() || !(key.get() instanceof ECKey ecKey)) {
            return new Rejected(DenyReason.TOKEN_UNKNOWN_KEY);
        }
        try {
            JWSVerifier verifier = new ECDSAVerifier(ecKey);
            if (provider != null) {
                verifier.getJCAContext().setProvider(provider);
            }
            if (!jwt.verify(verifier)) { // refuses critical headers it does not understand, too
                return new Rejected(DenyReason.TOKEN_SIGNATURE);
            }
            return claims(jwt.getJWTClaimsSet(), keyId);
        } catch (JOSEException | ParseException e) {
            return new Rejected(DenyReason.TOKEN_SIGNATURE);
        }
    }

    private Verification claims(JWTClaimsSet claims, String keyId) throws ParseException {
        if (!issuer.equals(claims.getIssuer())) {
            return new Rejected(DenyReason.TOKEN_WRONG_ISSUER);
        }
        if (!claims.getAudience().equals(List.of(audience))) { // one audience, ours, exactly
            return new Rejected(DenyReason.TOKEN_WRONG_AUDIENCE);
        }
        Instant now = clock.instant();
        Instant expiresAt = instant(claims.getExpirationTime());
        Instant issuedAt = instant(claims.getIssueTime());
        Instant notBefore = instant(claims.getNotBeforeTime());
        if (expiresAt == null || issuedAt == null) {
            return new Rejected(DenyReason.TOKEN_CLAIMS);
        }
        if (!now.isBefore(expiresAt)) {
            return new Rejected(DenyReason.TOKEN_EXPIRED);
        }
        Instant latest = now.plus(CLOCK_SKEW);
        if (issuedAt.isAfter(latest) || (notBefore != null && notBefore.isAfter(latest))) {
            return new Rejected(DenyReason.TOKEN_NOT_YET_VALID);
        }
        String subject = claims.getSubject();
        String client = claims.getStringClaim("client_id");
        String scope = claims.getStringClaim("scope");
        String tokenId = claims.getJWTID();
        String profile = claims.getStringClaim("profile");
        Long revocations = claims.getLongClaim("rv");
        String grant = claims.getStringClaim("grant");
        if (!present(subject) || !present(client) || scope == null || !present(tokenId) || !present(profile)) {
            return new Rejected(DenyReason.TOKEN_CLAIMS);
        }
        if (revocations == null || (grant != null && !present(grant))) {
            return new Rejected(DenyReason.TOKEN_CLAIMS);
        }
        if (!(ScopeParser.parse(scope) instanceof ScopeParse.Parsed parsed)) {
            return new Rejected(DenyReason.TOKEN_CLAIMS);
        }
        return new Verified(new TokenClaims(
                new ClientId(client),
                grant == null ? null : new PersonId(subject),
                grant == null ? null : new GrantId(grant),
                parsed.scopes(),
                tokenId,
                keyId,
                issuedAt,
                expiresAt,
                audience,
                revocations,
                profile));
    }

    private static boolean present(@Nullable String value) {
        return value != null && !value.isEmpty() && value.length() <= 200;
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
