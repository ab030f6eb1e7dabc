package org.caregate.identity.signin;

import static org.caregate.audit.entry.Action.SECOND_FACTOR;
import static org.caregate.audit.entry.Outcome.PERMITTED;
import static org.caregate.audit.entry.Outcome.REFUSED;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.identity.page.AuditedRequest;
import org.caregate.identity.password.PasswordCredentials;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.secondfactor.SecondFactors;
import org.caregate.identity.secondfactor.Totp;
import org.caregate.identity.secondfactor.TotpCredential;
import org.caregate.identity.secondfactor.TotpCredentials;
import org.caregate.identity.secondfactor.TotpSeeds;
import org.caregate.identity.session.BrowserSessions;
import org.caregate.identity.session.CookieSession;
import org.caregate.identity.throttle.AttemptLimit;
import org.caregate.identity.throttle.SignInBudgets;
import org.caregate.identity.throttle.SignInBudgets.Admission;
import org.caregate.protocol.PersonId;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;

/**
 * Proves the second factor, after the first. The code's time step is used up in the transaction that signs in; account and authenticator are
 * read again in it, behind the fence that resets and revocations wait at. A reset ends the session that proved the password, so that
 * factor needs no second look.
 */
public final class CodeSignIn {
    private final SignInAccounts accounts;
    private final TotpCredentials credentials;
    private final TotpSeeds seeds;
    private final BrowserSessions sessions;
    private final PasswordCredentials passwords;
    private final SignInBudgets budgets;
    private final Transactions transactions;
    private final AuditLog audit;
    private final StrangersLog strangers;
    private final Clock clock;

    /** Sign-in with what is stored there. */
    public CodeSignIn(
            SignInAccounts accounts,
            SecondFactors factors,
            BrowserSessions sessions,
            PasswordCredentials passwords,
            SignInBudgets budgets,
            StrangersLog strangers,
            AuditedTransactions audited) {
        this.accounts = accounts;
        this.credentials = factors.credentials();
        this.seeds = factors.seeds();
        this.sessions = sessions;
        this.passwords = passwords;
        this.budgets = budgets;
        this.transactions = audited.transactions();
        this.audit = audited.audit();
        this.strangers = strangers;
        this.clock = audited.clock();
    }

    /** One attempt, as far as its parts agree. */
    private record Attempt(
            CookieSession session,
            PersonAccount account,
            Optional<String> deviceCookie,
            AuditedRequest exchange,
            AuditEntryBuilder refusal) {
        PersonId person() {
            return account.id();
        }
    }

    /**
     * Tries a code in a session that proved a password a short while ago.
     *
     * @param deviceCookie what the browser sent to be known as the person's device
     */
    public SignInResult attempt(
            CookieSession session, String typed, Optional<String> deviceCookie, AuditedRequest exchange) {
        Optional<PersonId> awaiting = session.awaitingCode(clock.instant());
        if (awaiting.isEmpty()) {
            return new SignInResult.Stale();
        }
        AuditEntryBuilder refusal = exchange.entry(clock, SECOND_FACTOR, REFUSED)
                .person(awaiting.get().value())
                .detail("factor", "otp")
                .reason("WRONG_CODE");
        Optional<PersonAccount> account = accounts.all().find(awaiting.get()).filter(PersonAccount::enabled);
        if (account.isEmpty()) {
            return refused(refusal.reason("ACCOUNT_DISABLED"));
        }
        Attempt attempt = new Attempt(session, account.get(), deviceCookie, exchange, refusal);
        return switch (budgets.code(attempt.person(), account.get().username(), deviceCookie)) {
            case Admission.Wait(Duration remaining) -> {
                strangers.refused(refusal.reason("CODE_THROTTLED").build());
                yield new SignInResult.TooMany(remaining);
            }
            case Admission.Admitted(int attempts, boolean _, var _) -> check(attempt, typed, attempts);
        };
    }

    private SignInResult check(Attempt attempt, String typed, int attempts) {
        Optional<TotpCredential> credential = credentials.find(attempt.person());
        AuditEntryBuilder refusal = attempt.refusal();
        if (credential.isEmpty()) {
            return refused(refusal.reason("NO_SECOND_FACTOR"));
        }
        if (credential.get().disabledAt() != null) {
            return refused(refusal.reason("SECOND_FACTOR_DISABLED"));
        }
        OptionalLong step = Totp.matchingStep(seeds.open(credential.get()), Totp.digits(typed), clock.instant());
        if (step.isEmpty()) {
            return wrong(attempt.person(), attempts, refusal);
        }
        return transactions.inTransaction(() -> use(attempt, credential.get(), step.getAsLong()));
    }

    private SignInResult use(Attempt attempt, TotpCredential proved, long step) {
        PersonId person = attempt.person();
        AuditedRequest exchange = attempt.exchange();
        if (accounts.enabledNow(person).isEmpty()) {
            audit.enlist(attempt.refusal().reason("ACCOUNT_DISABLED").build());
            return new SignInResult.Refused();
        }
        if (credentials
                .find(person)
                .filter(now -> now.enrolledAt().equals(proved.enrolledAt()))
                .isEmpty()) {
            audit.enlist(attempt.refusal().reason("FACTOR_REPLACED").build());
            return new SignInResult.Refused();
        }
        if (!credentials.useStep(person, step)) {
            audit.enlist(attempt.refusal().reason("CODE_REPLAYED").build());
            return new SignInResult.Refused();
        }
        Optional<CookieSession> rotated = sessions.codeProved(attempt.session(), person);
        if (rotated.isEmpty()) {
            return new SignInResult.Stale(); // the step stays used
        }
        budgets.forget(person, attempt.account().username(), attempt.deviceCookie(), exchange.address());
        passwords.enable(person);
        Optional<String> device = budgets.remember(
                attempt.deviceCookie(), person, attempt.account().username());
        audit.enlist(exchange.entry(clock, SECOND_FACTOR, PERMITTED)
                .person(person.value())
                .detail("factor", "otp")
                .detail("amr", "pwd otp mfa")
                .build());
        return new SignInResult.Proved(rotated.get(), device);
    }

    private SignInResult wrong(PersonId person, int attempts, AuditEntryBuilder refusal) {
        if (attempts < AttemptLimit.DISABLED_AT) {
            return refused(refusal);
        }
        transactions.inTransaction(() -> {
            credentials.disable(person, clock.instant());
            audit.enlist(refusal.reason("SECOND_FACTOR_DISABLED")
                    .detail("attempts", Integer.toString(attempts))
                    .build());
        });
        return new SignInResult.Refused();
    }

    private SignInResult refused(AuditEntryBuilder refusal) {
        audit.record(refusal.build());
        return new SignInResult.Refused();
    }
}
