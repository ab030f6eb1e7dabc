package org.caregate.identity.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.identity.PagesServer;
import org.caregate.identity.page.Browser;
import org.caregate.identity.page.Browser.Page;
import org.caregate.identity.page.PagesTest;
import org.caregate.identity.people.PersonAccount;
import org.caregate.registry.pending.Answer;
import org.junit.jupiter.api.Test;

class QuestionPagesTests extends PagesTest {
    private static final String ONWARD = "/oauth2/authorize/continue?pending=";

    private String answers(String id) {
        return browser.get(ONWARD + id).body();
    }

    @Test
    void question_leadsThroughBothFactors_andOn() {
        Someone someone = patient();
        Page form = browser.open("/oauth2/authorize?ask=signin");
        assertThat(form.body())
                .contains("Heartbeat")
                .contains("id=\"sign-in-submit\"")
                .contains("id=\"decline\"");
        String id = form.body().replaceAll("(?s).*name=\"pending\" value=\"([^\"]+)\".*", "$1");

        Page code = browser.post(
                "/sign-in", "username", someone.username(), "password", PagesServer.PASSWORD, "pending", id);
        assertThat(code.location()).isEqualTo("/sign-in/code?pending=" + id);
        assertThat(browser.get(code.location()).body())
                .contains("one-time-code")
                .contains("inputmode=\"numeric\"");

        Page on = browser.post("/sign-in/code", "code", someone.code(), "pending", id);
        assertThat(on.status()).isEqualTo(303);
        assertThat(on.location()).isEqualTo(ONWARD + id);
    }

    @Test
    void signInDeclined_leadsOn_beforeAnybodySignedIn_andStoresNothing() {
        int stored = world().pending.size();
        String carried = asked(browser, "signin");
        assertThat(browser.get("/sign-in?pending=" + carried).body()).contains("/interaction/" + carried + "/decline");

        assertThat(browser.post("/interaction/" + carried + "/decline").location())
                .isEqualTo(ONWARD + carried + "&declined=true");

        assertThat(world().pending.size()).isEqualTo(stored);
    }

    @Test
    void patientOfTheList_isChosen_andAudited() {
        signIn(browser, clinician());
        String id = asked(browser, "patient");
        Page picker = browser.get("/interaction/" + id);
        assertThat(picker.body())
                .contains("id=\"patient-p1\"")
                .contains("Rosa Martínez")
                .contains("Born 2 April 1958")
                .contains("id=\"choose-submit\"")
                .contains("id=\"decline\"");

        assertThat(browser.post("/interaction/" + id + "/patient", "patient", "p2")
                        .location())
                .isEqualTo(ONWARD + id);

        assertThat(answers(id)).contains(new Answer.PatientChosen("p2").toString());
        AuditEntry entry = world().audit.lastEntry();
        assertThat(entry.action()).isEqualTo(Action.PATIENT_CHOSEN);
        assertThat(entry.sensitive().patients()).containsExactly("p2");
        assertThat(entry.client()).isEqualTo("heartbeat");
    }

    @Test
    void namesOnThePicker_areInTheLog_beforeTheyAreShown() {
        signIn(browser, clinician());
        String id = asked(browser, "patient");
        world().audit.clear();

        browser.get("/interaction/" + id);

        AuditEntry entry = world().audit.lastEntry();
        assertThat(entry.action()).isEqualTo(Action.RESOURCE_READ);
        assertThat(entry.reason()).isEqualTo("NAMES_SHOWN");
        assertThat(entry.sensitive().patients()).contains("p1", "p2");
    }

    @Test
    void personDisabledMeanwhile_seesNoName_andIsSentToSignIn() {
        Someone doctor = clinician();
        signIn(browser, doctor);
        for (String question : List.of("patient", "consent")) {
            String id = asked(browser, question);
            enable(doctor, false);
            world().audit.clear();

            Page page = browser.get("/interaction/" + id);

            assertThat(page.location()).isEqualTo("/sign-in?pending=" + id);
            assertThat(page.body()).doesNotContain("Rosa");
            assertThat(world().audit.entries()).isEmpty();
            enable(doctor, true);
        }
    }

    private static void enable(Someone someone, boolean enabled) {
        PersonAccount account = world().accounts.find(someone.enrolled().id()).orElseThrow();
        assertThat(world().accounts.update(account.withEnabled(enabled))).isTrue();
    }

    @Test
    void patientOutsideTheList_isRefused() {
        signIn(browser, clinician());
        String id = asked(browser, "patient");
        browser.get("/interaction/" + id);

        Page page = browser.post("/interaction/" + id + "/patient", "patient", "p4");

        assertThat(page.status()).isEqualTo(400);
        assertThat(answers(id)).isEqualTo("answers: []");
        assertThat(world().audit.lastEntry().reason()).isEqualTo("PATIENT_NOT_OFFERED");
    }

    @Test
    void noPatientMarked_isAskedAgain() {
        signIn(browser, clinician());
        String id = asked(browser, "patient");
        browser.get("/interaction/" + id);

        Page page = browser.post("/interaction/" + id + "/patient");

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains("href=\"#patients\"");
    }

