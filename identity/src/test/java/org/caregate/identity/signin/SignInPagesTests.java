package org.caregate.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.identity.PagesServer;
import org.caregate.identity.page.Browser;
import org.caregate.identity.page.Browser.Page;
import org.caregate.identity.page.PagesTest;
import org.caregate.identity.secondfactor.Totp;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

class SignInPagesTests extends PagesTest {
    private Page password(String username, String password) {
        browser.get("/sign-in");
        return browser.post("/sign-in", "username", username, "password", password);
    }

    private void signOut() {
        browser.get("/");
        assertThat(browser.post("/sign-out").status()).isEqualTo(303);
    }

    @Test
    void bothFactors_signIn_andAreAudited() {
        Someone someone = patient();

        signIn(browser, someone);

        assertThat(browser.get("/").body()).contains("Hello, Somebody New").contains("id=\"sign-out\"");
        assertThat(world().audit.entries())
                .extracting(AuditEntry::action)
                .containsExactly(Action.SIGN_IN, Action.SECOND_FACTOR);
        assertThat(world().audit.entries()).allSatisfy(entry -> {
            assertThat(entry.outcome()).isEqualTo(Outcome.PERMITTED);
            assertThat(entry.person()).isEqualTo(someone.id());
            assertThat(entry.sensitive().sourceAddress()).isEqualTo("127.0.0.1");
        });
    }

    @Test
    void passwordAlone_doesNotSignIn() {
        Someone someone = patient();

        assertThat(password(someone.username(), PagesServer.PASSWORD).location())
                .isEqualTo("/sign-in/code");

        assertThat(browser.get("/").body()).doesNotContain("Hello");
        String id = asked(browser, "consent");
        assertThat(browser.get("/interaction/" + id).location()).isEqualTo("/sign-in?pending=" + id);
        browser.get("/sign-in/code");
        assertThat(browser.post("/interaction/" + id + "/consent", "scope", "openid")
                        .status())
                .isEqualTo(403);
        assertThat(world().audit.lastEntry().reason()).isEqualTo("FACTOR_MISSING");
    }

    @Test
    void answerOfNobody_leadsToSignIn() {
        String id = asked(browser, "consent");
        browser.get("/sign-in");

        assertThat(browser.post("/interaction/" + id + "/consent", "scope", "openid")
                        .location())
                .isEqualTo("/sign-in?pending=" + id);
    }

    @Test
    void wrongPassword_andUnknownUser_areRefusedAlike() {
        Someone someone = patient();

        Page wrong = password(someone.username(), "not the password");
        Page unknown = password("nobody-of-that-name", "not the password");

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(stripped(wrong, someone.username())).isEqualTo(stripped(unknown, "nobody-of-that-name"));
        assertThat(reasons()).containsExactly("WRONG_PASSWORD", "UNKNOWN_USER");
    }

    @Test
    void strangersFlood_getsItsFirstEntriesAlone_whileAKnownPersonsFailureStillHasItsOwn() {
        Someone someone = patient();
        for (int i = 0; i < PagesServer.FLOOD_FROM + 15; i++) {
            assertThat(password("no such name!", "x").status()).isEqualTo(422);
        }
        assertThat(reasons()).hasSize(PagesServer.FLOOD_FROM).containsOnly("MALFORMED_CREDENTIALS");

        password(someone.username(), "not the password");

        assertThat(reasons()).hasSize(PagesServer.FLOOD_FROM + 1).endsWith("WRONG_PASSWORD");
    }

