package org.caregate.conformance.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.util.Map;
import org.caregate.check.client.Browser;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.check.client.SmartApp.Launch;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** SMART App Launch 2.2: standalone launch, launch context, OpenID Connect. */
class LaunchTests {
    private final RunningDemo run = RunningDemo.get();
    private final SmartApp app = run.app();

    @Test
    @Requirement({"SMART2.2-invalid-aud", "RFC8707-2"})
    void anotherAudience_neverYieldsACode() {
        for (String aud : new String[] {"https://evil.example/fhir", run.demo().fhirBase() + "/x", "not a uri"}) {
            Reply reply = run.browserOf("patient")
                    .open(app.address(
                            app.launch("launch/patient patient/Patient.rs").with("aud", aud)));
            assertThat(reply.redirects() ? SmartApp.query(reply.location()).getOrDefault("code", "") : "")
                    .isEmpty();
            assertThat(reply.html().selectFirst("#allow")).isNull();
        }
    }

    @Test
    @Requirement("SMART2.2-aud-required")
    void missingAudience_isRefused_whenAScopeReachesTheApi() {
        Reply reply = run.browserOf("patient")
                .open(app.address(
                        app.launch("launch/patient patient/Patient.rs").with("aud", null)));
        assertThat(SmartApp.query(reply.location())).containsKey("error").doesNotContainKey("code");
    }

    @Test
    @Requirement("RFC8707-2")
    void resource_doesWhatAudDoes() {
        Launch launch = app.launch("launch/patient patient/Patient.rs")
                .with("aud", null)
                .with("resource", run.demo().fhirBase().toString());
        var returned = app.complete(run.browserOf("patient"), launch, run.demo().person("patient"), run.ownPatient());
        assertThat(app.redeem(launch, returned).status()).isEqualTo(200);
    }

