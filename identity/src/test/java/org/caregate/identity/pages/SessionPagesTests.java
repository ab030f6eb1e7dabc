package org.caregate.identity.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.caregate.audit.entry.Action;
import org.caregate.identity.PagesServer;
import org.caregate.identity.pages.Browser.Page;
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

        assertThat(attacker.post("/sign-out").status()).isEqualTo(403);
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
    void signInAsSomebodyElse_leavesTheOthersRequestsBehind() {
        signIn(browser, patient());
        String id = asked(browser, "consent");
        signInAgain(patient());

        assertThat(browser.get("/interaction/" + id).status()).isEqualTo(404);
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
