package org.caregate.identity.secondfactor;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.caregate.protocol.PersonId;

/** Authenticators in memory, for tests. */
public final class InMemoryTotpCredentials implements TotpCredentials {
    private final Map<PersonId, TotpCredential> credentials = new HashMap<>();

    @Override
    public synchronized void enrol(PersonId person, byte[] sealedSeed, Instant at) {
        credentials.put(person, new TotpCredential(person, sealedSeed, -1, at, null));
    }

    @Override
    public synchronized Optional<TotpCredential> find(PersonId person) {
        return Optional.ofNullable(credentials.get(person));
    }

    @Override
    public synchronized boolean useStep(PersonId person, long step) {
        TotpCredential known = credentials.get(person);
        if (known == null || known.disabledAt() != null || step <= known.lastUsedStep()) {
            return false;
        }
        credentials.put(person, new TotpCredential(person, known.sealedSeed(), step, known.enrolledAt(), null));
        return true;
    }

    @Override
    public synchronized void disable(PersonId person, Instant at) {
        TotpCredential known = credentials.get(person);
        if (known != null && known.disabledAt() == null) {
            credentials.put(
                    person,
                    new TotpCredential(person, known.sealedSeed(), known.lastUsedStep(), known.enrolledAt(), at));
        }
    }
}
