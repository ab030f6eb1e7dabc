package org.caregate.conformance.rfc7009;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** RFC 7009 §2.1, §2.2. */
class RevocationTests {
    private final RunningDemo run = RunningDemo.get();
    private final SmartApp app = run.app();

    private int readStatusSoon(String token, int wanted) throws InterruptedException {
        int status = 0;
        for (int i = 0; i < 10 && status != wanted; i++) {
            status = run.read("Patient/" + run.ownPatient(), token).status();
            Thread.sleep(100);
        }
        return status;
    }

    @Test
    @Requirement({"RFC7009-2.1", "SMART2.2-revocation"})
    void revokedAccessToken_isRefusedAtTheGateway_andOthersOfTheGrantLive() throws InterruptedException {
        JsonNode token = run.launch("launch/patient offline_access patient/Patient.rs");
        String access = token.path("access_token").asString("");
        assertThat(run.read("Patient/" + run.ownPatient(), access).status()).isEqualTo(200);
        assertThat(app.revoke(access).status()).isEqualTo(200);
        assertThat(readStatusSoon(access, 401)).isEqualTo(401);
        assertThat(app.refresh(token.path("refresh_token").asString("")).status())
                .isEqualTo(200);
    }

    @Test
    @Requirement("RFC7009-2.1")
    void revokedRefreshToken_takesTheAccessTokensOfTheGrantWithIt() throws InterruptedException {
        JsonNode token = run.launch("launch/patient offline_access patient/Patient.rs");
        assertThat(app.revoke(token.path("refresh_token").asString("")).status())
                .isEqualTo(200);
        assertThat(app.refresh(token.path("refresh_token").asString("")).status())
                .isEqualTo(400);
        assertThat(readStatusSoon(token.path("access_token").asString(""), 401)).isEqualTo(401);
    }

    @Test
    @Requirement("RFC7009-2.2")
    void unknownToken_isAnsweredWith200_andNothing() {
        Reply reply = app.revoke("never-issued");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    @Requirement("RFC7009-2.1")
    void tokenOfAnotherClient_isNotRevoked() {
        JsonNode token = run.launch("launch/patient patient/Patient.rs");
        run.app("confidential").revoke(token.path("access_token").asString(""));
        assertThat(run.read(
                                "Patient/" + run.ownPatient(),
                                token.path("access_token").asString(""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Requirement("RFC7009-2.2.1")
    void missingToken_isInvalidRequest_andUnknownClientInvalidClient() {
        Reply missing = run.http()
                .post(
                        run.endpoint("revocation_endpoint"),
                        Map.of("client_id", run.demo().client("app").clientId()));
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.json().path("error").asString("")).isEqualTo("invalid_request");
        Reply unknown =
                run.http().post(run.endpoint("revocation_endpoint"), Map.of("token", "x", "client_id", "nobody"));
        assertThat(unknown.status()).isIn(400, 401);
        assertThat(unknown.json().path("error").asString("")).isEqualTo("invalid_client");
    }
}
