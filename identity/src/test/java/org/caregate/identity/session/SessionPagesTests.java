package org.caregate.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.caregate.audit.entry.Action;
import org.caregate.identity.PagesServer;
import org.caregate.identity.page.Browser;
import org.caregate.identity.page.Browser.Page;
import org.caregate.identity.page.PagesTest;
import org.junit.jupiter.api.Test;

class SessionPagesTests extends PagesTest {
    @Test
    void cookieFromBeforeSignIn_isWorthlessAfterIt() {
        browser.get("/sign-in");
        String planted = browser.cookie();
        Someone someone = patient();
        signIn(browser, someone);
        Browser attacker = newBrowser();
        attacker.setCookie(planted);

        assertThat(browser.cookie()).isNotEqualTo(planted);
        assertThat(attacker.get("/").body()).doesNotContain("Hello");
        assertThat(attacker.get("/sign-in/code").location()).isEqualTo("/sign-in");
    }

    @Test
    void cookieBetweenTheFactors_isWorthlessAfterTheSecond() {
        Someone someone = patient();
        browser.get("/sign-in");
        browser.post("/sign-in", "username", someone.username(), "password", PagesServer.PASSWORD);
        String between = browser.cookie();
        browser.get("/sign-in/code");
        browser.post("/sign-in/code", "code", someone.code());
        Browser attacker = newBrowser();
        attacker.setCookie(between);

        assertThat(attacker.get("/").body()).doesNotContain("Hello");
    }

    @Test
    void alteredCookie_isNobodys() {
        signIn(browser, patient());
        String cookie = browser.cookie();
        browser.setCookie(cookie.substring(0, cookie.length() - 2) + (cookie.endsWith("AA") ? "BB" : "AA"));

        assertThat(browser.get("/").body()).doesNotContain("Hello");
    }

    @Test
    void storedSession_holdsNothingOfTheCookiesSecret() {
        signIn(browser, patient());
        String cookie = browser.cookie();
        String publicHalf = cookie.substring(cookie.indexOf('_') + 1, cookie.indexOf('.'));

        var stored = world().sessions.findByCookie(publicHalf).orElseThrow();

        assertThat(stored.toString()).doesNotContain(cookie.substring(cookie.indexOf('.') + 1));
    }

    @Test
    void idleSession_isOver_usedOneIsNot() {
        signIn(browser, patient());
        CLOCK.advance(Duration.ofMinutes(14));
        assertThat(browser.get("/").body()).contains("Hello");
        CLOCK.advance(Duration.ofMinutes(14));
        assertThat(browser.get("/").body()).contains("Hello");

        CLOCK.advance(Duration.ofMinutes(15));

        assertThat(browser.get("/").body()).doesNotContain("Hello");
    }

    @Test
    void twelveHoursAfterSignIn_theSessionIsOver_howeverBusy() {
        signIn(browser, patient());
        for (int i = 0; i < 71; i++) {
            CLOCK.advance(Duration.ofMinutes(10));
            assertThat(browser.get("/").body()).contains("Hello");
        }

        CLOCK.advance(Duration.ofMinutes(10));

        assertThat(browser.get("/").body()).doesNotContain("Hello");
    }

    @Test
    void signOut_endsTheSessionOnTheServer() {
        signIn(browser, patient());
        browser.get("/");
        String before = browser.cookie();

        Page out = browser.post("/sign-out");

        assertThat(out.location()).isEqualTo("/signed-out");
        assertThat(browser.get("/signed-out").body()).contains("You are signed out");
        browser.setCookie(before);
        assertThat(browser.get("/").body()).doesNotContain("Hello");
        assertThat(world().audit.lastEntry().action()).isEqualTo(Action.SIGN_OUT);
    }

