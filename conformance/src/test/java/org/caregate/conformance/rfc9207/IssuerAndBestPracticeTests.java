package org.caregate.conformance.rfc9207;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.check.client.SmartApp.Launch;
import org.caregate.check.client.SmartApp.Returned;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

/** RFC 9207 §2 and RFC 9700 §2, §4. */
class IssuerAndBestPracticeTests {
    private final RunningDemo run = RunningDemo.get();
    private final SmartApp app = run.app();

    @Test
    @Requirement("RFC9207-2")
    void success_namesTheIssuer() {
        Launch launch = app.launch("launch/patient patient/Patient.rs");
        Returned returned =
                app.complete(run.browserOf("patient"), launch, run.demo().person("patient"), run.ownPatient());
        assertThat(returned.get("iss")).isEqualTo(run.demo().issuer().toString());
        assertThat(returned.get("state")).isEqualTo(launch.state());
    }

    @Test
    @Requirement("RFC9207-2")
    void error_namesTheIssuer() {
        Reply reply =
                app.browser().open(app.address(app.launch("launch/patient").with("response_type", "token")));
        assertThat(SmartApp.query(reply.location()))
                .containsEntry("iss", run.demo().issuer().toString());
    }

    @Test
    @Requirement("RFC9700-4.12")
    void redirectsAre303_never307() {
        Launch launch = app.launch("launch/patient patient/Patient.rs");
        Returned returned =
                app.complete(run.browserOf("patient"), launch, run.demo().person("patient"), run.ownPatient());
        assertThat(returned.reply().status()).isEqualTo(303);
    }

    @Test
    @Requirement("RFC9700-4.16")
    void pages_cannotBeFramed_andRunNoInlineScript() {
        Reply page = app.browser().open(app.address(app.launch("launch/patient patient/Patient.rs")));
        assertThat(page.header("Content-Security-Policy"))
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe-inline");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.html().select("script:not([src])")).isEmpty();
        assertThat(page.html().select("[style]")).isEmpty();
    }

    @Test
    @Requirement("RFC9700-4.7")
    void anotherBrowser_cannotContinueAPendingAuthorization() {
        Reply page = app.signIn(
                run.browserOf("patient"),
                app.launch("launch/patient patient/Patient.rs"),
                run.demo().person("patient"));
        Reply stolen = app.browser().open(page.uri());
        assertThat(stolen.html().selectFirst("#allow")).isNull();
        assertThat(stolen.text()).doesNotContain(run.ownPatient());
    }

    @Test
    @Requirement("RFC9700-4.3")
    void formWithoutCsrfToken_isRefused() {
        var browser = app.browser();
        browser.open(java.net.URI.create(run.demo().issuer() + "/sign-in"));
        Reply reply = browser.post(
                java.net.URI.create(run.demo().issuer() + "/sign-in"), Map.of("username", "a", "password", "b"));
        assertThat(reply.status()).isIn(400, 403);
    }
}
