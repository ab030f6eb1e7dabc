package org.caregate.identity.enrolment;

import static org.caregate.audit.entry.Action.FACTOR_ENROLLED;
import static org.caregate.audit.entry.Action.USER_ADDED;
import static org.caregate.audit.entry.Outcome.PERMITTED;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.caregate.audit.AuditLog;
import org.caregate.crypto.random.RandomId;
import org.caregate.identity.page.AuditedRequest;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.people.Username;
import org.caregate.identity.secondfactor.Totp;
import org.caregate.protocol.PersonId;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;
import org.jspecify.annotations.Nullable;

/** Adds a person with both factors, in one transaction with its audit entries. No one is ever added with one factor alone. */
public final class Enrolment {
    private static final int ID_BYTES = 16;

    private final PersonAccounts accounts;
    private final Factors factors;
    private final SecureRandom random;
    private final Transactions transactions;
    private final AuditLog audit;
    private final Clock clock;

    /** Enrolment into those stores. */
    public Enrolment(PersonAccounts accounts, Factors factors, SecureRandom random, AuditedTransactions audited) {
        this.accounts = accounts;
        this.factors = factors;
        this.random = random;
        this.transactions = audited.transactions();
        this.audit = audited.audit();
        this.clock = audited.clock();
    }

    /** Who is added; the id is given here. */
    public record NewPerson(
            String username, String displayName, @Nullable String fhirUser, Set<String> roles) {
        public NewPerson {
            roles = Set.copyOf(roles);
        }
    }

    /** What became of it. */
    public sealed interface Result {
        /**
         * Added.
         *
         * @param seed for the person's authenticator app, in Base32; shown once
         */
        record Enrolled(PersonId id, String seed) implements Result {
            @Override
            public String toString() {
                return "Enrolled[" + id + "]";
            }
        }

        /** Not added, and why in words for who asked. */
        record Refused(String why) implements Result {}
    }

    /** Adds the person. */
    public Result add(NewPerson person, String password, AuditedRequest exchange) {
        Optional<Username> username = Username.parse(person.username());
        if (username.isEmpty()) {
            return new Result.Refused("A user name has 1 to " + Username.MAX_LENGTH + " characters and no spaces.");
        }
        Optional<String> objection = factors.objection(password, username.get());
        if (objection.isPresent()) {
            return new Result.Refused(objection.get());
        }
        PersonId id = newId();
        PersonAccount account =
                new PersonAccount(id, username.get(), person.displayName(), person.fhirUser(), person.roles(), true);
        String seed = Totp.newSeed();
        Factors.Sealed sealed = factors.seal(id, password, seed); // slow, so outside of the transaction
        boolean added = transactions.inTransaction(() -> store(account, sealed, exchange));
        return added ? new Result.Enrolled(id, seed) : new Result.Refused("This user name is taken.");
    }

    private boolean store(PersonAccount account, Factors.Sealed sealed, AuditedRequest exchange) {
        if (!accounts.add(account)) {
            return false;
        }
        factors.set(account.id(), sealed, clock.instant());
        audit.enlist(exchange.entry(clock, USER_ADDED, PERMITTED)
                .person(account.id().value())
                .userName(account.username().value())
                .detail(
                        "roles",
                        String.join(" ", account.roles().stream().sorted().toList()))
                .build());
        audit.enlist(exchange.entry(clock, FACTOR_ENROLLED, PERMITTED)
                .person(account.id().value())
                .detail("factor", "pwd otp")
                .build());
        return true;
    }

    private PersonId newId() {
        return new PersonId(RandomId.of(random, ID_BYTES));
    }
}
