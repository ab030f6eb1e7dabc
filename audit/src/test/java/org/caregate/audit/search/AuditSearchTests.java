package org.caregate.audit.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.caregate.audit.proof.FoundEntry;
import org.junit.jupiter.api.Test;

class AuditSearchTests {
    private final InMemoryStore store = new InMemoryStore();
    private final TestLog log = TestLog.inMemory(store);
    private final AuditSearch search = log.search(store);

    private AuditEntry put(int second, String exchange, Phase phase, Outcome outcome, String patient) {
        AuditEntry entry = AuditEntry.of(TestLog.START.plusSeconds(second), exchange, Action.RESOURCE_READ, outcome)
                .phase(phase)
                .person("person-" + patient)
                .client("app")
                .patient(patient)
                .resource("Observation/" + exchange)
                .userName("name of " + patient)
                .build();
        log.entries.insert(List.of(log.stored(entry)));
        return entry;
    }

    private List<AuditEntry> found(AuditQuery query) {
        return search.find(query).stream().map(FoundEntry::entry).toList();
    }

    @Test
    void everyCriterion_narrows_andEntriesComeOpened() {
        AuditEntry one = put(1, "x1", Phase.SINGLE, Outcome.PERMITTED, "p1");
        AuditEntry two = put(2, "x2", Phase.SINGLE, Outcome.REFUSED, "p2");
        assertThat(found(AuditQuery.ALL)).containsExactly(two, one);
        assertThat(found(AuditQuery.ALL.ofPatient("p1"))).containsExactly(one);
        assertThat(found(AuditQuery.ALL.ofPerson("person-p2"))).containsExactly(two);
        assertThat(found(AuditQuery.ALL.ofResource("Observation/x1"))).containsExactly(one);
        assertThat(found(AuditQuery.ALL.ofUserName("name of p2"))).containsExactly(two);
        assertThat(search.find(AuditQuery.ALL.ofClient("app"))).hasSize(2);
        assertThat(search.find(AuditQuery.ALL.ofClient("none"))).isEmpty();
        assertThat(found(AuditQuery.ALL.ofExchange("x2"))).containsExactly(two);
        assertThat(found(AuditQuery.ALL.ofOutcome(Outcome.REFUSED))).containsExactly(two);
        assertThat(search.find(AuditQuery.ALL.ofAction(Action.SIGN_IN))).isEmpty();
        assertThat(found(AuditQuery.ALL.between(TestLog.START.plusSeconds(2), null)))
                .containsExactly(two);
        assertThat(found(AuditQuery.ALL.between(null, TestLog.START.plusSeconds(2))))
                .containsExactly(one);
        assertThat(found(AuditQuery.ALL.page(two.id(), 5))).containsExactly(one);
        assertThat(found(AuditQuery.ALL.page(null, 1))).containsExactly(two);
        assertThatThrownBy(() -> AuditQuery.ALL.page(null, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AuditQuery.ALL.page(null, 1001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void following_tellsEachEntryOnce_inItsOrder() {
        log.sequenced(3);
        TailPosition end = search.end();
        AuditEntry later = put(50, "x", Phase.SINGLE, Outcome.PERMITTED, "p1");
        AuditEntry earlier = put(49, "y", Phase.SINGLE, Outcome.PERMITTED, "p1");
        log.sequencer.step();
        AuditSearch.Followed followed = search.follow(end, 10);
        assertThat(followed.entries()).extracting(FoundEntry::entry).containsExactly(earlier, later);
        assertThat(search.follow(followed.position(), 10).entries()).isEmpty();
        assertThat(search.follow(TailPosition.START, 2).entries()).hasSize(2);
    }

    @Test
    void attemptWithoutCompletion_isReconciledOnce() {
        put(1, "open", Phase.ATTEMPT, Outcome.PERMITTED, "p1");
        put(1, "done", Phase.ATTEMPT, Outcome.PERMITTED, "p1");
        put(2, "done", Phase.COMPLETION, Outcome.PERMITTED, "p1");
        put(900, "still-running", Phase.ATTEMPT, Outcome.PERMITTED, "p1");
        InMemoryAuditLog audit = new InMemoryAuditLog();
        Clock clock = Clock.fixed(TestLog.START.plusSeconds(1000), ZoneOffset.UTC);
        int reconciled =
                new Reconciliation(store, audit, clock).reconcile(Instant.EPOCH, TestLog.START.plusSeconds(800));
        assertThat(reconciled).isEqualTo(1);
        AuditEntry entry = audit.lastEntry();
        assertThat(entry.exchangeId()).isEqualTo("open");
        assertThat(entry.action()).isEqualTo(Action.RECONCILED);
        assertThat(entry.phase()).isEqualTo(Phase.COMPLETION);
        assertThat(entry.reason()).isEqualTo("NO_COMPLETION");
        assertThat(entry.person()).isEqualTo("person-p1");
        log.entries.insert(List.of(log.stored(entry)));
        assertThat(new Reconciliation(store, audit, clock).reconcile(Instant.EPOCH, TestLog.START.plusSeconds(800)))
                .isZero();
    }
}
