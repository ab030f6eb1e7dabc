package org.caregate.authorization.idtoken;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;

/** Reads ID tokens of our own that apps bring back as {@code id_token_hint} (OpenID Connect Core §3.1.2.1). */
public final class IdTokenVerifier {
    private static final int LONGEST = 8 * 1024;

    private final SigningKeys keys;
    private final String issuer;

    public IdTokenVerifier(SigningKeys keys, String issuer) {
        this.keys = keys;
        this.issuer = issuer;
    }

    /** Whom the token is about, if we signed it for that client with a key that is still published; it may have expired. */
    public Optional<PersonId> person(String text, ClientId client) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            boolean ours = JOSEObjectType.JWT.equals(jwt.getHeader().getType())
                    && KeyUse.ID_TOKEN.algorithm().equals(jwt.getHeader().getAlgorithm())
                    && jwt.getHeader().getCriticalParams() == null;
            String kid = jwt.getHeader().getKeyID();
            Optional<JWK> key = ours && kid != null ? keys.verificationKey(kid, KeyUse.ID_TOKEN) : Optional.empty();
            if (key.isEmpty() || !jwt.verify(new RSASSAVerifier(key.get().toRSAKey()))) {
                return Optional.empty();
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            boolean theirs =
                    issuer.equals(claims.getIssuer()) && claims.getAudience().equals(List.of(client.value()));
            return theirs ? Optional.ofNullable(claims.getSubject()).map(PersonId::new) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
