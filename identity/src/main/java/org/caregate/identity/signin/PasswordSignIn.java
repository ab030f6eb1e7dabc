package org.caregate.identity.signin;

import static org.caregate.audit.entry.Action.SIGN_IN;
import static org.caregate.audit.entry.Outcome.PERMITTED;
import static org.caregate.audit.entry.Outcome.REFUSED;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.identity.Exchange;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.people.Username;
import org.caregate.identity.session.BrowserSession;
import org.caregate.identity.session.BrowserSessions;
import org.caregate.identity.signin.PasswordHashes.Match;
import org.caregate.identity.throttle.AttemptLimit;
import org.caregate.identity.throttle.Claim;
import org.caregate.identity.throttle.Throttle;
import org.caregate.identity.throttle.ThrottleKeys;
import org.caregate.protocol.PersonId;
import org.caregate.registry.Transactions;

/**
 * Proves the first factor.
 *
 * <p>An unknown, a disabled and a known user name take the same time, count the same and get the same answer; the difference is in
 * the audit log alone. The attempt is counted in a transaction of its own before the slow hash runs outside of any.
 */
public final class PasswordSignIn {
    private static final PersonId NOBODY = new PersonId("nobody");
    private static final int LONGEST_TYPED = 4 * PasswordPolicy.LONGEST;

    private final PersonAccounts accounts;
    private final PasswordCredentials credentials;
    private final PasswordHashes hashes;
    private final BrowserSessions sessions;
    private final Throttle throttle;
    private final ThrottleKeys keys;
    private final Transactions transactions;
    private final AuditLog audit;
    private final StrangersLog strangers;
    private final Clock clock;

    /** Sign-in with what is stored there. */
    public PasswordSignIn(
            PersonAccounts accounts,
            PasswordCredentials credentials,
            PasswordHashes hashes,
            BrowserSessions sessions,
            Throttle throttle,
            ThrottleKeys keys,
            Transactions transactions,
            AuditLog audit,
            StrangersLog strangers,
            Clock clock) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.hashes = hashes;
        this.sessions = sessions;
        this.throttle = throttle;
        this.keys = keys;
        this.transactions = transactions;
        this.audit = audit;
        this.strangers = strangers;
        this.clock = clock;
    }

    /** Tries a user name and password in that session. */
    public SignInResult attempt(BrowserSession session, String typedName, String password, Exchange exchange) {
        Optional<Username> username = Username.parse(typedName);
        if (username.isEmpty() || password.isEmpty() || password.length() > LONGEST_TYPED) {
            return stranger(refusal(exchange, typedName, "MALFORMED_CREDENTIALS"));
        }
        Username name = username.get();
        if (throttle.claim(keys.address(exchange.address()), AttemptLimit.OF_AN_ADDRESS) instanceof Claim.Wait wait) {
            return tooMany(exchange, typedName, "ADDRESS_THROTTLED", wait.remaining());
        }
        return switch (throttle.claim(keys.password(name), AttemptLimit.OF_A_PERSON)) {
            case Claim.Wait(Duration remaining) -> tooMany(exchange, typedName, "ACCOUNT_THROTTLED", remaining);
            case Claim.Counted(int attempts) -> check(session, name, password, attempts, exchange);
        };
    }

    private SignInResult check(
            BrowserSession session, Username name, String password, int attempts, Exchange exchange) {
        Optional<PersonAccount> account = accounts.findByUsername(name);
        Optional<PasswordCredential> credential = account.flatMap(known -> credentials.find(known.id()));
        Match match = hashes.check(
                account.map(PersonAccount::id).orElse(NOBODY),
                password,
                credential.map(PasswordCredential::sealed).orElse(null));
        AuditEntryBuilder refusal = refusal(exchange, name.value(), "WRONG_PASSWORD")
                .person(account.map(known -> known.id().value()).orElse(null));
        if (account.isEmpty()) {
            return stranger(refusal.reason("UNKNOWN_USER"));
        }
        PersonAccount person = account.get();
        if (!(match instanceof Match.Right right) || credential.isEmpty()) {
            return wrong(person.id(), credential, attempts, refusal);
        }
        if (!person.enabled()) {
            return refused(refusal.reason("ACCOUNT_DISABLED"));
        }
        if (credential.get().disabledAt() != null) {
            return refused(refusal.reason("PASSWORD_DISABLED"));
        }
        return proved(session, person, credential.get(), right, exchange);
    }

    private SignInResult proved(
            BrowserSession session,
            PersonAccount person,
            PasswordCredential credential,
            Match.Right right,
            Exchange exchange) {
        return transactions.inTransaction(() -> {
            Optional<BrowserSession> rotated = sessions.passwordProved(session, person.id());
            if (rotated.isEmpty()) {
                return new SignInResult.Stale();
            }
            throttle.forget(keys.password(person.username()));
            throttle.relax(keys.address(exchange.address()));
            byte[] rehashed = right.rehashed();
            if (rehashed != null) {
                credentials.rehash(person.id(), credential.sealed(), rehashed);
            }
            audit.enlist(exchange.entry(clock, SIGN_IN, PERMITTED)
                    .person(person.id().value())
                    .detail("factor", "pwd")
                    .build());
            return new SignInResult.Proved(rotated.get());
        });
    }

    /** A wrong password of a person there is: the hundredth in a row disables it, in the transaction that says so. */
    private SignInResult wrong(
            PersonId person, Optional<PasswordCredential> credential, int attempts, AuditEntryBuilder refusal) {
        if (attempts < AttemptLimit.DISABLED_AT || credential.isEmpty()) {
            return refused(refusal);
        }
        transactions.inTransaction(() -> {
            credentials.disable(person, clock.instant());
            audit.enlist(refusal.reason("PASSWORD_DISABLED")
                    .detail("attempts", Integer.toString(attempts))
                    .build());
        });
        return new SignInResult.Refused();
    }

    private SignInResult stranger(AuditEntryBuilder refusal) {
        strangers.refused(refusal.build());
        return new SignInResult.Refused();
    }

    private SignInResult refused(AuditEntryBuilder refusal) {
        audit.record(refusal.build());
        return new SignInResult.Refused();
    }

    private SignInResult tooMany(Exchange exchange, String name, String reason, Duration remaining) {
        strangers.refused(refusal(exchange, name, reason).build());
        return new SignInResult.TooMany(remaining);
    }

    private AuditEntryBuilder refusal(Exchange exchange, String typedName, String reason) {
        return exchange.entry(clock, SIGN_IN, REFUSED)
                .reason(reason)
                .userName(typedName)
                .detail("factor", "pwd");
    }
}
