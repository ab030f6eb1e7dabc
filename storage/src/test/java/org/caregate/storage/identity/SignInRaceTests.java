package org.caregate.storage.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caregate.audit.entry.Action.RESET_LINK_MADE;
import static org.caregate.audit.entry.Outcome.PERMITTED;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.flood.RefusalFlood;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.SignedTexts;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.identity.enrolment.Enrolment;
import org.caregate.identity.enrolment.Factors;
import org.caregate.identity.invitation.Acceptance;
import org.caregate.identity.invitation.AccessEnd;
import org.caregate.identity.invitation.Inviting;
import org.caregate.identity.invitation.LinkAuthority;
import org.caregate.identity.invitation.Maker;
import org.caregate.identity.page.AuditedRequest;
import org.caregate.identity.password.PasswordCredential;
import org.caregate.identity.password.PasswordCredentials;
import org.caregate.identity.password.PasswordHashes;
import org.caregate.identity.password.PasswordPolicy;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.secondfactor.SecondFactors;
import org.caregate.identity.secondfactor.Totp;
import org.caregate.identity.secondfactor.TotpCredentials;
import org.caregate.identity.secondfactor.TotpSeeds;
import org.caregate.identity.session.BrowserSessions;
import org.caregate.identity.session.CookieSession;
import org.caregate.identity.session.SessionStore;
import org.caregate.identity.session.SessionTimeouts;
import org.caregate.identity.signin.CodeSignIn;
import org.caregate.identity.signin.PasswordSignIn;
import org.caregate.identity.signin.SignInAccounts;
import org.caregate.identity.signin.SignInResult;
import org.caregate.identity.throttle.KnownDevices;
import org.caregate.identity.throttle.SignInBudgets;
import org.caregate.identity.throttle.Throttle;
import org.caregate.identity.throttle.ThrottleKeys;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.PersonId;
import org.caregate.registry.Race;
import org.caregate.registry.revocation.IssuanceFence;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;
import org.caregate.storage.Database;
import org.caregate.storage.TestDatabase;
import org.caregate.storage.registry.PostgresClients;
import org.caregate.storage.registry.PostgresGrants;
import org.caregate.storage.registry.PostgresIssuanceFence;
import org.caregate.storage.registry.PostgresPendingAuthorizations;
import org.caregate.storage.registry.PostgresRevocations;
import org.caregate.testing.MutableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A factor that is reset, disabled or taken away while it is being proved opens no session, whichever of the two commits first; each
 * attack at the worst moment, and freely.
 */
class SignInRaceTests {
    private static final Database DATABASE = TestDatabase.fresh();
    private static final String OLD = "a quiet river bends north";
    private static final String NEW = "seven lanterns on the pier";
    private static final Duration STEP = Duration.ofSeconds(30);

    private final MutableClock clock = MutableClock.at(Instant.now());
    private final KeyRing ring = TestKeyRings.fresh();
    private final SecureRandom random = new SecureRandom();
    private final InMemoryAuditLog audit = new InMemoryAuditLog();
    private final Transactions transactions = DATABASE.transactions();
    private final AuditedTransactions audited = new AuditedTransactions(transactions, audit, clock);
    private final IssuanceFence fence = new PostgresIssuanceFence(DATABASE);
    private final PostgresPersonAccounts accounts = new PostgresPersonAccounts(DATABASE);
    private final SessionStore sessionRows = new PostgresSessionStore(DATABASE);

    /** What happens once, in another transaction, right after the credential was read. */
    private final AtomicReference<@Nullable Runnable> meanwhile = new AtomicReference<>();

    private final PasswordCredentials passwords =
            interrupted(PasswordCredentials.class, new PostgresPasswordCredentials(DATABASE));
    private final TotpCredentials codes = interrupted(TotpCredentials.class, new PostgresTotpCredentials(DATABASE));
    private final PostgresPendingAuthorizations pending = new PostgresPendingAuthorizations(DATABASE);
    private final BrowserSessions sessions = new BrowserSessions(
            sessionRows,
            pending,
            new CredentialHasher(ring, Purpose.BROWSER_SESSION),
            random,
            SessionTimeouts.DEFAULT,
            clock);
    private final PasswordHashes hashes = new PasswordHashes(new Envelopes(ring, random), random, 1000);
    private final TotpSeeds seeds = new TotpSeeds(new Envelopes(ring, random));
    private final PostgresInvitations invitations = new PostgresInvitations(DATABASE);
    private final AuditedRequest exchange = new AuditedRequest("e", "192.0.2.7", null, "POST /sign-in");

