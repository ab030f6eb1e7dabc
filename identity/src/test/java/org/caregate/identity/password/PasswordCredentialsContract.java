package org.caregate.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.caregate.protocol.PersonId;
import org.junit.jupiter.api.Test;

/** What every {@link PasswordCredentials} keeps to. */
public abstract class PasswordCredentialsContract {
    private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");

    /** The store under test; it may hold passwords of other tests. */
    protected abstract PasswordCredentials credentials();

    /** A person with an account and without a password, another at every call. */
    protected abstract PersonId newPerson();

    @Test
    void passwordSet_isFound() {
        PersonId person = newPerson();

        credentials().set(person, bytes(1, 0, -1), T0);

        PasswordCredential found = credentials().find(person).orElseThrow();
        assertThat(found.person()).isEqualTo(person);
        assertThat(found.sealed()).containsExactly(1, 0, -1);
        assertThat(found.changedAt()).isEqualTo(T0);
        assertThat(found.disabledAt()).isNull();
    }

    @Test
    void personWithoutPassword_isEmpty() {
        assertThat(credentials().find(newPerson())).isEmpty();
    }

    @Test
    void passwordSetAgain_replaces_andEnables() {
        PersonId person = newPerson();
        credentials().set(person, bytes(1), T0);
        credentials().disable(person, T0.plusSeconds(1));

        credentials().set(person, bytes(2), T0.plusSeconds(2));

        PasswordCredential found = credentials().find(person).orElseThrow();
        assertThat(found.sealed()).containsExactly(2);
        assertThat(found.changedAt()).isEqualTo(T0.plusSeconds(2));
        assertThat(found.disabledAt()).isNull();
    }

    @Test
    void rehash_ofWhatIsStored_keepsTheDateOfChange() {
        PersonId person = newPerson();
        credentials().set(person, bytes(1), T0);

        assertThat(credentials().rehash(person, bytes(1), bytes(2))).isTrue();

        PasswordCredential found = credentials().find(person).orElseThrow();
        assertThat(found.sealed()).containsExactly(2);
        assertThat(found.changedAt()).isEqualTo(T0);
    }

    @Test
    void rehash_afterTheWordChanged_isRefused() {
        PersonId person = newPerson();
        credentials().set(person, bytes(1), T0);
        credentials().set(person, bytes(7), T0.plusSeconds(1));

        assertThat(credentials().rehash(person, bytes(1), bytes(2))).isFalse();
        assertThat(credentials().rehash(newPerson(), bytes(1), bytes(2))).isFalse();

        assertThat(credentials().find(person).orElseThrow().sealed()).containsExactly(7);
    }

    @Test
    void enabledPassword_worksAgain_asItWas() {
        PersonId person = newPerson();
        credentials().set(person, bytes(1), T0);
        credentials().disable(person, T0.plusSeconds(1));

        credentials().enable(person);
        credentials().enable(newPerson());

        PasswordCredential found = credentials().find(person).orElseThrow();
        assertThat(found.disabledAt()).isNull();
        assertThat(found.changedAt()).isEqualTo(T0);
    }

    @Test
    void disabledPassword_staysDisabled_sinceTheFirstMoment() {
        PersonId person = newPerson();
        credentials().set(person, bytes(1), T0);

        credentials().disable(person, T0.plusSeconds(1));
        credentials().disable(person, T0.plusSeconds(9));
        credentials().rehash(person, bytes(1), bytes(2));

        assertThat(credentials().find(person).orElseThrow().disabledAt()).isEqualTo(T0.plusSeconds(1));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
