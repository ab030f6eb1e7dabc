package org.caregate.identity.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import org.caregate.registry.client.Client;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a link gives is its maker's to give at the moment it is used (45 CFR 164.308(a)(3)(ii)(C)). */
class LinkAuthorityTests extends PagesTest {
    private static final String ELSEWHERE = "203.0.113.5";
    private static final Pattern SEED = Pattern.compile("<code id=\"seed\">([A-Z2-7 ]+)</code>");

    /** May invite, and holds no other right. */
    private static final Maker SERVICE = new Maker.ApiCaller(InMemoryWorld.INVITING_SERVICE, null, ELSEWHERE);

    private final Someone administrator = administrator();
    private final String invited = "new-" + UUID.randomUUID();

    @AfterEach
    void nobodyAdministers() {
        world().accounts.all().stream()
                .filter(account -> account.roles().contains("administrator"))
                .forEach(account -> change(account, Set.of("clinician"), false));
        change(world().clients.find(InMemoryWorld.ADMIN_APP).orElseThrow(), true);
    }

    /** What takes an administrator's authority away. */
    enum Loss {
        DISABLED,
        DEMOTED,
        CLIENT_DISABLED
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    @Requirement("HIPAA-164.308(a)(3)(ii)(C)")
    void invitationOfAMakerWithoutAuthority_isGone_andMakesNobody(Loss loss) {
        String token = invite("administrator", maker(ELSEWHERE));
        assertThat(browser.get(path(token)).status()).isEqualTo(200);
        lose(loss);
        assertThat(browser.get(path(token)).status()).isEqualTo(410);
        assertThat(world().accounts.findByUsername(new Username(invited))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void makerWhoLosesAuthorityBeforeTheLastStep_makesNobody(Loss loss) {
        String token = invite("administrator", maker(ELSEWHERE));
        browser.get(path(token));
        String seed = choosePassword(token);
        lose(loss);
        assertThat(prove(token, seed).status()).isEqualTo(410);
        assertThat(world().accounts.findByUsername(new Username(invited))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void resetOfAMakerWithoutAuthority_changesNoFactor(Loss loss) {
        Someone someone = clinician();
        String token = reset(someone, maker(ELSEWHERE));
        browser.get(path(token));
        String seed = choosePassword(token);
        lose(loss);
        assertThat(prove(token, seed).status()).isEqualTo(410);
        signIn(newBrowser(), someone);
    }

    @Test
    void linkThatGivesMoreThanItsMakerHolds_isGone() {
        assertThat(browser.get(path(invite("administrator", SERVICE))).status()).isEqualTo(410);
        assertThat(browser.get(path(invite("clinician", SERVICE))).status()).isEqualTo(200);
    }

    @Test
    void resetOfAPersonWhoRoseAboveItsMaker_isGone() {
        Someone someone = clinician();
        String token = reset(someone, SERVICE);
        assertThat(browser.get(path(token)).status()).isEqualTo(200);
        change(account(someone), Set.of("administrator"), true);
        assertThat(browser.get(path(token)).status()).isEqualTo(410);
    }

    @Test
    void linkWhoseMakerIsNotRecorded_isGone() {
        assertThat(browser.get(path(invite("clinician", new Maker.Unrecorded())))
                        .status())
                .isEqualTo(410);
    }

    @Test
    void linkOfTheMachinesOwnUser_works() {
        assertThat(browser.get(path(invite("administrator", new Maker.SystemUser("root"))))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void setUpLink_isGone_onceSomeoneAdministers() {
        assertThat(browser.get(path(token(inviting().setUpLink(entry())))).status())
                .isEqualTo(410);
        nobodyAdministers();
        assertThat(browser.get(path(token(inviting().setUpLink(entry())))).status())
                .isEqualTo(200);
    }

    @Test
    void makerWhoUsesTheirOwnLink_isLoggedAsSuch() {
        signIn(browser, administrator);
        used(invite("clinician", maker(ELSEWHERE)));
        assertThat(ofMaker())
                .hasValueSatisfying(entry -> assertThat(entry.detail())
                        .containsEntry("byPerson", administrator.id())
                        .containsEntry("for", "invitation"));
    }

    @Test
    void linkUsedFromWhereItWasMade_isLoggedAsItsMakers() {
        Someone someone = clinician();
        String token = reset(someone, maker("127.0.0.1"));
        used(token);
        assertThat(ofMaker()).hasValueSatisfying(entry -> {
            assertThat(entry.person()).isEqualTo(someone.id());
            assertThat(entry.detail()).containsEntry("for", "reset");
        });
    }

    @Test
    void linkUsedByAnother_isNotLoggedAsItsMakers() {
        used(invite("clinician", maker(ELSEWHERE)));
        assertThat(ofMaker()).isEmpty();
    }

    private void used(String token) {
        browser.get(path(token));
        assertThat(prove(token, choosePassword(token)).location()).isEqualTo("/invitation/done");
    }

    private static Optional<AuditEntry> ofMaker() {
        return world().audit.entries().stream()
                .filter(entry -> entry.action() == Action.LINK_USED_BY_MAKER)
                .findFirst();
    }

    private void lose(Loss loss) {
        switch (loss) {
            case DISABLED -> change(account(administrator), Set.of("administrator"), false);
            case DEMOTED -> change(account(administrator), Set.of("patient"), true);
            case CLIENT_DISABLED ->
                change(world().clients.find(InMemoryWorld.ADMIN_APP).orElseThrow(), false);
        }
    }

    private static void change(PersonAccount account, Set<String> roles, boolean enabled) {
        world().accounts
                .update(new PersonAccount(
                        account.id(), account.username(), account.displayName(), account.fhirUser(), roles, enabled));
    }

    private static void change(Client client, boolean enabled) {
        world().clients.setEnabled(client.id(), enabled);
    }

    private static Someone administrator() {
        Someone someone = clinician();
        change(account(someone), Set.of("administrator"), true);
        return someone;
    }

    private static PersonAccount account(Someone someone) {
        return world().accounts.findByUsername(new Username(someone.username())).orElseThrow();
    }

    private Maker maker(String address) {
        return new Maker.ApiCaller(
                InMemoryWorld.ADMIN_APP, account(administrator).id(), address);
    }

    private String invite(String role, Maker maker) {
        return link(inviting()
                .invite(
                        new Invited(invited, "Dr. Ada New", null, role),
                        Set.of("administrator", "clinician"),
                        maker,
                        entry()));
    }

    private static String reset(Someone someone, Maker maker) {
        return link(inviting().reset(account(someone), maker, entry()));
    }

    private static String link(Inviting.Result result) {
        return switch (result) {
            case Inviting.Result.Link(String path) -> token(path);
            case Inviting.Result.Refused(String why) -> throw new AssertionError(why);
        };
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

    private String choosePassword(String token) {
        String password = PagesServer.PASSWORD + " again";
        assertThat(browser.post("/invitation/password", "token", token, "password", password, "again", password)
                        .location())
                .isEqualTo(path(token));
        Matcher found = SEED.matcher(browser.get(path(token)).body());
        assertThat(found.find()).isTrue();
        return found.group(1).replace(" ", "");
    }

    private Browser.Page prove(String token, String seed) {
        return browser.post("/invitation/code", "token", token, "code", Totp.code(seed, CLOCK.instant()));
    }

    private static String path(String token) {
        return "/invitation?token=" + token;
    }

    private static String token(String path) {
        return path.substring(path.indexOf('=') + 1);
    }
}
