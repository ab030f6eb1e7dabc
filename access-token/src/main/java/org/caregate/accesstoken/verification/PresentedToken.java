package org.caregate.accesstoken.verification;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A token taken apart, of which nothing is believed yet. */
final class PresentedToken {
    static final int MAX_LENGTH = 8 * 1024;

    private final SignedJWT jwt;
    private final Instant now;
    private final @Nullable ECKey key;
    private @Nullable JWTClaimsSet claims;

    private PresentedToken(SignedJWT jwt, Instant now, @Nullable ECKey key) {
        this.jwt = jwt;
        this.now = now;
        this.key = key;
    }

    /** Takes the text apart; empty for what is no signed JWT, such as {@code alg} none, encrypted and opaque tokens. */
    static Optional<PresentedToken> parse(String text, VerificationKeys keys, Instant now) {
        if (text.length() > MAX_LENGTH || !BearerCredential.isB64Token(text)) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            String keyId = jwt.getHeader().getKeyID();
            ECKey key = keyId != null && keys.find(keyId).orElse(null) instanceof ECKey found ? found : null;
            return Optional.of(new PresentedToken(jwt, now, key));
        } catch (ParseException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    JWSHeader header() {
        return jwt.getHeader();
    }

    SignedJWT jwt() {
        return jwt;
    }

    Instant now() {
        return now;
    }

    /** The published key that the token names; null when there is none. */
    @Nullable
    ECKey key() {
        return key;
    }

    /** The claims; empty when the payload is no JSON object, or a registered claim has a wrong type (RFC 7519 §7.2). */
    Optional<JWTClaimsSet> claims() {
        if (claims == null) {
            try {
                claims = jwt.getJWTClaimsSet();
            } catch (ParseException | IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(claims);
    }
}
