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
        Client client = new Client(
                TestServer.PUBLIC_APP,
                "App",
                SecurityProfiles.SMART_APP_2026,
                new ClientAuthentication.None(),
                Set.of("refresh_token"),
                List.of(),
                Set.of(),
                TestServer.scopes(TestServer.ALL_SCOPES),
                Set.of(FHIR),
                Set.of(),
                true,
                NOW);
        GrantId grant = new GrantId("g1");
        RefreshToken token = new RefreshToken(
                "r1", new StoredCredential(1, "h"), "g1", 0, grant, client.id(), NOW, END, null, null, false, revoked);
        return new RefreshAttempt(
                new Parameters(form, Set.of()),
                client,
                Credential.generate(Credential.REFRESH_TOKEN, new SecureRandom()),
                token,
                new Grant(
                        grant,
                        client.id(),
                        TestServer.ANNA,
                        FHIR,
                        TestServer.scopes("openid patient/Observation.rs"),
                        new LaunchContext("p1"),
                        null,
                        NOW,
                        "aal2",
                        Set.of(),
                        NOW,
                        END,
                        false,
                        0),
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
