package org.caregate.authorization.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caregate.authorization.TestServer.FHIR;
import static org.caregate.authorization.TestServer.ISSUER;
import static org.caregate.authorization.TestServer.json;
import static org.caregate.authorization.TestServer.member;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.crypto.credential.Credential;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

/** {@code Service2026}: machines that prove themselves with a secret or a key, for records or for the administration. */
class ServiceClientFlowTests {
    private static final ClientId SERVICE = new ClientId("service");
    private static final URI ADMINISTRATION = URI.create(ISSUER + "/admin/v1");

    private final TestServer server = new TestServer();
    private final Credential secret = Credential.generate(Credential.CLIENT_SECRET, new SecureRandom());

    private void register(ClientAuthentication authentication, String scopes, Set<URI> audiences) {
        server.clients.add(Client.builder()
                .id(SERVICE)
                .name("Service")
                .profile(SecurityProfiles.SERVICE_2026)
                .authentication(authentication)
                .grantTypes(Set.of("client_credentials"))
                .redirectUris(List.of())
                .origins(Set.of())
                .scopes(TestServer.scopes(scopes))
                .audiences(audiences)
                .introspects(Set.of())
                .enabled(true)
                .createdAt(server.clock.instant())
                .build());
    }

    private EndpointResponse token(Map<String, String> form, Map<String, String> headers) {
        Map<String, String> whole = new LinkedHashMap<>(Map.of("grant_type", "client_credentials"));
        whole.putAll(form);
        return server.post("/oauth2/token", whole, headers);
    }

    private static Map<String, String> basic(Credential secret) {
        String pair = SERVICE.value() + ":" + secret.text();
        return Map.of(
                "authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @Requirement({"RFC6749-4.4", "RFC8707-2.2"})
    void secret_getsATokenForTheAdministration_withTheRightsRegistered_andNoOthers() throws Exception {
        register(
                new ClientAuthentication.SecretBasic(server.hashed(secret)),
                "admin/clients.read",
                Set.of(ADMINISTRATION));
        EndpointResponse response = token(Map.of("scope", "admin/clients.read admin/keys.write openid"), basic(secret));
        assertThat(response.status()).isEqualTo(200);
        assertThat(json(response)).containsEntry("expires_in", 300L).doesNotContainKey("refresh_token");
        assertThat(member(response, "scope")).isEqualTo("admin/clients.read");
        JWTClaimsSet claims = SignedJWT.parse(member(response, "access_token")).getJWTClaimsSet();
        assertThat(claims.getAudience()).containsExactly(ADMINISTRATION.toString());
        assertThat(claims.getStringClaim("profile")).isEqualTo("Service2026");
    }

    @Test
    void previousSecret_isGoodUntilItsTime_andThenRefused() {
        Credential next = Credential.generate(Credential.CLIENT_SECRET, new SecureRandom());
        register(
                new ClientAuthentication.SecretBasic(
                        server.hashed(next),
                        new ClientAuthentication.PreviousSecret(
                                server.hashed(secret), server.clock.instant().plusSeconds(60))),
                "system/Patient.rs",
                Set.of(FHIR));
        Map<String, String> form = Map.of("scope", "system/Patient.rs");
        assertThat(token(form, basic(next)).status()).isEqualTo(200);
        assertThat(token(form, basic(secret)).status()).isEqualTo(200);
        server.clock.advance(Duration.ofSeconds(60));
        assertThat(token(form, basic(next)).status()).isEqualTo(200);
        assertThat(token(form, basic(secret)).status()).isEqualTo(401);
        assertThat(server.lastReason()).isEqualTo("SECRET_REPLACED");
    }

    @Test
    @Requirement("RFC8707-2.2")
    void scopesOfOneApi_areNotGrantedForAnother() {
        register(
                new ClientAuthentication.SecretBasic(server.hashed(secret)),
                "admin/clients.read",
                Set.of(ADMINISTRATION, FHIR));
        EndpointResponse response =
                token(Map.of("scope", "admin/clients.read", "resource", FHIR.toString()), basic(secret));
        assertThat(json(response)).containsEntry("error", "invalid_target");
    }

    @Test
    @Requirement("RFC7523-3")
    void assertion_namesTheIssuer_andOneForTheTokenEndpointIsRefused() throws Exception {
        register(
                new ClientAuthentication.KeysByValue(new JWKSet(server.clientKey.toPublicJWK()).toString()),
                "admin/clients.read",
                Set.of(ADMINISTRATION));
        assertThat(token(assertion(ISSUER), Map.of()).status()).isEqualTo(200);
        assertThat(token(assertion(ISSUER + "/oauth2/token"), Map.of()).status())
                .isEqualTo(401);
        assertThat(server.lastReason()).isEqualTo("ASSERTION_AUDIENCE");
    }

    private Map<String, String> assertion(String audience) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES384)
                        .keyID(server.clientKey.getKeyID())
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(SERVICE.value())
                        .subject(SERVICE.value())
                        .audience(audience)
                        .jwtID(UUID.randomUUID().toString())
                        .expirationTime(Date.from(server.clock.instant().plusSeconds(60)))
                        .build());
        jwt.sign(new ECDSASigner(server.clientKey));
        return Map.of(
                "scope",
                "admin/clients.read",
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                jwt.serialize());
    }
}
