package org.caregate.authorization.accesstoken;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.Provider;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.caregate.crypto.provider.SignatureProvider;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.jspecify.annotations.Nullable;

/** Reads access tokens of our own: type, algorithm, key, signature, issuer (RFC 9068 §4). Revocation and audience are its callers'. */
public final class AccessTokenVerifier {
    private static final int LONGEST = 8 * 1024;

    private final SigningKeys keys;
    private final String issuer;
    private final Clock clock;
    private volatile @Nullable Prepared prepared; // the last one: almost all tokens are of one key

    private record Prepared(JWK key, JWSVerifier verifier) {}

    public AccessTokenVerifier(SigningKeys keys, String issuer, Clock clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** What the token says, if we signed it; it may have expired. */
    public Optional<IssuedAccessToken> read(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            boolean ours = AccessTokenIssuer.TYPE.equals(jwt.getHeader().getType())
                    && JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
                    && jwt.getHeader().getCriticalParams() == null;
            String kid = jwt.getHeader().getKeyID();
            Optional<JWK> key = ours && kid != null ? keys.verificationKey(kid, KeyUse.ACCESS_TOKEN) : Optional.empty();
            if (key.isEmpty() || !jwt.verify(verifier(key.get()))) {
                return Optional.empty();
            }
            return read(jwt.getJWTClaimsSet(), kid);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** By the fast provider where it loads (ADR 0009). */
    private JWSVerifier verifier(JWK key) throws JOSEException {
        Prepared known = prepared;
        if (known != null && known.key().equals(key)) {
            return known.verifier();
        }
        ECDSAVerifier verifier = new ECDSAVerifier(key.toECKey());
        Provider fast = SignatureProvider.fastOrNull();
        if (fast != null) {
            verifier.getJCAContext().setProvider(fast);
        }
        prepared = new Prepared(key, verifier);
        return verifier;
    }

    /** The same, only while it has not expired. */
    public Optional<IssuedAccessToken> readCurrent(String text) {
        return read(text).filter(token -> clock.instant().isBefore(token.expiresAt()));
    }

    private Optional<IssuedAccessToken> read(JWTClaimsSet claims, String kid) throws ParseException {
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        List<String> audience = claims.getAudience();
        String client = claims.getStringClaim("client_id");
        String scope = claims.getStringClaim("scope");
        String subject = claims.getSubject();
        String id = claims.getJWTID();
        if (!issuer.equals(claims.getIssuer())
                || issued == null
                || expires == null
                || audience.size() != 1
                || client == null
                || scope == null
                || subject == null
                || id == null) {
            return Optional.empty();
        }
        String grant = claims.getStringClaim("grant");
        return Optional.of(new IssuedAccessToken(
                id,
                kid,
                new ClientId(client),
                subject,
                grant == null ? null : new GrantId(grant),
                audience.getFirst(),
                scope,
                issued.toInstant(),
                expires.toInstant()));
    }

    /**
     * An access token of ours.
     *
     * @param grant null when the client acts for itself
     * @param scope as it is written in the token
     */
    public record IssuedAccessToken(
            String id,
            String kid,
            ClientId client,
            String subject,
            @Nullable GrantId grant,
            String audience,
            String scope,
            Instant issuedAt,
            Instant expiresAt) {}
}
