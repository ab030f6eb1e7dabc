package org.caregate.conformance.rfc7662;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** RFC 7662 §2, with SMART's members. */
class IntrospectionTests {
    private final RunningDemo run = RunningDemo.get();

    private Reply introspect(String token, String client) {
        return run.http()
                .post(
                        run.endpoint("introspection_endpoint"),
                        Map.of("token", token),
                        "Authorization",
                        SmartApp.basic(run.demo().client(client)));
    }

    @Test
    @Requirement({"RFC7662-2.2", "SMART2.2-introspection"})
    void activeToken_isDescribed_withItsLaunchContext() {
        String scope = "openid fhirUser launch/patient patient/Patient.rs";
        JsonNode token = run.launch(scope);
        Reply reply = introspect(token.path("access_token").asString(""), "resourceServer");
        assertThat(reply.status()).isEqualTo(200);
        JsonNode answer = reply.json();
        assertThat(answer.path("active").asBoolean(false)).isTrue();
        assertThat(answer.path("scope").asString("")).isEqualTo(scope);
        assertThat(answer.path("client_id").asString(""))
                .isEqualTo(run.demo().client("app").clientId());
        assertThat(answer.path("patient").asString("")).isEqualTo(run.ownPatient());
        assertThat(answer.path("exp").isNumber()).isTrue();
        assertThat(answer.path("iss").asString(""))
                .isEqualTo(run.demo().issuer().toString());
        assertThat(answer.path("sub").asString("")).isNotEmpty();
        assertThat(answer.path("fhirUser").asString(""))
                .isEqualTo(run.demo().fhirBase() + "/Patient/" + run.ownPatient());
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    @Requirement({"RFC7662-2.2", "SMART2.2-introspection-inactive"})
    void unknownOrRevokedToken_isInactive_andNothingElseIsSaid() {
        assertThat(introspect("invalid_token_value", "resourceServer").text().strip())
                .isEqualTo("{\"active\":false}");
        JsonNode token = run.launch("launch/patient patient/Patient.rs");
        run.app().revoke(token.path("access_token").asString(""));
        assertThat(introspect(token.path("access_token").asString(""), "resourceServer")
                        .text()
                        .strip())
                .isEqualTo("{\"active\":false}");
    }

    @Test
    @Requirement("RFC7662-2.1")
    void callerThatIsNoResourceServer_learnsNothing() {
        JsonNode token = run.launch("launch/patient patient/Patient.rs");
        Reply reply = introspect(token.path("access_token").asString(""), "confidential");
        assertThat(reply.text()).doesNotContain("true").doesNotContain(run.ownPatient());
    }

    @Test
    @Requirement("RFC7662-2.3")
    void unauthenticatedCaller_is401() {
        Reply reply = run.http().post(run.endpoint("introspection_endpoint"), Map.of("token", "x"));
        assertThat(reply.status()).isEqualTo(401);
    }
}