    @Test
    void formWithoutToken_isRefused_andAudited() {
        Someone someone = patient();
        browser.get("/sign-in");

        Page page = browser.postRaw("/sign-in", "username", someone.username(), "password", PagesServer.PASSWORD);

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.body()).contains("Please open the page again");
        assertThat(reasons()).containsExactly("FORM_TOKEN_WRONG");
    }

    @Test
    void formWithAnotherSessionsToken_isRefused() {
        signIn(browser, patient());
        Browser attacker = newBrowser();
        attacker.get("/sign-in");
        attacker.setCookie(browser.cookie());

        assertThat(attacker.post("/sign-out").location()).isEqualTo("/sign-out"); // which asks
        assertThat(browser.get("/").body()).contains("Hello");
    }

    @Test
    void crossSiteFormPost_isRepeatedAsGet_andLeavesTheCookieAlone() {
        Page page = browser.postBody("/oauth2/authorize", "ask=consent&state=a%20b", "Sec-Fetch-Site", "cross-site");

        assertThat(page.status()).isEqualTo(303);
        assertThat(page.location()).endsWith("/oauth2/authorize?ask=consent&state=a%20b");
        assertThat(page.header("Set-Cookie")).isEmpty();
    }

    @Test
    void formPostOfAProgram_isAnsweredAtOnce() {
        assertThat(browser.postBody("/oauth2/authorize", "ask=consent").location())
                .contains("/interaction/");
    }

    @Test
    void signInAsAnotherPerson_keepsTheAppsRequest_andNoAnswer() {
        signIn(browser, patient());
        String id = asked(browser, "consent");
        browser.get("/interaction/" + id);
        browser.post("/interaction/" + id + "/decline");
        signInAgain(patient());

        assertThat(browser.get("/interaction/" + id).location()).isEqualTo("/oauth2/authorize/continue?pending=" + id);
        assertThat(browser.open("/interaction/" + id).body()).isEqualTo("answers: []");
    }

    @Test
    void consentFormOfThePersonBefore_isRefused_andLeadsToTheQuestion() {
        signIn(browser, patient());
        String id = asked(browser, "consent");
        Browser otherTab = browser.otherTab();
        otherTab.get("/interaction/" + id);
        signInAgain(patient());
        otherTab.setCookie(browser.cookie());

        Page page = otherTab.post("/interaction/" + id + "/consent", "scope", "openid");

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.body()).contains("href=\"/interaction/" + id + "\"");
        assertThat(browser.open("/interaction/" + id).body()).isEqualTo("answers: []");
    }

    @Test
    void signInFormOfAnotherTab_goesOn_whenTheSamePersonSignedInMeanwhile() {
        Someone someone = patient();
        Browser otherTab = stale(someone);

        Page page = otherTab.post("/sign-in", "username", someone.username(), "password", "whatever", "pending", "abc");

        assertThat(page.location()).isEqualTo("/sign-in?pending=abc");
        assertThat(reasons()).contains("FORM_TOKEN_WRONG");
    }

    @Test
    void signInFormOfAnotherTab_asks_whenItMeantAnotherPerson() {
        Someone someone = patient();
        Browser otherTab = stale(someone);

        Page page = otherTab.post(
                "/sign-in", "username", patient().username(), "password", PagesServer.PASSWORD, "pending", "abc");

        assertThat(page.location()).isEqualTo("/signed-in?pending=abc");
        assertThat(otherTab.get(page.location()).body())
                .contains("Someone is signed in already", "href=\"/sign-in?pending=abc\"");
        assertThat(otherTab.post("/sign-out", "pending", "abc").location()).isEqualTo("/sign-in?pending=abc");
        assertThat(browser.get("/").body()).doesNotContain("Hello");
    }

    @Test
    void codeFormOfAnotherTab_leadsToWhereTheSignInStands() {
        Someone someone = patient();
        browser.get("/sign-in");
        Browser otherTab = browser.otherTab();
        otherTab.get("/sign-in");
        browser.post("/sign-in", "username", someone.username(), "password", PagesServer.PASSWORD);
        otherTab.setCookie(browser.cookie());

        assertThat(otherTab.post("/sign-in/code", "code", "123456", "pending", "abc")
                        .location())
                .isEqualTo("/sign-in/code?pending=abc");
        browser.get("/sign-in/code");
        browser.post("/sign-in/code", "code", someone.code());
        otherTab.setCookie(browser.cookie());
        assertThat(otherTab.post("/sign-in/code", "code", "123456", "pending", "abc")
                        .location())
                .isEqualTo("/sign-in?pending=abc");
    }

    @Test
    void secondTab_isNotAskedForFactors_onceTheFirstSignedIn() {
        Someone someone = patient();
        signIn(browser, someone);
        String waiting = asked(browser, "signin");
        assertThat(browser.get("/sign-in?pending=" + waiting).location())
                .as("signed in when it was asked")
                .isEqualTo("/oauth2/authorize/continue?pending=" + waiting);
        CLOCK.advance(Duration.ofSeconds(60));
        String later = asked(browser, "signin");
        assertThat(browser.get("/sign-in?pending=" + later).status())
                .as("a fresh sign-in is wanted")
                .isEqualTo(200);
        signInAgain(someone);
        assertThat(browser.get("/sign-in?pending=" + later).location())
                .isEqualTo("/oauth2/authorize/continue?pending=" + later);
    }

    @Test
    void signOutFromAnOldForm_signsOut_whenTheBrowserVouchesForOurPage() {
        Browser otherTab = stale(patient());

        Page out = otherTab.postBody("/sign-out", "_csrf=old", "Sec-Fetch-Site", "same-origin");

        assertThat(out.location()).isEqualTo("/signed-out");
        assertThat(browser.get("/").body()).doesNotContain("Hello");
        assertThat(world().audit.entries())
                .anySatisfy(entry -> assertThat(entry.action()).isEqualTo(Action.SIGN_OUT));
    }

    @Test
    void signOutFromAnOldForm_asks_whenNothingVouchesForIt() {
        Browser otherTab = stale(patient());

        Page page = otherTab.postBody("/sign-out", "_csrf=old", "Sec-Fetch-Site", "same-site");

        assertThat(page.location()).isEqualTo("/sign-out");
        assertThat(browser.get("/").body()).contains("Hello");
        assertThat(otherTab.get("/sign-out").body()).contains("Sign out?");
        assertThat(otherTab.post("/sign-out").location()).isEqualTo("/signed-out");
        assertThat(browser.get("/").body()).doesNotContain("Hello");
    }

    @Test
    void signOutFromAnOldForm_isDone_whenNobodyIsSignedIn() {
        signIn(browser, patient());
        browser.get("/");
        Browser otherTab = browser.otherTab();
        otherTab.get("/");
        assertThat(browser.post("/sign-out").location()).isEqualTo("/signed-out");

        assertThat(otherTab.post("/sign-out").location()).isEqualTo("/signed-out");
        assertThat(otherTab.get("/sign-out").location()).isEqualTo("/signed-out");
    }

    /** A tab whose form is from before that person signed in at the first one. */
    private Browser stale(Someone someone) {
        browser.get("/sign-in");
        Browser otherTab = browser.otherTab();
        otherTab.get("/sign-in");
        signIn(browser, someone);
        otherTab.setCookie(browser.cookie());
        return otherTab;
    }

    @Test
    void signInAgainAsTheSame_keepsWhatWaits() {
        Someone someone = patient();
        signIn(browser, someone);
        String id = asked(browser, "consent");
        signInAgain(someone);

        assertThat(browser.get("/interaction/" + id).status()).isEqualTo(200);
    }

    private void signInAgain(Someone someone) {
        CLOCK.advance(Duration.ofSeconds(60));
        browser.get("/");
        browser.post("/sign-in", "username", someone.username(), "password", PagesServer.PASSWORD);
        browser.get("/sign-in/code");
        browser.post("/sign-in/code", "code", someone.code());
    }
}
