package org.caregate.identity.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Set;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.identity.InMemoryWorld;
import org.caregate.identity.enrolment.Enrolment.NewPerson;
import org.caregate.identity.enrolment.Enrolment.Result;
import org.caregate.identity.enrolment.Enrolment.Result.Enrolled;
import org.caregate.identity.page.AuditedRequest;
import org.caregate.identity.password.PasswordHashes;
import org.caregate.identity.password.PasswordPolicy;
import org.caregate.identity.secondfactor.TotpSeeds;
import org.caregate.registry.transaction.AuditedTransactions;
import org.junit.jupiter.api.Test;

class EnrolmentTests {
    private static final AuditedRequest EXCHANGE = new AuditedRequest("x", "127.0.0.1", null, "person add");
    private static final String PASSWORD = "a quiet river bends north";

    private final InMemoryWorld world = new InMemoryWorld(Clock.systemUTC());
    private final Envelopes envelopes = new Envelopes(world.ring, world.random);
    private final Enrolment enrolment = new Enrolment(
            world.accounts,
            new Factors(
                    world.passwords,
                    new PasswordHashes(envelopes, world.random, 1000),
                    new PasswordPolicy(),
                    world.codes,
                    new TotpSeeds(envelopes)),
            world.random,
            new AuditedTransactions(world.transactions, world.audit, world.clock));

    private Result add(String username, String password) {
        return enrolment.add(new NewPerson(username, "Rosa", "Patient/p1", Set.of("patient")), password, EXCHANGE);
    }

    @Test
    void person_isAddedWithBothFactors_andAudited() {
        Result result = add("Rosa", PASSWORD);

        assertThat(result).isInstanceOfSatisfying(Enrolled.class, enrolled -> {
            assertThat(enrolled.id().value()).matches("[A-Za-z0-9_-]{22}");
            assertThat(world.passwords.find(enrolled.id())).isPresent();
            assertThat(world.codes.find(enrolled.id())).isPresent();
            assertThat(enrolled.toString()).doesNotContain(enrolled.seed());
        });
        assertThat(world.audit.entries())
                .extracting(AuditEntry::action)
                .containsExactly(Action.USER_ADDED, Action.FACTOR_ENROLLED);
    }

    @Test
    void takenUserName_isRefused_inWhateverCase() {
        add("rosa", PASSWORD);

        assertThat(add("ROSA", PASSWORD)).isEqualTo(new Result.Refused("This user name is taken."));
    }

    @Test
    void weakPassword_andMalformedName_areRefused() {
        assertThat(add("rosa", "password")).isInstanceOf(Result.Refused.class);
        assertThat(add("ro sa", PASSWORD)).isInstanceOf(Result.Refused.class);
        assertThat(world.accounts.all()).isEmpty();
    }
}
