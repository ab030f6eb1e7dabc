package org.caregate.authorization.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caregate.authorization.TestServer.BACKEND;
import static org.caregate.authorization.TestServer.FHIR;
import static org.caregate.authorization.TestServer.OTHER_API;
import static org.caregate.authorization.TestServer.json;
import static org.caregate.authorization.TestServer.member;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caregate.authorization.Launch;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.token.RemovalProof;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendServicesFlowTests {
    private final TestServer server = new TestServer();

    private EndpointResponse token(Map<String, String> changes) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("scope", "system/Patient.rs");
        Launch.authenticate(server, BACKEND, form, new HashMap<>());
        form.putAll(changes);
        form.values().removeIf(String::isEmpty);
        return server.post("/oauth2/token", form, Map.of());
    }

    @Test
    @Requirement({"SMART2.2-backend-services", "RFC6749-4.4.3", "RFC9068-3"})
    void signedAssertion_getsATokenForTheOnlyResource_withoutPersonOrRefresh() throws Exception {
        EndpointResponse response = token(Map.of("scope", "system/Patient.rs system/Condition.rs system/*.read"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(json(response))
                .containsEntry("token_type", "Bearer")
                .containsEntry("expires_in", 300L)
                .doesNotContainKeys("refresh_token", "id_token", "patient");
        assertThat(member(response, "scope")).contains("system/Patient.rs").doesNotContain("Condition");
        assertThat(member(response, "scope_not_granted")).contains("system/Condition.rs", "system/*.read");
        JWTClaimsSet claims = SignedJWT.parse(member(response, "access_token")).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo("backend");
        assertThat(claims.getAudience()).containsExactly(FHIR.toString());
        assertThat(claims.getClaims()).doesNotContainKey("grant").containsEntry("profile", "SmartBackend2026");
        assertThat(server.lastEntry().client()).isEqualTo("backend");
        assertThat(server.lastEntry().profile()).isEqualTo("SmartBackend2026");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scope      |                               | invalid_scope  | SCOPE_MALFORMED",
                "scope      | system/Patient.sr             | invalid_scope  | SCOPE_MALFORMED",
                "scope      | patient/Patient.rs openid     | invalid_scope  | NOTHING_GRANTABLE",
                "scope      | system/Condition.rs           | invalid_scope  | NOTHING_GRANTABLE",
                "resource   | https://other.example.org/api | invalid_target | AUDIENCE_NOT_REGISTERED",
                "resource   | https://nowhere.example.org   | invalid_target | AUDIENCE_NOT_REGISTERED",
                "grant_type | authorization_code            | unauthorized_client | GRANT_TYPE_NOT_REGISTERED",
                "grant_type | urn:ietf:params:oauth:grant-type:jwt-bearer | unsupported_grant_type | GRANT_TYPE_UNSUPPORTED"
            })
    @Requirement({"RFC6749-5.2", "RFC8707-2.2", "SMART2.2-backend-services"})
    void oddRequest_isRefused(String parameter, String value, String error, String reason) {
        EndpointResponse response = token(Map.of(parameter, value == null ? "" : value));
        assertThat(response.status()).isEqualTo(400);
        assertThat(json(response)).containsEntry("error", error);
        assertThat(server.lastReason()).isEqualTo(reason);
    }

    private static BackendAttempt attempt(
            ClientAuthentication authentication, Map<String, String> form, Set<URI> audiences) {
        return new BackendAttempt(
                new Parameters(form, Set.of()),
                Client.builder()
                        .id(BACKEND)
                        .name("Backend")
                        .profile(SecurityProfiles.SMART_BACKEND_2026)
                        .authentication(authentication)
                        .grantTypes(Set.of("client_credentials"))
                        .redirectUris(List.of())
                        .origins(Set.of())
                        .scopes(TestServer.scopes("system/Patient.rs"))
                        .audiences(audiences)
                        .introspects(Set.of())
                        .enabled(true)
                        .createdAt(Instant.EPOCH)
                        .build());
    }

    @Test
    @Requirement("RFC8707-2.2")
    void noCheck_canBeTakenAwayUnnoticed() {
        ClientAuthentication keys = new ClientAuthentication.KeysByValue("{}");
        Map<String, String> good = Map.of("scope", "system/Patient.rs");
        RemovalProof.prove(
                BackendChecks.inOrder(server.resources),
                attempt(keys, good, Set.of(FHIR)),
                Map.of(
                        "AuthenticatesItself", attempt(new ClientAuthentication.None(), good, Set.of(FHIR)),
                        "WellFormedSystemScopes", attempt(keys, Map.of("scope", "system/Patient.sr"), Set.of(FHIR)),
                        "GrantableSystemScopes", attempt(keys, Map.of("scope", "system/Condition.rs"), Set.of(FHIR)),
                        "OneAudience", attempt(keys, good, Set.of(FHIR, OTHER_API))));
    }

    @Test
    void audience_isTheOneNamed_whenSeveralAreRegistered() {
        ClientAuthentication keys = new ClientAuthentication.KeysByValue("{}");
        Map<String, String> named = Map.of("scope", "system/Patient.rs", "aud", FHIR.toString());
        assertThat(OneAudience.of(attempt(keys, named, Set.of(FHIR, OTHER_API)), server.resources))
                .contains(FHIR);
    }
}