    private final PersonId person;
    private final String username = "user-" + UUID.randomUUID();
    private final String seed;
    private final PasswordSignIn passwordSignIn;
    private final CodeSignIn codeSignIn;
    private final Acceptance acceptance;

    SignInRaceTests() {
        Factors factors = new Factors(passwords, hashes, new PasswordPolicy(), codes, seeds);
        Enrolment enrolment = new Enrolment(accounts, factors, random, audited);
        switch (enrolment.add(
                new Enrolment.NewPerson(username, "Rosa", "Patient/p1", Set.of("patient")), OLD, exchange)) {
            case Enrolment.Result.Enrolled(PersonId id, String secret) -> {
                person = id;
                seed = secret;
            }
            case Enrolment.Result.Refused(String why) -> throw new AssertionError(why);
        }
        StrangersLog strangers = new StrangersLog(audit, new RefusalFlood(clock, 20, Duration.ofSeconds(10)));
        ThrottleKeys keys = new ThrottleKeys(new CredentialHasher(ring, Purpose.BLIND_INDEX));
        KnownDevices devices = new KnownDevices(
                new SignedTexts(ring, Purpose.DEVICE),
                keys,
                id -> passwords.find(id).map(PasswordCredential::changedAt),
                random,
                clock);
        SignInBudgets budgets = new SignInBudgets(
                new Throttle(new PostgresAttemptCounters(DATABASE), transactions, clock), keys, devices);
        SignInAccounts fenced = new SignInAccounts(accounts, fence);
        passwordSignIn = new PasswordSignIn(fenced, passwords, hashes, sessions, budgets, strangers, audited);
        codeSignIn = new CodeSignIn(
                fenced, new SecondFactors(codes, seeds), sessions, passwords, budgets, strangers, audited);
        AccessEnd access = new AccessEnd(
                new PostgresGrants(DATABASE),
                sessionRows,
                pending,
                fence,
                new PostgresRevocations(DATABASE),
                audit,
                clock);
        acceptance = new Acceptance(
                invitations,
                new CredentialHasher(ring),
                accounts,
                factors,
                access,
                new LinkAuthority(accounts, new PostgresClients(DATABASE), SignInRaceTests::roles),
                audited);
    }

    private static RoleDefinitions roles() {
        return switch (RoleDefinitions.define(Map.of("patient", List.of("openid")))) {
            case RoleDefinitions.Result.Valid(RoleDefinitions valid) -> valid;
            case RoleDefinitions.Result.Invalid(List<String> problems) -> throw new AssertionError(problems.toString());
        };
    }

    @BeforeEach
    void timePasses() {
        clock.advance(STEP);
        audit.clear();
    }

