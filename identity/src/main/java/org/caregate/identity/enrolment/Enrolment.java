package org.caregate.identity.enrolment;

import static org.caregate.audit.entry.Action.FACTOR_ENROLLED;
import static org.caregate.audit.entry.Action.USER_ADDED;
import static org.caregate.audit.entry.Outcome.PERMITTED;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.caregate.audit.AuditLog;
import org.caregate.identity.page.Exchange;
import org.caregate.identity.password.PasswordCredentials;
import org.caregate.identity.password.PasswordHashes;
import org.caregate.identity.password.PasswordPolicy;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.people.Username;
import org.caregate.identity.secondfactor.Totp;
import org.caregate.identity.secondfactor.TotpCredentials;
import org.caregate.identity.secondfactor.TotpSeeds;
import org.caregate.protocol.PersonId;
import org.caregate.registry.Transactions;
import org.jspecify.annotations.Nullable;

/** Adds a person with both factors, in one transaction with its audit entries. Nobody is ever added with one factor alone. */
public final class Enrolment {
    private static final int ID_BYTES = 16;

    private final PersonAccounts accounts;
    private final PasswordCredentials passwords;
    private final PasswordHashes hashes;
    private final PasswordPolicy policy;
    private final TotpCredentials codes;
    private final TotpSeeds seeds;
    private final SecureRandom random;
    private final Transactions transactions;
    private final AuditLog audit;
    private final Clock clock;

    /** Enrolment into those stores. */
    public Enrolment(
            PersonAccounts accounts,
            PasswordCredentials passwords,
            PasswordHashes hashes,
            PasswordPolicy policy,
            TotpCredentials codes,
            TotpSeeds seeds,
            SecureRandom random,
            Transactions transactions,
            AuditLog audit,
            Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.hashes = hashes;
        this.policy = policy;
        this.codes = codes;
        this.seeds = seeds;
        this.random = random;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
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
    public Result add(NewPerson person, String password, Exchange exchange) {
        Optional<Username> username = Username.parse(person.username());
        if (username.isEmpty()) {
            return new Result.Refused("A user name has 1 to " + Username.MAX_LENGTH + " characters and no spaces.");
        }
        Optional<String> objection = policy.objection(password, username.get());
        if (objection.isPresent()) {
            return new Result.Refused(objection.get());
        }
        PersonId id = newId();
        byte[] hash = hashes.hash(id, password);
        PersonAccount account =
                new PersonAccount(id, username.get(), person.displayName(), person.fhirUser(), person.roles(), true);
        String seed = Totp.newSeed();
        boolean added = transactions.inTransaction(() -> store(account, hash, seed, exchange));
        return added ? new Result.Enrolled(id, seed) : new Result.Refused("This user name is taken.");
    }

    private boolean store(PersonAccount account, byte[] hash, String seed, Exchange exchange) {
        if (!accounts.add(account)) {
            return false;
        }
        Instant now = clock.instant();
        passwords.set(account.id(), hash, now);
        codes.enrol(account.id(), seeds.seal(account.id(), seed), now);
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
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return new PersonId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