    @Test
    void consentPage_saysWhoAsks_whatFor_andWhatIsNotGiven() {
        signIn(browser, patient());
        String id = asked(browser, "consent");

        String body = browser.get("/interaction/" + id).body();

        assertThat(body)
                .contains("Heartbeat")
                .contains("127.0.0.1:7443")
                .contains("Read your vital signs, such as blood pressure and weight.")
                .contains("Keep this access for up to 92 days after you leave.")
                .contains("Only programs that work without a person may ask for that.")
                .contains("“teleport”")
                .contains("id=\"scope-offline-access\"")
                .contains("id=\"scope-patient-Patient-rs\"")
                .contains("id=\"allow\"")
                .contains("id=\"deny\"");
    }

    @Test
    void untickedScope_isNotAgreedTo() {
        signIn(browser, patient());
        String id = asked(browser, "consent");
        browser.get("/interaction/" + id);

        browser.post("/interaction/" + id + "/consent", "scope", "openid", "scope", "patient/Patient.rs");

        assertThat(answers(id))
                .contains("ConsentGiven")
                .contains("patient/Patient.rs")
                .doesNotContain("offline");
        AuditEntry entry = world().audit.lastEntry();
        assertThat(entry.action()).isEqualTo(Action.CONSENT);
        assertThat(entry.outcome()).isEqualTo(Outcome.PERMITTED);
        assertThat(entry.scopes()).isEqualTo("openid patient/Patient.rs");
        assertThat(entry.detail().get("unticked")).contains("offline_access");
        assertThat(entry.sensitive().patients()).containsExactly("p1");
    }

    @Test
    void scopeThatWasNotAsked_isRefused_withTheWholeAnswer() {
        signIn(browser, patient());
        String id = asked(browser, "consent");
        browser.get("/interaction/" + id);

        for (String forged : Set.of("patient/Claim.rs", "patient/*.cruds", "system/Patient.rs", "")) {
            Page page = browser.post("/interaction/" + id + "/consent", "scope", "openid", "scope", forged);

            assertThat(page.status()).isEqualTo(400);
            assertThat(world().audit.lastEntry().reason()).isEqualTo("SCOPE_NOT_ASKED");
        }
        assertThat(answers(id)).isEqualTo("answers: []");
    }

    @Test
    void nothingTicked_isAskedAgain() {
        signIn(browser, patient());
        String id = asked(browser, "consent");
        browser.get("/interaction/" + id);

        Page page = browser.post("/interaction/" + id + "/consent");

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains("href=\"#scopes\"");
        assertThat(answers(id)).isEqualTo("answers: []");
    }

    @Test
    void consentDenied_isAnAnswer() {
        signIn(browser, patient());
        String id = asked(browser, "consent");
        browser.get("/interaction/" + id);

        browser.post("/interaction/" + id + "/decline", "scope", "openid");

        assertThat(answers(id)).contains("Declined").doesNotContain("ConsentGiven");
        assertThat(world().audit.lastEntry().reason()).isEqualTo("DECLINED");
        assertThat(world().audit.lastEntry().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void secondClick_goesOn_withoutASecondAnswer() {
        signIn(browser, patient());
        String id = asked(browser, "consent");
        browser.get("/interaction/" + id);
        browser.post("/interaction/" + id + "/consent", "scope", "openid");

        Page again = browser.post("/interaction/" + id + "/consent", "scope", "openid", "scope", "fhirUser");

        assertThat(again.location()).isEqualTo(ONWARD + id);
        assertThat(answers(id)).isEqualTo("answers: " + List.of(new Answer.ConsentGiven(Set.of("openid"))));
    }

    @Test
    void answerToAnotherQuestion_isRefused() {
        signIn(browser, clinician());
        String id = asked(browser, "consent");
        browser.get("/interaction/" + id);

        assertThat(browser.post("/interaction/" + id + "/patient", "patient", "p1")
                        .status())
                .isEqualTo(400);
        assertThat(answers(id)).isEqualTo("answers: []");
    }

    @Test
    void anotherBrowsersQuestion_isAsGoodAsNone() {
        signIn(browser, patient());
        String id = asked(browser, "consent");
        Browser other = newBrowser();
        signIn(other, patient());
        other.get("/");

        Page shown = other.get("/interaction/" + id);
        Page answered = other.post("/interaction/" + id + "/consent", "scope", "openid");
        Page declined = other.post("/interaction/" + id + "/decline");

        assertThat(shown.status()).isEqualTo(404);
        assertThat(answered.status()).isEqualTo(404);
        assertThat(declined.status()).isEqualTo(404);
        assertThat(answers(id)).isEqualTo("answers: []");
    }

    @Test
    void expiredUnknownAndMalformedIds_areTheSamePage() {
        signIn(browser, patient());
        String id = asked(browser, "consent");
        CLOCK.advance(Duration.ofMinutes(10));

        assertThat(browser.get("/interaction/" + id).status()).isEqualTo(404);
        assertThat(browser.get("/interaction/unknown").body()).contains("This request has ended");
        assertThat(browser.get("/interaction/%3Cscript%3E").body())
                .contains("This request has ended")
                .doesNotContain("<script");
    }

    @Test
    void answerWhoseEntryCannotBeWritten_isA503() {
        signIn(browser, patient());
        String id = asked(browser, "consent");
        browser.get("/interaction/" + id);
        world().audit.failFromNowOn();

        assertThat(browser.post("/interaction/" + id + "/consent", "scope", "openid")
                        .status())
                .isEqualTo(503);

        world().audit.recover();
        assertThat(answers(id)).isEqualTo("answers: []");
    }
}
