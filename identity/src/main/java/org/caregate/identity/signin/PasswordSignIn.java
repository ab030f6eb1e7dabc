package org.caregate.identity.signin;

import static org.caregate.audit.entry.Action.SIGN_IN;
import static org.caregate.audit.entry.Outcome.PERMITTED;
import static org.caregate.audit.entry.Outcome.REFUSED;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.flood.SourceNetwork;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.identity.page.AuditedRequest;
import org.caregate.identity.password.HashWorkers.Rank;
import org.caregate.identity.password.PasswordCredential;
import org.caregate.identity.password.PasswordCredentials;
import org.caregate.identity.password.PasswordHashes;
import org.caregate.identity.password.PasswordHashes.Match;
import org.caregate.identity.password.PasswordPolicy;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.Username;
import org.caregate.identity.session.BrowserSessions;
import org.caregate.identity.session.CookieSession;
import org.caregate.identity.throttle.AttemptLimit;
import org.caregate.identity.throttle.SignInBudgets;
import org.caregate.identity.throttle.SignInBudgets.Admission;
import org.caregate.protocol.PersonId;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;

/**
 * Proves the first factor.
 *
 * <p>An unknown, a disabled and a known user name take the same time, count the same and get the same answer; the difference is in
 * the audit log alone. The attempt is counted in a transaction of its own before the slow hash runs outside of any, and taken back when
 * the password was right; the person's attempts are forgotten only once both factors are proved.
 *
 * <p>The password may be reset, or the account disabled, while the hash runs. So both are read again in the transaction that makes a session
 * of the proof, behind the fence that resets and revocations wait at: either they are seen here, or they end this session too.
 */
public final class PasswordSignIn {
    private static final PersonId NOBODY = new PersonId("nobody");
    private static final int LONGEST_TYPED = 4 * PasswordPolicy.LONGEST;

    private final SignInAccounts accounts;
    private final PasswordCredentials credentials;
    private final PasswordHashes hashes;
    private final BrowserSessions sessions;
    private final SignInBudgets budgets;
    private final Transactions transactions;
    private final AuditLog audit;
    private final StrangersLog strangers;
    private final Clock clock;