    /** The port, whose {@code find} is followed by {@link #meanwhile}. */
    private <T> T interrupted(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, values) -> {
                    Object result;
                    try {
                        result = method.invoke(real, values);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    Runnable once = method.getName().equals("find") ? meanwhile.getAndSet(null) : null;
                    if (once != null) {
                        CompletableFuture.runAsync(once, Thread::startVirtualThread)
                                .join(); // in a transaction of its own
                    }
                    return result;
                }));
    }

    private SignInResult password(CookieSession session, String password) {
        return passwordSignIn.attempt(session, username, password, Optional.empty(), exchange);
    }

    private CookieSession withPassword(String password) {
        if (password(sessions.open(), password) instanceof SignInResult.Proved proved) {
            return proved.session();
        }
        throw new AssertionError("the password was refused");
    }

    private SignInResult code(CookieSession session) {
        return codeSignIn.attempt(session, Totp.code(seed, clock.instant()), Optional.empty(), exchange);
    }

    private String resetLink() {
        Inviting inviting = new Inviting(invitations, accounts, new CredentialHasher(ring), random, audited);
        PersonAccount account = accounts.find(person).orElseThrow();
        if (inviting.reset(account, new Maker.SystemUser("ops"), exchange.entry(clock, RESET_LINK_MADE, PERMITTED))
                instanceof Inviting.Result.Link(String path)) {
            return path.substring(path.indexOf('=') + 1);
        }
        throw new AssertionError("no link was made");
    }

    /** As a person does with a link for new factors. */
    private void reset(String token) {
        assertThat(acceptance.choose(token, username, "Rosa", NEW)).isInstanceOf(Acceptance.Result.Done.class);
        if (!(acceptance.step(token) instanceof Acceptance.Step.Code step)) {
            throw new AssertionError("the link asks for no code");
        }
        assertThat(acceptance.prove(token, Totp.code(step.seed(), clock.instant()), Optional.empty(), exchange))
                .isInstanceOf(Acceptance.Result.Done.class);
    }

    /** As an administrator does who disables an account. */
    private void disableAccount() {
        transactions.inTransaction(() -> {
            fence.revoking(Kind.PERSON, person.value());
            PersonAccount account = accounts.lock(person).orElseThrow();
            accounts.update(new PersonAccount(
                    person, account.username(), account.displayName(), account.fhirUser(), account.roles(), false));
            return sessionRows.endAllOf(person);
        });
    }

    private void happens(String change) {
        clock.advance(Duration.ofSeconds(1));
        switch (change) {
            case "reset" -> reset(resetLink());
            case "account disabled" -> disableAccount();
            case "password disabled" -> passwords.disable(person, clock.instant());
            default -> throw new AssertionError(change);
        }
    }

    private List<String> reasons() {
        return audit.entries().stream()
                .map(AuditEntry::reason)
                .filter(reason -> reason != null)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"reset, FACTOR_REPLACED", "account disabled, ACCOUNT_DISABLED", "password disabled, PASSWORD_DISABLED"})
    void passwordThatLostItsWorthWhileItWasChecked_isRefused_andOpensNoSession(String change, String reason) {
        CookieSession session = sessions.open();
        meanwhile.set(() -> happens(change));

        assertThat(password(session, OLD)).isInstanceOf(SignInResult.Refused.class);

        assertThat(sessionRows.allOf(person)).isEmpty();
        assertThat(reasons()).endsWith(reason);
    }

    @ParameterizedTest
    @CsvSource({"reset, FACTOR_REPLACED", "account disabled, ACCOUNT_DISABLED"})
    void codeThatLostItsWorthWhileItWasChecked_isRefused_andSignsNobodyIn(String change, String reason) {
        CookieSession session = withPassword(OLD);
        clock.advance(STEP);
        meanwhile.set(() -> happens(change));

        assertThat(code(session)).isInstanceOf(SignInResult.Refused.class);

        assertThat(sessionRows.allOf(person)).isEmpty();
        assertThat(reasons()).endsWith(reason);
    }

    /** A code of the former authenticator is no code, even in a session that proved the new password. */
    @Test
    void codeOfTheFormerAuthenticator_inASessionOfTheNewPassword_isRefused() {
        CookieSession before = withPassword(OLD);
        clock.advance(STEP);
        AtomicReference<CookieSession> after = new AtomicReference<>();
        meanwhile.set(() -> {
            happens("reset");
            after.set(withPassword(NEW));
        });

        assertThat(code(before)).isInstanceOf(SignInResult.Refused.class);

        assertThat(sessionRows.allOf(person))
                .hasSize(1)
                .allSatisfy(row -> assertThat(row.codeAt()).isNull());
        assertThat(after.get().signedIn()).isEmpty();
    }

    /** The reset has ended the sessions and has not committed yet: without the fence, the sign-in sees the former factor. */
    @ParameterizedTest
    @CsvSource({"password", "code"})
    void signInDuringAReset_waitsForIt_andOpensNoSession(String factor) throws Exception {
        CookieSession session = factor.equals("code") ? withPassword(OLD) : sessions.open();
        clock.advance(STEP);
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch checked = new CountDownLatch(1);
        CompletableFuture<Void> reset = CompletableFuture.runAsync(
                () -> transactions.inTransaction(() -> {
                    fence.revoking(Kind.PERSON, person.value());
                    new PostgresPasswordCredentials(DATABASE).set(person, hashes.hash(person, NEW), clock.instant());
                    new PostgresTotpCredentials(DATABASE)
                            .enrol(person, seeds.seal(person, Totp.newSeed()), clock.instant());
                    sessionRows.endAllOf(person);
                    ended.countDown();
                    await(checked);
                    pause(200); // in which a sign-in that does not wait commits
                }),
                Thread::startVirtualThread);
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        meanwhile.set(checked::countDown);

        SignInResult result = factor.equals("code") ? code(session) : password(session, OLD);

        reset.join();
        assertThat(result).isInstanceOf(SignInResult.Refused.class);
        assertThat(sessionRows.allOf(person)).isEmpty();
    }

    @RepeatedTest(5)
    void signInsAndAReset_atOnce_leaveNoSessionOfTheFormerPassword() {
        String link = resetLink();
        AtomicInteger number = new AtomicInteger();

        Race.run(6, () -> {
            if (number.getAndIncrement() == 3) {
                reset(link);
                return true;
            }
            return password(sessions.open(), OLD) instanceof SignInResult.Proved;
        });

        assertThat(sessionRows.allOf(person)).isEmpty();
        clock.advance(Duration.ofMinutes(20)); // forgets the wrong passwords
        assertThat(password(sessions.open(), NEW)).isInstanceOf(SignInResult.Proved.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
