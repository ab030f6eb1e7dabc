package org.caregate.conformance.rfc6749;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.caregate.check.client.Browser;
import org.caregate.check.client.Http;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.check.client.SmartApp.Launch;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

/** RFC 6749 §3.1, §4.1.1, §4.1.2.1. */
class AuthorizationRequestTests {
    private final RunningDemo run = RunningDemo.get();
    private final SmartApp app = run.app();
    private final Browser browser = app.browser();
    private final Launch launch = app.launch("openid launch/patient patient/Patient.rs");

    private Reply open(Launch changed) {
        return browser.open(app.address(changed));
    }

    private Map<String, String> errorReturned(Reply reply) {
        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.location().toString())
                .startsWith(run.demo().client("app").redirectUri());
        Map<String, String> parameters = SmartApp.query(reply.location());
        assertThat(parameters).doesNotContainKey("code").containsEntry("state", launch.state());
        assertThat(parameters).containsEntry("iss", run.demo().issuer().toString());
        return parameters;
    }

    private static void shown(Reply reply, int status) {
        assertThat(reply.redirects()).isFalse();
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).startsWith("text/html");
    }

    @Test
    @Requirement("RFC6749-4.1.2.1")
    void unknownClient_isShown_neverRedirected() {
        shown(open(launch.with("client_id", "nobody-registered-this")), 400);
    }

    @Test
    @Requirement({"RFC6749-3.1.2.4", "RFC9700-4.1"})
    void unregisteredRedirectUri_isShown_neverRedirected() {
        for (String uri : new String[] {
            "https://evil.example/callback",
            run.demo().client("app").redirectUri() + "/x",
            run.demo().client("app").redirectUri() + "?a=b",
            run.demo().client("app").redirectUri().toUpperCase(java.util.Locale.ROOT)
        }) {
            shown(open(launch.with("redirect_uri", uri)), 400);
        }
    }

    @Test
    @Requirement("RFC6749-3.1.2.3")
    void missingRedirectUri_isShown() {
        shown(open(launch.with("redirect_uri", null)), 400);
    }

    @Test
    @Requirement("RFC6749-3.1.1")
    void missingResponseType_isReturnedAsInvalidRequest() {
        assertThat(errorReturned(open(launch.with("response_type", null)))).containsEntry("error", "invalid_request");
    }

    @Test
    @Requirement({"RFC6749-3.1.1", "RFC9700-2.1.2"})
    void implicitResponseType_isReturnedAsUnsupported() {
        for (String type : new String[] {"token", "id_token", "code token", "none"}) {
            assertThat(errorReturned(open(launch.with("response_type", type))))
                    .containsEntry("error", "unsupported_response_type");
        }
    }

    @Test
    @Requirement("RFC6749-3.1")
    void repeatedParameter_isRefused() {
        Reply reply = browser.open(URI.create(app.address(launch) + "&scope=openid"));
        assertThat(errorReturned(reply)).containsEntry("error", "invalid_request");
    }

    @Test
    @Requirement("RFC6749-3.1")
    void repeatedRedirectUri_isShown() {
        shown(browser.open(URI.create(app.address(launch) + "&redirect_uri=https%3A%2F%2Fevil.example")), 400);
    }

    @Test
    @Requirement("RFC6749-3.1")
    void unknownParameter_isIgnored() {
        Reply reply = open(launch.with("something_else", "1"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.html().selectFirst("#sign-in-submit")).isNotNull();
    }

    @Test
    @Requirement("RFC6749-3.1")
    void authorizationRequestByPost_isServed() {
        Reply reply = browser.post(run.endpoint("authorization_endpoint"), launch.parameters());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.html().selectFirst("#sign-in-submit")).isNotNull();
    }

    @Test
    @Requirement("RFC6749-3.3")
    void malformedScope_isReturnedAsInvalidScope() {
        for (String scope :
                new String[] {"patient/Observation.dus", "patient/Observation", "patient/Nothing.rs", "pat\"ient"}) {
            assertThat(errorReturned(open(launch.with("scope", scope)))).containsEntry("error", "invalid_scope");
        }
    }

    @Test
    void oversizedState_isRefused_withoutACode() {
        Reply reply = open(launch.with("state", "x".repeat(6_000)));
        assertThat(SmartApp.query(reply.location()))
                .containsEntry("error", "invalid_request")
                .doesNotContainKey("code");
    }

    @Test
    @Requirement("RFC9700-4.11")
    void errorDescriptions_areFixedText_withoutTheRequestsContent() {
        Map<String, String> error = errorReturned(open(launch.with("scope", "patient/Observation.dus")));
        assertThat(error.getOrDefault("error_description", "")).doesNotContain("Observation");
        Reply unknown = open(launch.with("client_id", "<script>alert(1)</script>"));
        assertThat(unknown.text()).doesNotContain("<script>alert");
    }

    @Test
    @Requirement("RFC9700-2.6")
    void authorizationEndpoint_givesNoCors() {
        Reply reply = run.http()
                .get(
                        URI.create(run.endpoint("authorization_endpoint") + "?" + Http.form(launch.parameters())),
                        "Origin",
                        "https://127.0.0.1:7443");
        assertThat(reply.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void wrongMethod_is405() {
        Reply reply = run.http()
                .send(Http.to(run.endpoint("authorization_endpoint")).DELETE().build());
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).contains("GET").contains("POST");
        Reply options = run.http()
                .send(Http.to(run.endpoint("authorization_endpoint"))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .build());
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).contains("GET").contains("POST");
        assertThat(options.headers().firstValue("Set-Cookie")).isEmpty();
    }
}