    /** Sign-in with what is stored there. */
    public PasswordSignIn(
            SignInAccounts accounts,
            PasswordCredentials credentials,
            PasswordHashes hashes,
            BrowserSessions sessions,
            SignInBudgets budgets,
            StrangersLog strangers,
            AuditedTransactions audited) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.hashes = hashes;
        this.sessions = sessions;
        this.budgets = budgets;
        this.transactions = audited.transactions();
        this.audit = audited.audit();
        this.strangers = strangers;
        this.clock = audited.clock();
    }

    /**
     * Tries a user name and password in that session.
     *
     * @param deviceCookie what the browser sent to be known as the person's device
     */
    public SignInResult attempt(
            CookieSession session,
            String typedName,
            String password,
            Optional<String> deviceCookie,
            AuditedRequest exchange) {
        Optional<Username> username = Username.parse(typedName);
        if (username.isEmpty() || password.isEmpty() || password.length() > LONGEST_TYPED) {
            return stranger(refusal(exchange, typedName, "MALFORMED_CREDENTIALS"));
        }
        Username name = username.get();
        return switch (budgets.password(name, deviceCookie, exchange.address())) {
            case Admission.Wait(Duration remaining) -> tooMany(exchange, typedName, "ACCOUNT_THROTTLED", remaining);
            case Admission.Admitted admitted -> check(session, name, password, admitted, exchange);
        };
    }

    private SignInResult check(
            CookieSession session,
            Username name,
            String password,
            Admission.Admitted admitted,
            AuditedRequest exchange) {
        Optional<PersonAccount> account = accounts.all().findByUsername(name);
        Optional<PasswordCredential> credential = account.flatMap(known -> credentials.find(known.id()));
        Match match = hashes.check(
                account.map(PersonAccount::id).orElse(NOBODY),
                password,
                credential.map(PasswordCredential::sealed).orElse(null),
                rank(admitted, exchange),
                SourceNetwork.of(exchange.address()));
        AuditEntryBuilder refusal = refusal(exchange, name.value(), "WRONG_PASSWORD")
                .person(account.map(known -> known.id().value()).orElse(null));
        return switch (match) {
            case Match.Busy(Duration retryAfter) -> {
                budgets.refund(admitted);
                strangers.refused(
                        refusal(exchange, name.value(), "SIGN_IN_BUSY").build());
                yield new SignInResult.Busy(retryAfter);
            }
            case Match.Wrong() -> wrong(account, credential, admitted, refusal, exchange);
            case Match.Right right -> {
                budgets.refund(admitted);
                yield right(session, account.orElseThrow(), credential.orElseThrow(), right, admitted, exchange);
            }
        };
    }

    private Rank rank(Admission.Admitted admitted, AuditedRequest exchange) {
        if (admitted.knownDevice()) {
            return Rank.KNOWN;
        }
        return budgets.exhausted(exchange.address()) ? Rank.SUSPECT : Rank.STRANGER;
    }

    private SignInResult right(
            CookieSession session,
            PersonAccount person,
            PasswordCredential proved,
            Match.Right right,
            Admission.Admitted admitted,
            AuditedRequest exchange) {
        PersonId id = person.id();
        return transactions.inTransaction(() -> {
            Optional<String> objection = objection(proved, admitted.knownDevice());
            if (objection.isPresent()) {
                audit.enlist(refusal(exchange, person.username().value(), objection.get())
                        .person(id.value())
                        .build());
                return new SignInResult.Refused();
            }
            Optional<CookieSession> rotated = sessions.passwordProved(session, id);
            if (rotated.isEmpty()) {
                return new SignInResult.Stale();
            }
            byte[] rehashed = right.rehashed();
            if (rehashed != null) {
                credentials.rehash(id, proved.sealed(), rehashed);
            }
            audit.enlist(exchange.entry(clock, SIGN_IN, PERMITTED)
                    .person(id.value())
                    .detail("factor", "pwd")
                    .build());
            return new SignInResult.Proved(rotated.get(), Optional.empty());
        });
    }

    /**
     * Why the right password does not count, as things are behind the fence. One that guessing disabled still serves the person on a device
     * they have signed in with.
     */
    private Optional<String> objection(PasswordCredential proved, boolean knownDevice) {
        if (accounts.enabledNow(proved.person()).isEmpty()) {
            return Optional.of("ACCOUNT_DISABLED");
        }
        Optional<PasswordCredential> current =
                credentials.find(proved.person()).filter(now -> now.changedAt().equals(proved.changedAt()));
        if (current.isEmpty()) {
            return Optional.of("FACTOR_REPLACED");
        }
        return current.get().disabledAt() != null && !knownDevice ? Optional.of("PASSWORD_DISABLED") : Optional.empty();
    }

    private SignInResult wrong(
            Optional<PersonAccount> account,
            Optional<PasswordCredential> credential,
            Admission.Admitted admitted,
            AuditEntryBuilder refusal,
            AuditedRequest exchange) {
        Duration wait = budgets.failed(exchange.address());
        if (account.isEmpty()) {
            strangers.refused(refusal.reason("UNKNOWN_USER").build());
        } else if (credential.isPresent()
                && !admitted.knownDevice()
                && admitted.attempts() >= AttemptLimit.DISABLED_AT) {
            disable(account.get().id(), admitted.attempts(), refusal);
        } else {
            audit.record(refusal.build());
        }
        return wait.isZero() ? new SignInResult.Refused() : new SignInResult.TooMany(wait);
    }

    /** The hundredth wrong password in a row disables it, in the transaction that says so. */
    private void disable(PersonId person, int attempts, AuditEntryBuilder refusal) {
        transactions.inTransaction(() -> {
            credentials.disable(person, clock.instant());
            audit.enlist(refusal.reason("PASSWORD_DISABLED")
                    .detail("attempts", Integer.toString(attempts))
                    .build());
        });
    }

    private SignInResult stranger(AuditEntryBuilder refusal) {
        strangers.refused(refusal.build());
        return new SignInResult.Refused();
    }

    private SignInResult tooMany(AuditedRequest exchange, String name, String reason, Duration remaining) {
        strangers.refused(refusal(exchange, name, reason).build());
        return new SignInResult.TooMany(remaining);
    }

    private AuditEntryBuilder refusal(AuditedRequest exchange, String typedName, String reason) {
        return exchange.entry(clock, SIGN_IN, REFUSED)
                .reason(reason)
                .userName(typedName)
                .detail("factor", "pwd");
    }
}
