package org.caregate.commandline.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** How a client without a person proves itself: {@code private_key_jwt} (RFC 7523 §2.2), by P-384 or RSA, for a minute and once. */
public final class AssertionSigner {
    private static final int SECONDS = 60;

    private AssertionSigner() {}

    /**
     * The form of a {@code client_credentials} request (RFC 6749 §4.4.2).
     *
     * @throws JOSEException when the key cannot sign
     */
    public static Map<String, String> clientCredentials(
            String client, JWK key, String audience, String scope, Clock clock) throws JOSEException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("scope", scope);
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", signed(client, key, audience, clock.instant()));
        return form;
    }

    private static String signed(String client, JWK key, String audience, Instant now) throws JOSEException {
        boolean curve = key.getKeyType().equals(KeyType.EC);
        JWSSigner signer = curve ? new ECDSASigner(key.toECKey()) : new RSASSASigner(key.toRSAKey());
        SignedJWT assertion = new SignedJWT(
                new JWSHeader.Builder(curve ? JWSAlgorithm.ES384 : JWSAlgorithm.RS384)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(client)
                        .subject(client)
                        .audience(audience)
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(SECONDS)))
                        .build());
        assertion.sign(signer);
        return assertion.serialize();
    }
}