    private static String stripped(Page page, String username) {
        return page.body().replace(username, "").replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "");
    }

    @Test
    void refusedUserName_liesOnlyInTheSealedPart() {
        password("my-secret-word-typed-into-the-wrong-field", "x");

        AuditEntry entry = world().audit.lastEntry();
        assertThat(entry.sensitive().userName()).isEqualTo("my-secret-word-typed-into-the-wrong-field");
        assertThat(entry.person()).isNull();
        assertThat(entry.detail().toString() + entry.reason() + entry.requestLine())
                .doesNotContain("my-secret");
    }

    @Test
    void emptyFields_areNamed_withoutAnAttempt() {
        Page page = password("", "");

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains("href=\"#username\"").contains("href=\"#password\"");
        assertThat(world().audit.entries()).isEmpty();
    }

    @Test
    void sixthGuess_isNotLookedAt_evenIfRight() {
        Someone someone = patient();
        for (int i = 0; i < 5; i++) {
            assertThat(password(someone.username(), "guess " + i).status()).isEqualTo(422);
        }

        Page sixth = password(someone.username(), PagesServer.PASSWORD);

        assertThat(sixth.status()).isEqualTo(429);
        assertThat(sixth.header("Retry-After")).isEqualTo("1");
        assertThat(world().audit.lastEntry().reason()).isEqualTo("ACCOUNT_THROTTLED");
        CLOCK.advance(Duration.ofSeconds(1));
        assertThat(password(someone.username(), PagesServer.PASSWORD).status()).isEqualTo(303);
    }

    @Test
    void guessesAtAnUnknownName_areThrottledAlike() {
        for (int i = 0; i < 5; i++) {
            password("an-unknown-name", "guess " + i);
        }

        assertThat(password("an-unknown-name", "guess").status()).isEqualTo(429);
    }

    @Test
    void manyNamesFromOneAddress_areThrottled() {
        for (int i = 0; i < 20; i++) {
            assertThat(password("sprayed-" + i, "Summer2026!").status()).isEqualTo(422);
        }

        assertThat(password("sprayed-20", "Summer2026!").status()).isEqualTo(429);
        assertThat(world().audit.lastEntry().reason()).isEqualTo("UNKNOWN_USER");
    }

    @Test
    void rightPassword_isTaken_whateverOthersBehindTheAddressDid() {
        Someone someone = patient();
        for (int i = 0; i < 60; i++) {
            password("sprayed-" + i, "Summer2026!");
        }

        assertThat(password(someone.username(), PagesServer.PASSWORD).status()).isEqualTo(303);
    }

    @Test
    void passwordAlone_lowersNoCount() {
        Someone someone = patient();
        for (int i = 0; i < 25; i++) {
            password("sprayed-" + i, "Summer2026!");
        }
        for (int i = 0; i < 10; i++) {
            assertThat(password(someone.username(), PagesServer.PASSWORD).status())
                    .isEqualTo(303);
        }

        assertThat(password("sprayed-x", "Summer2026!").status()).isEqualTo(429);
        for (int i = 0; i < 5; i++) {
            password(someone.username(), "guess");
            assertThat(password(someone.username(), PagesServer.PASSWORD).status())
                    .isEqualTo(i < 4 ? 303 : 429);
        }
    }

    @Test
    void knownDevice_isNotLockedOut_byGuessesFromElsewhere() {
        Someone someone = patient();
        signIn(browser, someone);
        signOut();
        Browser stranger = newBrowser();
        for (int i = 0; i < 8; i++) {
            stranger.get("/sign-in");
            stranger.post("/sign-in", "username", someone.username(), "password", "guess");
        }
        stranger.get("/sign-in");
        assertThat(stranger.post("/sign-in", "username", someone.username(), "password", PagesServer.PASSWORD)
                        .status())
                .isEqualTo(429);

        signIn(browser, someone);

        assertThat(browser.get("/").body()).contains("Hello, Somebody New");
    }

    @Test
    void passwordThatGuessingDisabled_worksOnAKnownDevice_andBothFactorsEnableIt() {
        Someone someone = patient();
        signIn(browser, someone);
        signOut();
        world().passwords.disable(someone.enrolled().id(), CLOCK.instant());
        Browser stranger = newBrowser();
        stranger.get("/sign-in");
        assertThat(stranger.post("/sign-in", "username", someone.username(), "password", PagesServer.PASSWORD)
                        .status())
                .isEqualTo(422);

        signIn(browser, someone);

        assertThat(world().passwords.find(someone.enrolled().id()).orElseThrow().disabledAt())
                .isNull();
    }

    @Test
    void deviceThatGuessed_isSlowedItself() {
        Someone someone = patient();
        signIn(browser, someone);
        signOut();
        for (int i = 0; i < 10; i++) {
            assertThat(password(someone.username(), "guess").status()).isEqualTo(422);
        }

        assertThat(password(someone.username(), PagesServer.PASSWORD).status()).isEqualTo(429);
        Browser other = newBrowser();
        other.get("/sign-in");
        assertThat(other.post("/sign-in", "username", someone.username(), "password", PagesServer.PASSWORD)
                        .status())
                .isEqualTo(303);
    }

    @Test
    void codesTriedElsewhereWithTheRightPassword_doNotLockTheKnownDevice() {
        Someone someone = patient();
        signIn(browser, someone);
        signOut();
        Browser thief = newBrowser();
        thief.get("/sign-in");
        thief.post("/sign-in", "username", someone.username(), "password", PagesServer.PASSWORD);
        for (int i = 0; i < 8; i++) {
            thief.get("/sign-in/code");
            thief.post("/sign-in/code", "code", "wrong");
        }
        thief.get("/sign-in/code");
        assertThat(thief.post("/sign-in/code", "code", "wrong").status()).isEqualTo(429);

        signIn(browser, someone);
    }

    @Test
    void deviceCookie_isHiddenFromScript_andKeptForHalfAYear() {
        Someone someone = patient();
        CLOCK.advance(Duration.ofSeconds(30));
        password(someone.username(), PagesServer.PASSWORD);
        browser.get("/sign-in/code");

        Page page = browser.post("/sign-in/code", "code", someone.code());

        assertThat(page.headers().get("set-cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .contains("-device=")
                        .contains("HttpOnly")
                        .contains("SameSite=Lax")
                        .contains("Path=/")
                        .contains("Max-Age=15552000")
                        .doesNotContain("Domain"));
    }

    @Test
    void hundredthFailure_disablesThePassword_andSaysSoInTheLogOnly() {
        Someone someone = patient();
        Page last = password(someone.username(), "guess");
        for (int i = 1; i < 100; i++) {
            CLOCK.advance(Duration.ofMinutes(16));
            last = password(someone.username(), "guess");
        }

        assertThat(last.status()).isEqualTo(422);
        assertThat(world().audit.lastEntry().reason()).isEqualTo("PASSWORD_DISABLED");
        assertThat(world().passwords.find(someone.enrolled().id()).orElseThrow().disabledAt())
                .isNotNull();
        CLOCK.advance(Duration.ofMinutes(16));
        assertThat(password(someone.username(), PagesServer.PASSWORD).status()).isEqualTo(422);
        assertThat(world().audit.lastEntry().reason()).isEqualTo("PASSWORD_DISABLED");
    }

    @Test
    void disabledAccount_isRefused_withTheRightPassword() {
        Someone someone = patient();
        world().accounts
                .update(world().accounts
                        .find(someone.enrolled().id())
                        .orElseThrow()
                        .withEnabled(false));

        assertThat(password(someone.username(), PagesServer.PASSWORD).status()).isEqualTo(422);

        assertThat(world().audit.lastEntry().reason()).isEqualTo("ACCOUNT_DISABLED");
    }

    private Someone atTheCode() {
        Someone someone = patient();
        CLOCK.advance(Duration.ofSeconds(30));
        password(someone.username(), PagesServer.PASSWORD);
        browser.get("/sign-in/code");
        return someone;
    }

    @Test
    void wrongCode_isRefused() {
        Someone someone = atTheCode();
        String wrong = someone.code().equals("000000") ? "000001" : "000000";

        Page page = browser.post("/sign-in/code", "code", wrong);

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains("href=\"#code\"");
        assertThat(world().audit.lastEntry().reason()).isEqualTo("WRONG_CODE");
        assertThat(world().audit.lastEntry().person()).isEqualTo(someone.id());
    }

    @Test
    void codeTypedWithASpace_isAccepted() {
        String code = atTheCode().code();

        assertThat(browser.post("/sign-in/code", "code", code.substring(0, 3) + " " + code.substring(3))
                        .location())
                .isEqualTo("/");
    }

    @Test
    @Requirement("RFC6238-5.2")
    void usedCode_isRefused_inAnyBrowser() {
        Someone someone = patient();
        signIn(browser, someone);
        Browser other = newBrowser();
        other.get("/sign-in");
        other.post("/sign-in", "username", someone.username(), "password", PagesServer.PASSWORD);
        other.get("/sign-in/code");

        Page replayed = other.post("/sign-in/code", "code", someone.code());

        assertThat(replayed.status()).isEqualTo(422);
        assertThat(world().audit.lastEntry().reason()).isEqualTo("CODE_REPLAYED");
        assertThat(other.get("/").body()).doesNotContain("Hello");
    }

    @Test
    void codeOfTheStepBefore_isAccepted_anOlderOneIsRefused() {
        Someone someone = atTheCode();
        String old = Totp.code(someone.enrolled().seed(), CLOCK.instant().minusSeconds(60));
        String last = Totp.code(someone.enrolled().seed(), CLOCK.instant().minusSeconds(30));

        assertThat(browser.post("/sign-in/code", "code", old).status()).isEqualTo(422);
        assertThat(browser.post("/sign-in/code", "code", last).status()).isEqualTo(303);
    }

    @Test
    void sixthCode_isNotLookedAt_evenIfRight() {
        Someone someone = atTheCode();
        for (int i = 0; i < 5; i++) {
            browser.post("/sign-in/code", "code", "wrong");
        }

        assertThat(browser.post("/sign-in/code", "code", someone.code()).status())
                .isEqualTo(429);
        assertThat(world().audit.lastEntry().reason()).isEqualTo("CODE_THROTTLED");
    }

    @Test
    void codeLongAfterThePassword_isRefused() {
        Someone someone = atTheCode();
        CLOCK.advance(Duration.ofMinutes(5));

        assertThat(browser.post("/sign-in/code", "code", someone.code()).location())
                .isEqualTo("/sign-in");
        assertThat(browser.get("/").body()).doesNotContain("Hello");
    }

    @Test
    void codeWithoutAPassword_leadsBackToTheStart() {
        browser.get("/sign-in");

        assertThat(browser.post("/sign-in/code", "code", "123456").location()).isEqualTo("/sign-in");
        assertThat(browser.get("/sign-in/code").location()).isEqualTo("/sign-in");
    }

    @Test
    void auditThatCannotBeWritten_isA503_andNobodyIsSignedIn() {
        Someone someone = atTheCode();
        world().audit.failFromNowOn();

        Page page = browser.post("/sign-in/code", "code", someone.code());

        assertThat(page.status()).isEqualTo(503);
        assertThat(page.body()).contains("Nothing was changed").doesNotContain("Exception");
    }
}
