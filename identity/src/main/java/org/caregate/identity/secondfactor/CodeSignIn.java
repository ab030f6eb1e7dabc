package org.caregate.identity.secondfactor;

import static org.caregate.audit.entry.Action.SECOND_FACTOR;
import static org.caregate.audit.entry.Outcome.PERMITTED;
import static org.caregate.audit.entry.Outcome.REFUSED;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.identity.Exchange;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.session.BrowserSession;
import org.caregate.identity.session.BrowserSessions;
import org.caregate.identity.signin.SignInResult;
import org.caregate.identity.throttle.AttemptLimit;
import org.caregate.identity.throttle.Claim;
import org.caregate.identity.throttle.Throttle;
import org.caregate.identity.throttle.ThrottleKeys;
import org.caregate.protocol.PersonId;
import org.caregate.registry.Transactions;

/** Proves the second factor, after the first; the code's time step is used up in the transaction that signs in. */
public final class CodeSignIn {
    private final PersonAccounts accounts;
    private final TotpCredentials credentials;
    private final TotpSeeds seeds;
    private final BrowserSessions sessions;
    private final Throttle throttle;
    private final ThrottleKeys keys;
    private final Transactions transactions;
    private final AuditLog audit;
    private final Clock clock;

    /** Sign-in with what is stored there. */
    public CodeSignIn(
            PersonAccounts accounts,
            TotpCredentials credentials,
            TotpSeeds seeds,
            BrowserSessions sessions,
            Throttle throttle,
            ThrottleKeys keys,
            Transactions transactions,
            AuditLog audit,
            Clock clock) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.seeds = seeds;
        this.sessions = sessions;
        this.throttle = throttle;
        this.keys = keys;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** Tries a code in a session that proved a password a short while ago. */
    public SignInResult attempt(BrowserSession session, String typed, Exchange exchange) {
        Optional<PersonId> awaiting = session.awaitingCode(clock.instant());
        if (awaiting.isEmpty()) {
            return new SignInResult.Stale();
        }
        PersonId person = awaiting.get();
        AuditEntryBuilder refusal = exchange.entry(clock, SECOND_FACTOR, REFUSED)
                .person(person.value())
                .detail("factor", "otp")
                .reason("WRONG_CODE");
        return switch (throttle.claim(keys.code(person), AttemptLimit.OF_A_PERSON)) {
            case Claim.Wait(Duration remaining) -> {
                audit.record(refusal.reason("CODE_THROTTLED").build());
                yield new SignInResult.TooMany(remaining);
            }
            case Claim.Counted(int attempts) -> check(session, person, typed, attempts, exchange, refusal);
        };
    }

    private SignInResult check(
            BrowserSession session,
            PersonId person,
            String typed,
            int attempts,
            Exchange exchange,
            AuditEntryBuilder refusal) {
        boolean enabled =
                accounts.find(person).filter(account -> account.enabled()).isPresent();
        Optional<TotpCredential> credential = credentials.find(person);
        if (!enabled || credential.isEmpty()) {
            return refused(refusal.reason(enabled ? "NO_SECOND_FACTOR" : "ACCOUNT_DISABLED"));
        }
        if (credential.get().disabledAt() != null) {
            return refused(refusal.reason("SECOND_FACTOR_DISABLED"));
        }
        OptionalLong step = Totp.matchingStep(seeds.open(credential.get()), Totp.digits(typed), clock.instant());
        if (step.isEmpty()) {
            return wrong(person, attempts, refusal);
        }
        return transactions.inTransaction(() -> use(session, person, step.getAsLong(), exchange, refusal));
    }

    private SignInResult use(
            BrowserSession session, PersonId person, long step, Exchange exchange, AuditEntryBuilder refusal) {
        if (!credentials.useStep(person, step)) {
            audit.enlist(refusal.reason("CODE_REPLAYED").build());
            return new SignInResult.Refused();
        }
        Optional<BrowserSession> rotated = sessions.codeProved(session, person);
        if (rotated.isEmpty()) {
            return new SignInResult.Stale(); // the step stays used
        }
        throttle.forget(keys.code(person));
        audit.enlist(exchange.entry(clock, SECOND_FACTOR, PERMITTED)
                .person(person.value())
                .detail("factor", "otp")
                .detail("amr", "pwd otp mfa")
                .build());
        return new SignInResult.Proved(rotated.get());
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
