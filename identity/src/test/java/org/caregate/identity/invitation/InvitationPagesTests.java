package org.caregate.identity.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.entry.Outcome;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.identity.InMemoryWorld;
import org.caregate.identity.PagesServer;
import org.caregate.identity.invitation.Inviting.Invited;
import org.caregate.identity.page.Browser;
import org.caregate.identity.page.PagesTest;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.Username;
import org.caregate.identity.secondfactor.Totp;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.launch.LaunchContext;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.transaction.AuditedTransactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvitationPagesTests extends PagesTest {
    private static final Maker MAKER = new Maker.SystemUser("root");

    private static final String PASSWORD = "seven tall ships at dawn";
    private static final Pattern SEED = Pattern.compile("<code id=\"seed\">([A-Z2-7 ]+)</code>");

    private final String username = "new-" + UUID.randomUUID();

    @Test
    void invited_choosesAPassword_provesACode_andSignsIn() {
        String token = invite();
        assertThat(browser.get(path(token)).body()).contains("Welcome, Dr. Ada New", username);
        String seed = choosePassword(browser, token);
        Browser.Page done = browser.post("/invitation/code", "token", token, "code", code(seed));
        assertThat(done.location()).isEqualTo("/invitation/done");
        assertThat(browser.get("/invitation/done").body()).contains("You are ready");

        PersonAccount account =
                world().accounts.findByUsername(new Username(username)).orElseThrow();
        assertThat(account.roles()).containsExactly("clinician");
        assertThat(account.fhirUser()).isEqualTo("Practitioner/d9");
        assertThat(world().audit.entries())
                .extracting(AuditEntry::action)
                .containsExactly(Action.USER_INVITED, Action.USER_ADDED, Action.FACTOR_ENROLLED);

        Browser fresh = newBrowser();
        fresh.get("/sign-in");
        fresh.post("/sign-in", "username", username, "password", PASSWORD);
        fresh.get("/sign-in/code");
        assertThat(fresh.post("/sign-in/code", "code", code(seed)).status())
                .as("the code of the enrolment is used up")
                .isEqualTo(422);
        CLOCK.advance(Duration.ofSeconds(60));
        assertThat(fresh.post("/sign-in/code", "code", code(seed)).location()).isEqualTo("/");
    }

    @Test
    void openingALink_changesNothing() {
        String token = invite();
        for (int i = 0; i < 3; i++) {
            assertThat(newBrowser().get(path(token)).status()).isEqualTo(200);
        }
        assertThat(world().accounts.findByUsername(new Username(username))).isEmpty();
    }

    @Test
    void usedLink_isGone_onEveryPage() {
        String token = invite();
        browser.get(path(token));
        String seed = choosePassword(browser, token);
        browser.post("/invitation/code", "token", token, "code", code(seed));
        gone(token);
    }

    @Test
    void lateLink_isGone_onEveryPage() {
        String token = invite();
        browser.get(path(token));
        CLOCK.advance(Inviting.PERSON.plusSeconds(1));
        gone(token);
    }

    @Test
    void replacedLink_isGone() {
        String token = invite();
        invite();
        gone(token);
    }

    @Test
    void linkThatWasNeverMade_orWithAnotherSecret_isGone() {
        String token = invite();
        gone("");
        gone("cgi_AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB");
        gone(token.substring(0, token.indexOf('.') + 1) + "B".repeat(43));
    }

    @Test
    void wrongCode_isRefused_recorded_andTheLinkStillWorks() {
        String token = invite();
        browser.get(path(token));
        String seed = choosePassword(browser, token);
        Browser.Page again = browser.post("/invitation/code", "token", token, "code", "000000");
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.body()).contains("This code is not right");
        assertThat(reasons()).contains("WRONG_CODE");
        assertThat(browser.post("/invitation/code", "token", token, "code", code(seed))
                        .location())
                .isEqualTo("/invitation/done");
    }

    @ParameterizedTest
    @CsvSource({
        "short, short, at least 8 characters",
        "seven tall ships at dawn, seven tall ships at dusk, not the same",
        "password123, password123, attackers try first"
    })
    void badPassword_isRefused_andNeverShownAgain(String password, String again, String words) {
        String token = invite();
        browser.get(path(token));
        Browser.Page page = browser.post("/invitation/password", "token", token, "password", password, "again", again);
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains(words).doesNotContain("value=\"" + password);
    }

    @Test
    void formWithoutItsToken_isRefused() {
        String token = invite();
        browser.get(path(token));
        assertThat(browser.postRaw("/invitation/password", "token", token, "password", PASSWORD, "again", PASSWORD)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void setUp_asksForTheNames_andMakesTheFirstAdministrator() {
        String token = token(inviting().setUpLink(entry()));
        assertThat(browser.get(path(token)).body()).contains("first administrator");
        browser.post(
                "/invitation/password",
                "token",
                token,
                "username",
                username,
                "displayName",
                "Sam Root",
                "password",
                PASSWORD,
                "again",
                PASSWORD);
        String seed = seed(browser.get(path(token)));
        browser.post("/invitation/code", "token", token, "code", code(seed));
        PersonAccount account =
                world().accounts.findByUsername(new Username(username)).orElseThrow();
        assertThat(account.roles()).containsExactly(RoleDefinitions.ADMINISTRATOR);
        assertThat(account.displayName()).isEqualTo("Sam Root");
        assertThat(inviting().setUpIsPending()).isFalse();
        gone(token);
    }

    @Test
    void setUpWithoutNames_isRefused() {
        String token = token(inviting().setUpLink(entry()));
        browser.get(path(token));
        assertThat(browser.post("/invitation/password", "token", token, "password", PASSWORD, "again", PASSWORD)
                        .body())
                .contains("A user name has");
    }

    @Test
    void secondSetUpLink_endsTheFirst() {
        String first = token(inviting().setUpLink(entry()));
        inviting().setUpLink(entry());
        gone(first);
    }

    @Test
    void ofTwoAtOnce_oneIsAdded() throws Exception {
        String token = invite();
        browser.get(path(token));
        String seed = choosePassword(browser, token);
        String code = code(seed);
        Callable<String> prove = () -> {
            Browser one = newBrowser();
            one.get(path(token));
            return one.post("/invitation/code", "token", token, "code", code).location();
        };
        try (var executor = Executors.newFixedThreadPool(4)) {
            int won = 0;
            for (var result :
                    executor.invokeAll(Stream.generate(() -> prove).limit(4).toList())) {
                won += result.get().equals("/invitation/done") ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
        assertThat(world().audit.entries().stream().filter(entry -> entry.action() == Action.USER_ADDED))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "a b, Ada, , clinician, user name has",
        "ada1, '', , clinician, name has",
        "ada2, Ada, , king, no such role",
        "ada3, Ada, Device/1, clinician, relative reference",
        "ada4, Ada, , patient, own record",
        "ada5, Ada, Patient/p1, clinician, own record"
    })
    void invitationThatMakesNoSense_isRefused(String name, String display, String fhirUser, String role, String why) {
        assertThat(inviting().invite(new Invited(name, display, fhirUser, role), roles(), MAKER, entry()))
                .isInstanceOfSatisfying(
                        Inviting.Result.Refused.class,
                        refused -> assertThat(refused.why()).contains(why));
    }

    @Test
    void nameThatIsTaken_isRefused() {
        Someone someone = clinician();
        assertThat(inviting()
                        .invite(new Invited(someone.username(), "Ada", null, "clinician"), roles(), MAKER, entry()))
                .isEqualTo(new Inviting.Result.Refused("This user name is taken."));
    }

    @Test
    void link_isHiddenFromLogs_andStoredAsAKeyedHashAlone() {
        String token = invite();
        String secret = token.substring(token.indexOf('.') + 1);
        String id = token.substring("cgi_".length(), token.indexOf('.'));
        assertThat(world().invitations.find(id, CLOCK.instant()).orElseThrow().toString())
                .doesNotContain(secret);
        assertThat(new Inviting.Result.Link("/invitation?token=" + token).toString())
                .doesNotContain(secret);
    }

    @Test
    void reset_replacesBothFactors_andEndsWhatTheFormerOnesOpened() {
        Someone someone = clinician();
        Browser before = newBrowser();
        signIn(before, someone);
        GrantId grant = new GrantId("g-" + someone.id());
        world().grants
                .add(Grant.builder()
                        .id(grant)
                        .client(InMemoryWorld.APP)
                        .person(new PersonId(someone.id()))
                        .audience(URI.create("https://localhost:9443/fhir"))
                        .scopes(Scopes.NONE)
                        .launch(LaunchContext.NONE)
                        .authTime(CLOCK.instant())
                        .acr("mfa")
                        .amr(Set.of("pwd", "otp"))
                        .createdAt(CLOCK.instant())
                        .expiresAt(CLOCK.instant().plus(Duration.ofDays(1)))
                        .build());
        String token = reset(someone);
        assertThat(browser.get(path(token)).body()).contains("New sign-in for ", someone.username());
        assertThat(before.get("/").body()).as("a link changes nothing").contains("Somebody New");
        long version = world().revocations.head();

        String seed = choosePassword(browser, token);
        assertThat(browser.post("/invitation/code", "token", token, "code", code(seed))
                        .location())
                .isEqualTo("/invitation/done");

        assertThat(before.get("/").body()).as("signed out everywhere").doesNotContain("Somebody New");
        assertThat(world().grants.find(grant).orElseThrow().revoked()).isTrue();
        assertThat(world().revocations.head()).isGreaterThan(version);
        assertThat(world().audit.entries())
                .extracting(AuditEntry::action)
                .endsWith(Action.PASSWORD_CHANGED, Action.FACTOR_ENROLLED, Action.PERSON_REVOKED);
        CLOCK.advance(Duration.ofSeconds(60));
        Browser fresh = newBrowser();
        fresh.get("/sign-in");
        assertThat(fresh.post("/sign-in", "username", someone.username(), "password", PagesServer.PASSWORD)
                        .status())
                .as("the former password")
                .isEqualTo(422);
        fresh.post("/sign-in", "username", someone.username(), "password", PASSWORD);
        fresh.get("/sign-in/code");
        assertThat(fresh.post("/sign-in/code", "code", someone.code()).status())
                .as("the former authenticator")
                .isEqualTo(422);
        assertThat(fresh.post("/sign-in/code", "code", code(seed)).location()).isEqualTo("/");
        gone(token);
    }

    @Test
    void resetLink_isGone_late_replaced_orOfSomebodySwitchedOffMeanwhile() {
        Someone someone = clinician();
        String late = reset(someone);
        CLOCK.advance(Inviting.RESET.plusSeconds(1));
        gone(late);
        String replaced = reset(someone);
        String token = reset(someone);
        gone(replaced);
        browser.get(path(token));
        String seed = choosePassword(browser, token);
        PersonAccount account = account(someone);
        world().accounts
                .update(new PersonAccount(
                        account.id(),
                        account.username(),
                        account.displayName(),
                        account.fhirUser(),
                        account.roles(),
                        false));
        assertThat(browser.post("/invitation/code", "token", token, "code", code(seed))
                        .status())
                .isEqualTo(410);
        assertThat(inviting().reset(account(someone), MAKER, entry())).isInstanceOf(Inviting.Result.Refused.class);
    }

    /** One server serves all tests: a set-up link works only while nobody administers. */
    @AfterEach
    void nobodyAdministers() {
        for (PersonAccount account : world().accounts.all()) {
            if (account.roles().contains(RoleDefinitions.ADMINISTRATOR)) {
                world().accounts
                        .update(new PersonAccount(
                                account.id(),
                                account.username(),
                                account.displayName(),
                                account.fhirUser(),
                                Set.of(RoleDefinitions.CLINICIAN),
                                false));
            }
        }
    }

    private static String reset(Someone someone) {
        return switch (inviting().reset(account(someone), MAKER, entry())) {
            case Inviting.Result.Link(String path) -> token(path);
            case Inviting.Result.Refused(String why) -> throw new AssertionError(why);
        };
    }

    private static PersonAccount account(Someone someone) {
        return world().accounts.findByUsername(new Username(someone.username())).orElseThrow();
    }

    private void gone(String token) {
        Browser stranger = newBrowser();
        assertThat(stranger.get(path(token)).status()).isEqualTo(410);
        stranger.get("/sign-in"); // for the anti-forgery token
        assertThat(stranger.post("/invitation/password", "token", token, "password", PASSWORD, "again", PASSWORD)
                        .status())
                .isEqualTo(410);
        assertThat(stranger.post("/invitation/code", "token", token, "code", "123456")
                        .status())
                .isEqualTo(410);
    }

    private String invite() {
        return switch (inviting()
                .invite(
                        new Invited(username, "Dr. Ada New", "Practitioner/d9", "clinician"),
                        roles(),
                        MAKER,
                        entry())) {
            case Inviting.Result.Link(String path) -> token(path);
            case Inviting.Result.Refused(String why) -> throw new AssertionError(why);
        };
    }

    private static Set<String> roles() {
        return Set.of(RoleDefinitions.PATIENT, RoleDefinitions.CLINICIAN, RoleDefinitions.ADMINISTRATOR);
    }

    private static Inviting inviting() {
        return new Inviting(
                world().invitations,
                world().accounts,
                new CredentialHasher(world().ring),
                new SecureRandom(),
                new AuditedTransactions(world().transactions, world().audit, CLOCK));
    }

    private static AuditEntryBuilder entry() {
        return AuditEntry.of(CLOCK.instant(), "invite", Action.USER_INVITED, Outcome.PERMITTED);
    }

    private static String choosePassword(Browser browser, String token) {
        assertThat(browser.post("/invitation/password", "token", token, "password", PASSWORD, "again", PASSWORD)
                        .location())
                .isEqualTo(path(token));
        return seed(browser.get(path(token)));
    }

    private static String seed(Browser.Page page) {
        assertThat(page.body()).contains("otpauth://totp/Caregate:", "class=\"qr\"");
        Matcher found = SEED.matcher(page.body());
        assertThat(found.find()).isTrue();
        return found.group(1).replace(" ", "");
    }

    private static String code(String seed) {
        return Totp.code(seed, CLOCK.instant());
    }

    private static String path(String token) {
        return "/invitation?token=" + token;
    }

    private static String token(String path) {
        return path.substring(path.indexOf('=') + 1);
    }
}