    @Test
    @Requirement({"SMART2.2-patient-context", "SMART2.2-context-read"})
    void launchContext_isTheOwnRecord_andReadable() {
        JsonNode token = run.launch("launch/patient patient/Patient.rs");
        assertThat(token.path("patient").asString("")).isEqualTo(run.ownPatient());
        assertThat(run.read(
                                "Patient/" + run.ownPatient(),
                                token.path("access_token").asString(""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Requirement("SMART2.2-standalone-patient-picker")
    void clinician_choosesAPatientOfTheList() {
        String chosen = run.otherPatient();
        JsonNode token = run.launch("app", "clinician", "openid fhirUser launch/patient patient/Patient.rs", chosen);
        assertThat(token.path("patient").asString("")).isEqualTo(chosen);
        String access = token.path("access_token").asString("");
        assertThat(run.read("Patient/" + chosen, access).status()).isEqualTo(200);
        String another = run.demo().person("clinician").patients().stream()
                .filter(id -> !id.equals(chosen))
                .findFirst()
                .orElseThrow();
        assertThat(run.read("Patient/" + another, access).status()).isEqualTo(404);
    }

    @Test
    @Requirement({"SMART2.2-id-token-header", "SMART2.2-id-token-payload", "SMART2.2-fhir-user"})
    void idToken_isRs256_verifies_andNamesTheUser_whoseResourceIsReadable() throws Exception {
        JsonNode token = run.launch("openid fhirUser launch/patient patient/Patient.rs");
        SignedJWT jwt = SignedJWT.parse(token.path("id_token").asString(""));
        assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        JWKSet keys = JWKSet.parse(run.http().get(run.endpoint("jwks_uri")).text());
        assertThat(jwt.verify(new RSASSAVerifier(
                        keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        var claims = jwt.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(run.demo().issuer().toString());
        assertThat(claims.getAudience())
                .containsExactly(run.demo().client("app").clientId());
        assertThat(claims.getSubject()).isNotBlank().hasSizeLessThan(256);
        assertThat(claims.getExpirationTime()).isInTheFuture();
        assertThat(claims.getIssueTime()).isNotNull();
        String fhirUser = claims.getStringClaim("fhirUser");
        Reply user = run.http()
                .get(
                        URI.create(fhirUser),
                        "Authorization",
                        "Bearer " + token.path("access_token").asString(""));
        assertThat(user.status()).isEqualTo(200);
        assertThat(user.json().path("resourceType").asString("")).isEqualTo("Patient");
    }

    @Test
    @Requirement("SMART2.2-fhir-user")
    void fhirUserWithoutAClinicalScope_readsTheOwnResource_andNothingElse() {
        JsonNode token = run.launch("openid fhirUser launch/patient");
        String access = token.path("access_token").asString("");
        assertThat(token.path("patient").asString("")).isEqualTo(run.ownPatient());
        assertThat(run.read("Patient/" + run.ownPatient(), access).status()).isEqualTo(200);
        assertThat(run.read("Patient/" + run.otherPatient(), access).status()).isEqualTo(403);
        assertThat(run.read("Patient?_id=" + run.ownPatient(), access).status()).isEqualTo(403);
        assertThat(run.read("Observation?patient=" + run.ownPatient(), access).status())
                .isEqualTo(403);
        assertThat(run.http()
                        .get(URI.create(run.demo().issuer() + "/userinfo"), "Authorization", "Bearer " + access)
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Requirement("SMART2.2-fhir-user")
    void cliniciansOwnResource_isReadable() throws Exception {
        JsonNode token =
                run.launch("app", "clinician", "openid fhirUser launch/patient patient/Patient.rs", run.otherPatient());
        String fhirUser = SignedJWT.parse(token.path("id_token").asString(""))
                .getJWTClaimsSet()
                .getStringClaim("fhirUser");
        Reply user = run.http()
                .get(
                        URI.create(fhirUser),
                        "Authorization",
                        "Bearer " + token.path("access_token").asString(""));
        assertThat(user.status()).isEqualTo(200);
        assertThat(user.json().path("resourceType").asString("")).isEqualTo("Practitioner");
    }

    @Test
    @Requirement("SMART2.2-confidential-symmetric")
    void confidentialClient_launches_andRefreshes() {
        JsonNode token = run.launch(
                "confidential", "patient", "openid launch/patient offline_access patient/Patient.rs", run.ownPatient());
        assertThat(token.path("id_token").asString("")).isNotEmpty();
        Reply refreshed =
                run.app("confidential").refresh(token.path("refresh_token").asString(""));
        assertThat(refreshed.status()).isEqualTo(200);
    }

    @Test
    @Requirement({"SMART2.2-consent-limits", "RFC6749-3.3"})
    void untickedScope_isNotGranted_andNotEnforcedAsIfItWere() {
        Launch launch = app.launch("launch/patient patient/Patient.rs patient/Condition.rs");
        Browser browser = run.browserOf("patient");
        Reply consent = app.signIn(browser, launch, run.demo().person("patient"));
        assertThat(consent.html().selectFirst("#allow")).isNotNull();
        Reply redirect = SmartApp.consent(browser, consent, SmartApp.untick("patient/Condition.rs"));
        JsonNode token = app.redeem(launch, app.returned(redirect)).json();
        assertThat(token.path("scope").asString("")).isEqualTo("launch/patient patient/Patient.rs");
        String access = token.path("access_token").asString("");
        assertThat(run.read("Condition?patient=" + run.ownPatient(), access).status())
                .isEqualTo(403);
        assertThat(run.read("Patient/" + run.ownPatient(), access).status()).isEqualTo(200);
    }

    @Test
    @Requirement("SMART2.2-consent-declined")
    void declinedConsent_isAccessDenied() {
        Launch launch = app.launch("launch/patient patient/Patient.rs patient/Immunization.rs");
        Browser browser = run.browserOf("patient");
        Reply consent = app.signIn(browser, launch, run.demo().person("patient"));
        Reply redirect = browser.submit(consent, "#deny", form -> {});
        Map<String, String> parameters = SmartApp.query(redirect.location());
        assertThat(parameters).containsEntry("error", "access_denied").doesNotContainKey("code");
    }
}
