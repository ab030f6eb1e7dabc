package org.caregate.authorization.refresh;

import static org.caregate.authorization.TestServer.FHIR;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.token.RemovalProof;
import org.caregate.crypto.credential.Credential;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.launch.LaunchContext;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.refresh.RefreshToken;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

class RefreshChecksTests {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant END = NOW.plusSeconds(3600);

    private static RefreshAttempt attempt(Map<String, String> form, Instant now, boolean revoked) {
        Client client = Client.builder()
                .id(TestServer.PUBLIC_APP)
                .name("App")
                .profile(SecurityProfiles.SMART_APP_2026)
                .authentication(new ClientAuthentication.None())
                .grantTypes(Set.of("refresh_token"))
                .redirectUris(List.of())
                .origins(Set.of())
                .scopes(TestServer.scopes(TestServer.ALL_SCOPES))
                .audiences(Set.of(FHIR))
                .introspects(Set.of())
                .enabled(true)
                .createdAt(NOW)
                .build();
        GrantId grant = new GrantId("g1");
        RefreshToken token = RefreshToken.builder()
                .id("r1")
                .credential(new StoredCredential(1, "h"))
                .family("g1")
                .grant(grant)
                .client(client.id())
                .issuedAt(NOW)
                .expiresAt(END)
                .revoked(revoked)
                .build();
        return new RefreshAttempt(
                new Parameters(form, Set.of()),
                client,
                Credential.generate(Credential.REFRESH_TOKEN, new SecureRandom()),
                token,
                Grant.builder()
                        .id(grant)
                        .client(client.id())
                        .person(TestServer.ANNA)
                        .audience(FHIR)
                        .scopes(TestServer.scopes("openid patient/Observation.rs"))
                        .launch(new LaunchContext("p1"))
                        .authTime(NOW)
                        .acr("aal2")
                        .amr(Set.of())
                        .createdAt(NOW)
                        .expiresAt(END)
                        .build(),
                TestServer.scopes("patient/Observation.r"), // the role has shrunk since
                now);
    }

    @Test
    @Requirement({"RFC6749-6", "RFC8707-2.2", "RFC9700-4.14.2"})
    void noCheck_canBeTakenAwayUnnoticed() {
        RemovalProof.prove(
                RefreshChecks.IN_ORDER,
                attempt(Map.of("scope", "patient/Observation.r"), NOW, false),
                Map.of(
                        "AliveFamily", attempt(Map.of(), NOW, true),
                        "NotExpired", attempt(Map.of(), END, false),
                        "NarrowerScopes",
                                attempt(Map.of("scope", "patient/Observation.r patient/Condition.r"), NOW, false),
                        "SomethingLeft", attempt(Map.of("scope", "openid"), NOW, false),
                        "ResourceOfTheGrant", attempt(Map.of("resource", "https://other.example.org"), NOW, false)));
    }
}
