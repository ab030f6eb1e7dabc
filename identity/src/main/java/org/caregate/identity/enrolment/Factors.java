package org.caregate.identity.enrolment;

import java.time.Instant;
import java.util.Optional;
import org.caregate.identity.password.PasswordCredentials;
import org.caregate.identity.password.PasswordHashes;
import org.caregate.identity.password.PasswordPolicy;
import org.caregate.identity.people.Username;
import org.caregate.identity.secondfactor.TotpCredentials;
import org.caregate.identity.secondfactor.TotpSeeds;
import org.caregate.protocol.PersonId;

/** Both factors of a person, which are only ever stored together: no one has one alone (45 CFR 164.312(d)). */
public final class Factors {
    private final PasswordCredentials passwords;
    private final PasswordHashes hashes;
    private final PasswordPolicy policy;
    private final TotpCredentials codes;
    private final TotpSeeds seeds;

    /** Factors stored there. */
    public Factors(
            PasswordCredentials passwords,
            PasswordHashes hashes,
            PasswordPolicy policy,
            TotpCredentials codes,
            TotpSeeds seeds) {
        this.passwords = passwords;
        this.hashes = hashes;
        this.policy = policy;
        this.codes = codes;
        this.seeds = seeds;
    }

    /** Both, as they are stored. */
    public record Sealed(byte[] password, byte[] seed) {}

    /** Why the password may not be chosen, in words for the person; empty when it may. */
    public Optional<String> objection(String password, Username username) {
        return policy.objection(password, username);
    }

    /** Hashes and seals them for that person. */
    public Sealed seal(PersonId person, String password, String seed) {
        return new Sealed(hashes.hash(person, password), seeds.seal(person, seed));
    }

    /** The sealed seed of that person, in Base32. */
    public String openSeed(PersonId person, byte[] sealed) {
        return seeds.open(person, sealed);
    }

    /** Stores both in the caller's transaction, in place of any earlier ones. */
    public void set(PersonId person, Sealed factors, Instant now) {
        passwords.set(person, factors.password(), now);
        codes.enrol(person, factors.seed(), now);
    }

    /** Uses up the time step of a code in the caller's transaction, so that no code works twice. */
    public void useStep(PersonId person, long step) {
        codes.useStep(person, step);
    }
}
