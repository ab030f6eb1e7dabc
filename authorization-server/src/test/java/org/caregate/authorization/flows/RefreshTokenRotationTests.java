package org.caregate.authorization.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caregate.authorization.TestServer.ANNA;
import static org.caregate.authorization.TestServer.DOCTOR;
import static org.caregate.authorization.TestServer.PUBLIC_APP;
import static org.caregate.authorization.TestServer.SECRET_APP;
import static org.caregate.authorization.TestServer.json;
import static org.caregate.authorization.TestServer.member;

import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caregate.audit.entry.Action;
import org.caregate.authorization.Launch;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.protocol.ClientId;
import org.caregate.registry.Race;
import org.caregate.registry.person.Person;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokenRotationTests {
    private final TestServer server = new TestServer();
    private final Launch launch = new Launch(server, PUBLIC_APP, ANNA);

    private String refreshToken() {
        return member(launch.tokens(), "refresh_token");
    }

    @Test
    @Requirement({"RFC6749-6", "SMART2.2-refresh", "RFC9700-4.14.2"})
    void publicClientsToken_isReplacedAtEachUse() throws Exception {
        String first = refreshToken();
        EndpointResponse response = launch.refresh(first);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers())
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Pragma", "no-cache");
        assertThat(json(response))
                .containsEntry("scope", "openid fhirUser launch/patient offline_access patient/Observation.rs")
                .containsEntry("patient", "p1");
        assertThat(member(response, "refresh_token")).isNotEqualTo(first);
        assertThat(SignedJWT.parse(member(response, "id_token"))
                        .getJWTClaimsSet()
                        .getClaims())
                .doesNotContainKey("nonce");
        assertThat(server.lastEntry().action()).isEqualTo(Action.TOKEN_REFRESHED);
        assertThat(launch.refresh(member(response, "refresh_token")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret-app", "key-app"})
    void confidentialClient_keepsItsToken(String client) {
        Launch confidential = new Launch(server, new ClientId(client), ANNA);
        String token = member(confidential.tokens(), "refresh_token");
        for (int i = 0; i < 3; i++) {
            EndpointResponse response = confidential.refresh(token);
            assertThat(response.status()).isEqualTo(200);
            assertThat(json(response)).doesNotContainKey("refresh_token");
        }
    }

    @Test
    void repeatWithinTenSeconds_getsTheSameSuccessor_once() {
        String first = refreshToken();
        EndpointResponse lost = launch.refresh(first);
        server.clock.advance(Duration.ofSeconds(10));
        EndpointResponse repeated = launch.refresh(first);
        assertThat(repeated.status()).isEqualTo(200);
        assertThat(member(repeated, "refresh_token")).isEqualTo(member(lost, "refresh_token"));
        assertThat(server.lastEntry().action()).isEqualTo(Action.REFRESH_REPEATED);
        assertReuse(launch.refresh(first), member(lost, "refresh_token"));
    }

    @Test
    @Requirement("RFC9700-4.14.2")
    void repeatAfterTenSeconds_endsTheFamily() {
        String first = refreshToken();
        String second = member(launch.refresh(first), "refresh_token");
        server.clock.advance(Duration.ofSeconds(11));
        assertReuse(launch.refresh(first), second);
    }

    @Test
    @Requirement("RFC9700-4.14.2")
    void oldToken_afterItsSuccessorWasUsed_endsTheFamily() {
        String first = refreshToken();
        String second = member(launch.refresh(first), "refresh_token");
        String third = member(launch.refresh(second), "refresh_token");
        assertReuse(launch.refresh(first), third);
    }

    @ParameterizedTest
    @CsvSource({"scope, user/Patient.cruds", "scope, patient/Observation.dus", "resource, https://other.example.org/api"
    })
    @Requirement("RFC9700-4.14.2")
    void oldToken_withARequestThatIsRefusedAnyway_endsTheFamily(String parameter, String value) {
        String first = refreshToken();
        String second = member(launch.refresh(first), "refresh_token");
        server.clock.advance(Duration.ofSeconds(11));
        assertReuse(launch.refresh(first, Map.of(parameter, value)), second);
    }

    @Test
    void repeatWithARequestThatIsRefused_endsNothing_whileTheAnswerMayHaveBeenLost() {
        String first = refreshToken();
        String second = member(launch.refresh(first), "refresh_token");
        assertThat(launch.refresh(first, Map.of("scope", "user/Patient.cruds")).status())
                .isEqualTo(400);
        assertThat(server.lastReason()).isEqualTo("SCOPE_WIDENED");
        assertThat(launch.refresh(second).status()).isEqualTo(200);
    }

    @Test
    void tokenOfAnotherClient_endsTheFamily() {
        String first = refreshToken();
        EndpointResponse response = new Launch(server, SECRET_APP, ANNA).refresh(first);
        assertThat(response.status()).isEqualTo(400);
        assertThat(server.lastReason()).isEqualTo("REFRESH_OF_ANOTHER_CLIENT");
        assertThat(launch.refresh(first).status()).isEqualTo(400);
        assertThat(server.lastReason()).isEqualTo("GRANT_REVOKED");
    }

    @Test
    void hundredAtOnce_giveOneSuccessorTwiceAtMost_andThenEndTheFamily() {
        String first = refreshToken();
        List<EndpointResponse> responses = Race.run(100, () -> launch.refresh(first));
        List<String> successors = responses.stream()
                .filter(response -> response.status() == 200)
                .map(response -> member(response, "refresh_token"))
                .toList();
        assertThat(successors).hasSize(2);
        assertThat(Set.copyOf(successors)).hasSize(1);
        assertThat(launch.refresh(successors.getFirst()).status()).isEqualTo(400);
    }

    @Test
    void unusedToken_livesNinetyTwoDays_andEachUseSlidesIt() {
        String token = refreshToken();
        for (int i = 0; i < 3; i++) {
            server.clock.advance(Duration.ofDays(92).minusSeconds(1));
            token = member(launch.refresh(token), "refresh_token");
        }
        server.clock.advance(Duration.ofDays(92));
        assertThat(launch.refresh(token).status()).isEqualTo(400);
        assertThat(server.lastReason()).isEqualTo("REFRESH_EXPIRED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refresh_token |                                                | invalid_request | REFRESH_MISSING",
                "refresh_token | cgr_unknown                                    | invalid_grant   | REFRESH_UNKNOWN",
                "scope         | openid patient/Observation.cruds               | invalid_scope   | SCOPE_WIDENED",
                "scope         | user/Observation.rs                            | invalid_scope   | SCOPE_WIDENED",
                "scope         | patient/Observation.sr                         | invalid_scope   | SCOPE_WIDENED",
                "resource      | https://other.example.org/api                  | invalid_target  | RESOURCE_DIFFERS"
            })
    @Requirement({"RFC6749-6", "RFC8707-2.2"})
    void refusedRefresh_doesNotUseUpTheToken(String parameter, String value, String error, String reason) {
        String token = refreshToken();
        EndpointResponse response = launch.refresh(token, Map.of(parameter, value == null ? "" : value));
        assertThat(response.status()).isEqualTo(400);
        assertThat(json(response)).containsEntry("error", error);
        assertThat(server.lastReason()).isEqualTo(reason);
        assertThat(launch.refresh(token).status()).isEqualTo(200);
    }

    @Test
    @Requirement("RFC6749-6")
    void narrowerScope_narrowsThisTokenOnly() {
        String first = refreshToken();
        EndpointResponse narrowed = launch.refresh(first, Map.of("scope", "patient/Observation.r"));
        assertThat(json(narrowed))
                .containsEntry("scope", "patient/Observation.r")
                .doesNotContainKey("id_token");
        EndpointResponse whole = launch.refresh(member(narrowed, "refresh_token"));
        assertThat(member(whole, "scope")).contains("openid", "patient/Observation.rs");
    }

    @Test
    void roleNarrowedMeanwhile_narrowsTheNextToken() {
        Launch doctor = new Launch(server, PUBLIC_APP, DOCTOR).with("scope", "offline_access user/Observation.cruds");
        String token = member(doctor.tokens(), "refresh_token");
        server.roles.set(TestServer.roles(List.of("user/Observation.r")));
        assertThat(member(doctor.refresh(token), "scope")).isEqualTo("offline_access user/Observation.r");
    }

    @Test
    void personDisabled_patientGone_orClientDisabled_getsNothing() {
        String token = refreshToken();
        server.people.put(new Person(ANNA, "Anna", "Patient/p1", Set.of("patient"), Set.of("p1"), false));
        assertRefused(launch.refresh(token), "PERSON_DISABLED");
        server.people.put(new Person(ANNA, "Anna", "Patient/p1", Set.of("patient"), Set.of("p7"), true));
        assertRefused(launch.refresh(token), "PATIENT_OUT_OF_REACH");
        server.people.put(new Person(ANNA, "Anna", "Patient/p1", Set.of("patient"), Set.of("p1"), true));
        server.clients.setEnabled(PUBLIC_APP, false);
        assertThat(launch.refresh(token).status()).isEqualTo(401);
        server.clients.setEnabled(PUBLIC_APP, true);
        assertThat(launch.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void grantsRevokedByPerson_cannotBeRefreshed() {
        String token = refreshToken();
        server.grants.revokeAllOf(ANNA);
        assertRefused(launch.refresh(token), "GRANT_REVOKED");
    }

    @Test
    void auditUnavailable_rotatesNothing() {
        String token = refreshToken();
        server.audit.failFromNowOn();
        assertThat(launch.refresh(token).status()).isEqualTo(503);
        server.audit.recover();
        server.clock.advance(Duration.ofMinutes(5)); // far outside the window of a repeat
        assertThat(launch.refresh(token).status()).isEqualTo(200);
        assertThat(server.lastEntry().action()).isEqualTo(Action.TOKEN_REFRESHED);
    }

    private void assertRefused(EndpointResponse response, String reason) {
        assertThat(response.status()).isEqualTo(400);
        assertThat(json(response)).containsEntry("error", "invalid_grant");
        assertThat(server.lastReason()).isEqualTo(reason);
    }

    private void assertReuse(EndpointResponse response, String newest) {
        assertThat(response.status()).isEqualTo(400);
        assertThat(json(response)).containsEntry("error", "invalid_grant");
        assertThat(server.lastEntry().action()).isEqualTo(Action.REFRESH_REUSE);
        assertThat(server.revocations.all()).hasSize(1);
        assertThat(launch.refresh(newest).status()).isEqualTo(400);
    }
}
