package org.caregate.authorization.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caregate.authorization.TestServer.ADMIN;
import static org.caregate.authorization.TestServer.ANNA;
import static org.caregate.authorization.TestServer.FHIR;
import static org.caregate.authorization.TestServer.ISSUER;
import static org.caregate.authorization.TestServer.VERIFIER;
import static org.caregate.authorization.TestServer.json;
import static org.caregate.authorization.TestServer.member;

import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caregate.authorization.Launch;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

/** {@code CommandLine2026}: a public native client of the administration (RFC 8252). */
class CommandLineFlowTests {
    private static final ClientId TOOL = new ClientId("caregate-cli");
    private static final URI ADMINISTRATION = URI.create(ISSUER + "/admin/v1");
    private static final String REDIRECT = "http://127.0.0.1:40123/callback";

    private final TestServer server = new TestServer();

    CommandLineFlowTests() {
        server.clients.add(Client.builder()
                .id(TOOL)
                .name("Command line")
                .profile(SecurityProfiles.COMMAND_LINE_2026)
                .authentication(new ClientAuthentication.None())
                .grantTypes(Set.of("authorization_code", "refresh_token"))
                .redirectUris(List.of("http://127.0.0.1/callback", "http://[::1]/callback"))
                .origins(Set.of())
                .scopes(TestServer.scopes("openid offline_access admin/clients.read admin/clients.write"))
                .audiences(Set.of(ADMINISTRATION))
                .introspects(Set.of())
                .enabled(true)
                .createdAt(server.clock.instant())
                .build());
    }

    private Launch launch(PersonId person) {
        return new Launch(server, TOOL, person)
                .with("redirect_uri", REDIRECT)
                .with("scope", "openid offline_access admin/clients.read admin/clients.write")
                .with("aud", ADMINISTRATION.toString());
    }

    private EndpointResponse redeem(String code, String redirect) {
        return token(Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "redirect_uri", redirect,
                "code_verifier", VERIFIER));
    }

    private EndpointResponse refresh(String token) {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", token));
    }

    private EndpointResponse token(Map<String, String> form) {
        Map<String, String> whole = new LinkedHashMap<>(form);
        whole.put("client_id", TOOL.value());
        return server.post("/oauth2/token", whole, Map.of());
    }

    @Test
    @Requirement({"RFC8252-7.3", "RFC8252-6"})
    void administrator_getsAShortToken_heldToTheirRole() throws Exception {
        EndpointResponse response = redeem(launch(ADMIN).code(), REDIRECT);
        assertThat(response.status()).isEqualTo(200);
        assertThat(member(response, "scope")).isEqualTo("openid offline_access admin/clients.read");
        assertThat(json(response)).containsEntry("expires_in", 300L);
        assertThat(SignedJWT.parse(member(response, "access_token"))
                        .getJWTClaimsSet()
                        .getAudience())
                .containsExactly(ADMINISTRATION.toString());
    }

    @Test
    void patient_getsNoRightOfTheAdministration() {
        EndpointResponse response =
                launch(ANNA).with("scope", "admin/clients.read").finish();
        assertThat(TestServer.query(response.headers().getOrDefault("Location", "?")))
                .containsEntry("error", "access_denied");
    }

    @Test
    @Requirement("RFC8252-7.3")
    void redirectElsewhere_isShown_andNeverFollowed() {
        for (String elsewhere : List.of(
                "http://127.0.0.1:40123/other",
                "http://localhost:40123/callback",
                "http://127.0.0.1.example.org:40123/callback",
                "https://127.0.0.1:40123/callback")) {
            EndpointResponse response =
                    launch(ADMIN).with("redirect_uri", elsewhere).start();
            assertThat(response.status()).as(elsewhere).isEqualTo(400);
            assertThat(response.headers()).doesNotContainKey("Location");
            assertThat(server.lastReason()).isEqualTo("REDIRECT_URI_UNREGISTERED");
        }
    }

    @Test
    @Requirement("RFC6749-4.1.3")
    void codeOfOnePort_isNotRedeemedForAnother() {
        EndpointResponse response = redeem(launch(ADMIN).code(), "http://127.0.0.1:40124/callback");
        assertThat(json(response)).containsEntry("error", "invalid_grant");
    }

    @Test
    @Requirement("RFC8707-2.1")
    void rightsOfTheAdministration_forTheRecordsApi_areRefused() {
        EndpointResponse response = launch(ADMIN).with("aud", FHIR.toString()).finish();
        assertThat(TestServer.query(response.headers().getOrDefault("Location", "?")))
                .containsEntry("error", "invalid_target");
    }

    @Test
    void refreshToken_livesEightHoursWithoutUse_andRotates() {
        String first = member(redeem(launch(ADMIN).code(), REDIRECT), "refresh_token");
        server.clock.advance(Duration.ofHours(7));
        String second = member(refresh(first), "refresh_token");
        assertThat(second).isNotEqualTo(first);
        server.clock.advance(Duration.ofHours(8));
        assertThat(json(refresh(second))).containsEntry("error", "invalid_grant");
    }
}
