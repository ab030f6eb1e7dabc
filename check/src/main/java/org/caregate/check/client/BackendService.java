package org.caregate.check.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.caregate.check.client.DemoFile.RegisteredClient;

/** A backend service with a signed assertion, ES384 (SMART App Launch 2.2, backend services; RFC 7523). */
public final class BackendService {
    private final Http http;
    private final URI tokenEndpoint;
    private final RegisteredClient client;

    /** A service registered as {@code client}. */
    public BackendService(Http http, Discovery discovery, RegisteredClient client) {
        this.http = http;
        this.tokenEndpoint = discovery.endpoint("token_endpoint");
        this.client = client;
    }

    /** Asks for a token with a fresh assertion. */
    public Reply token(String scope) {
        return token(scope, assertion(UnaryOperator.identity()));
    }

    /** Asks for a token with a given assertion. */
    public Reply token(String scope, String assertion) {
        return http.post(
                tokenEndpoint,
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "scope",
                        scope,
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "client_assertion",
                        assertion));
    }

    /** A signed assertion whose claims were changed. */
    public String assertion(UnaryOperator<JWTClaimsSet.Builder> change) {
        try {
            ECKey key = ECKey.parse(client.jwk());
            Instant now = Instant.now();
            JWTClaimsSet claims = change.apply(new JWTClaimsSet.Builder()
                            .issuer(client.clientId())
                            .subject(client.clientId())
                            .audience(tokenEndpoint.toString())
                            .expirationTime(Date.from(now.plusSeconds(240)))
                            .jwtID(UUID.randomUUID().toString()))
                    .build();
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES384)
                            .keyID(key.getKeyID())
                            .type(JOSEObjectType.JWT)
                            .build(),
                    claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("the demo's backend key cannot be used", e);
        }
    }
}
