package org.caregate.identity.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caregate.protocol.PersonId;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

/** What every {@link TotpCredentials} keeps to. */
public abstract class TotpCredentialsContract {
    private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");

    /** The store under test; it may hold authenticators of other tests. */
    protected abstract TotpCredentials credentials();

    /** A person with an account and without an authenticator, another at every call. */
    protected abstract PersonId newPerson();

    private PersonId enrolled() {
        PersonId person = newPerson();
        credentials().enrol(person, new byte[] {1, 0, -1}, T0);
        return person;
    }

    @Test
    void enrolledAuthenticator_isFound_withNoStepUsed() {
        PersonId person = enrolled();

        TotpCredential found = credentials().find(person).orElseThrow();
        assertThat(found.person()).isEqualTo(person);
        assertThat(found.sealedSeed()).containsExactly(1, 0, -1);
        assertThat(found.lastUsedStep()).isEqualTo(-1);
        assertThat(found.enrolledAt()).isEqualTo(T0);
        assertThat(found.disabledAt()).isNull();
    }

    @Test
    void personWithoutAuthenticator_isEmpty_andUsesNoStep() {
        PersonId person = newPerson();

        assertThat(credentials().find(person)).isEmpty();
        assertThat(credentials().useStep(person, 5)).isFalse();
    }

    @Test
    @Requirement("RFC6238-5.2")
    void usedStep_andEarlierOnes_areRefused() {
        PersonId person = enrolled();

        assertThat(credentials().useStep(person, 1000)).isTrue();

        assertThat(credentials().useStep(person, 1000)).isFalse();
        assertThat(credentials().useStep(person, 999)).isFalse();
        assertThat(credentials().find(person).orElseThrow().lastUsedStep()).isEqualTo(1000);
        assertThat(credentials().useStep(person, 1001)).isTrue();
    }

    @Test
    @Requirement("RFC6238-5.2")
    void oneStep_byManyAtOnce_isUsedByExactlyOne() throws Exception {
        PersonId person = enrolled();
        Callable<Boolean> use = () -> credentials().useStep(person, 42);
        List<Future<Boolean>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                answers.add(threads.submit(use));
            }
        }

        int used = 0;
        for (Future<Boolean> answer : answers) {
            used += answer.get() ? 1 : 0;
        }
        assertThat(used).isEqualTo(1);
    }

    @Test
    void disabledAuthenticator_usesNoStep_sinceTheFirstMoment() {
        PersonId person = enrolled();

        credentials().disable(person, T0.plusSeconds(1));
        credentials().disable(person, T0.plusSeconds(9));

        assertThat(credentials().useStep(person, 1)).isFalse();
        assertThat(credentials().find(person).orElseThrow().disabledAt()).isEqualTo(T0.plusSeconds(1));
    }

    @Test
    void enrolledAgain_isEnabled_withNoStepUsed() {
        PersonId person = enrolled();
        credentials().useStep(person, 1000);
        credentials().disable(person, T0.plusSeconds(1));

        credentials().enrol(person, new byte[] {2}, T0.plusSeconds(2));

        TotpCredential found = credentials().find(person).orElseThrow();
        assertThat(found.sealedSeed()).containsExactly(2);
        assertThat(found.lastUsedStep()).isEqualTo(-1);
        assertThat(found.disabledAt()).isNull();
        assertThat(credentials().useStep(person, 1000)).isTrue();
    }
}
