package org.caregate.identity.password;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.caregate.protocol.PersonId;

/** Passwords in memory, for tests. */
public final class InMemoryPasswordCredentials implements PasswordCredentials {
    private final Map<PersonId, PasswordCredential> credentials = new HashMap<>();

    @Override
    public synchronized void set(PersonId person, byte[] sealed, Instant changedAt) {
        credentials.put(person, new PasswordCredential(person, sealed, changedAt, null));
    }

    @Override
    public synchronized Optional<PasswordCredential> find(PersonId person) {
        return Optional.ofNullable(credentials.get(person));
    }

    @Override
    public synchronized boolean rehash(PersonId person, byte[] expected, byte[] sealed) {
        PasswordCredential known = credentials.get(person);
        if (known == null || !Arrays.equals(known.sealed(), expected)) {
            return false;
        }
        credentials.put(person, new PasswordCredential(person, sealed, known.changedAt(), known.disabledAt()));
        return true;
    }

    @Override
    public synchronized void enable(PersonId person) {
        PasswordCredential known = credentials.get(person);
        if (known != null) {
            credentials.put(person, new PasswordCredential(person, known.sealed(), known.changedAt(), null));
        }
    }

    @Override
    public synchronized void disable(PersonId person, Instant at) {
        PasswordCredential known = credentials.get(person);
        if (known != null && known.disabledAt() == null) {
            credentials.put(person, new PasswordCredential(person, known.sealed(), known.changedAt(), at));
        }
    }
}
