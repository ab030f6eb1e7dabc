package org.caregate.conformance.rfc7636;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.check.client.SmartApp.Launch;
import org.caregate.check.client.SmartApp.Returned;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7636 §4.3 to §4.6, for public and confidential clients alike. */
class ProofKeyTests {
    private final RunningDemo run = RunningDemo.get();

    private Map<String, String> refusedAtAuthorization(SmartApp app, Launch launch) {
        Reply reply = app.browser().open(app.address(launch));
        assertThat(reply.status()).isEqualTo(303);
        Map<String, String> parameters = SmartApp.query(reply.location());
        assertThat(parameters).containsEntry("error", "invalid_request").doesNotContainKey("code");
        return parameters;
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "confidential"})
    @Requirement({"RFC7636-4.4.1", "RFC9700-2.1.1"})
    void missingChallenge_isRefused_ofEveryClient(String client) {
        SmartApp app = run.app(client);
        refusedAtAuthorization(
                app, app.launch("launch/patient patient/Patient.rs").with("code_challenge", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "", "s256"})
    @Requirement("RFC7636-4.4.1")
    void anotherMethodThanS256_isRefused(String method) {
        SmartApp app = run.app();
        refusedAtAuthorization(
                app, app.launch("launch/patient patient/Patient.rs").with("code_challenge_method", method));
        refusedAtAuthorization(
                app, app.launch("launch/patient patient/Patient.rs").with("code_challenge_method", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "has spaces in it has spaces in it has spaces!!"})
    @Requirement("RFC7636-4.2")
    void malformedChallenge_isRefused(String challenge) {
        SmartApp app = run.app();
        refusedAtAuthorization(
                app, app.launch("launch/patient patient/Patient.rs").with("code_challenge", challenge));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "confidential"})
    @Requirement({"RFC7636-4.6", "SMART2.2-pkce"})
    void wrongMissingEmptyOrDowngradedVerifier_isRefused(String client) {
        SmartApp app = run.app(client);
        for (String kind : new String[] {"missing", "empty", "wrong", "challenge"}) {
            Launch launch = app.launch("launch/patient patient/Patient.rs");
            Returned returned =
                    app.complete(run.browserOf("patient"), launch, run.demo().person("patient"), run.ownPatient());
            Map<String, String> form = new HashMap<>(Map.of(
                    "grant_type", "authorization_code",
                    "code", returned.get("code"),
                    "redirect_uri", run.demo().client(client).redirectUri()));
            switch (kind) {
                case "empty" -> form.put("code_verifier", "");
                case "wrong" -> form.put("code_verifier", "w".repeat(43));
                case "challenge" -> form.put("code_verifier", launch.pkce().challenge());
                default -> form.remove("code_verifier");
            }
            Reply reply = app.token(form);
            assertThat(reply.status()).as(kind).isEqualTo(400);
            assertThat(reply.json().path("error").asString("")).as(kind).isIn("invalid_grant", "invalid_request");
        }
    }
}
