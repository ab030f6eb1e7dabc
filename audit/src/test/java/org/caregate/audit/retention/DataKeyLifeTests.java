package org.caregate.audit.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.caregate.audit.InMemoryAnchor;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.proof.Youth;
import org.caregate.audit.reading.LogSource.DataKey;
import org.caregate.audit.sealing.DataKeyEvent;
import org.caregate.audit.verification.Finding;
import org.caregate.audit.verification.Finding.KeyTrouble;
import org.caregate.audit.verification.Finding.KeyTrouble.Kind;
import org.caregate.audit.verification.LogVerification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log tells the life of its data keys, and a key that is gone otherwise is a finding. */
class DataKeyLifeTests {
    private static final String MONTH = "2026-11";
    private static final Instant MONTH_ENDS = Instant.parse("2026-12-01T00:00:00Z");
    private static final Duration SIX_YEARS = Duration.ofDays(2191);
    private static final Instant MUCH_LATER = MONTH_ENDS.plus(SIX_YEARS).plus(Duration.ofDays(10));

    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryAnchor anchor = new InMemoryAnchor();
    private final TestLog log = new TestLog(store, store, store, anchor);

    @BeforeEach
    void sealedEntries() {
        log.anchored(5);
    }

    private List<Finding> findings(String... unusable) {
        LogVerification verification = new LogVerification(
                store,
                log.key,
                judged -> {},
                Youth.of(Duration.ofMinutes(5), MUCH_LATER),
                name -> !List.of(unusable).contains(name));
        anchor.forEach(verification::expect);
        return verification.verify().findings();
    }

    private static KeyTrouble trouble(String key, Kind kind) {
        return new KeyTrouble(TestLog.ORIGIN, key, kind);
    }

    private UUID logged(AuditEntry entry) {
        StoredEntry row = log.stored(entry);
        log.entries.insert(List.of(row));
        log.anchored(0);
        return row.id();
    }

    private UUID destroyed(Instant time, Instant retainedUntil) {
        return logged(DataKeyEvent.destruction(
                        AuditEntry.of(time, "x", Action.KEY_DESTROYED, Outcome.PERMITTED), MONTH, retainedUntil)
                .build());
    }

    private void created(String name) {
        logged(DataKeyEvent.creation(AuditEntry.of(TestLog.START, "x", Action.KEY_CREATED, Outcome.PERMITTED), name)
                .build());
    }

    @Test
    void keyThatIsThere_isInOrder() {
        created(MONTH);
        assertThat(findings()).isEmpty();
    }

    @Test
    void keyThatIsGoneWithoutAnEntry_isMissing() {
        store.dataKeys.clear();
        assertThat(findings()).containsExactly(trouble(MONTH, Kind.MISSING));
    }

    @Test
    void keyThatIsGoneByAnEntry_afterItsRetention_isInOrder() {
        Instant until = MONTH_ENDS.plus(SIX_YEARS);
        destroyed(until, until);
        store.dataKeys.clear();
        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2032-11-29T23:59:59Z, 2032-11-30T00:00:00Z",
        "2026-11-30T00:00:00Z, 2026-11-20T00:00:00Z",
        "2026-12-02T00:00:00Z, 2026-11-30T23:59:59Z"
    })
    void keyDestroyedBeforeItsRetentionEnded_isNamed(Instant time, Instant until) {
        destroyed(time, until);
        store.dataKeys.clear();
        assertThat(findings()).containsExactly(trouble(MONTH, Kind.DESTROYED_EARLY));
    }

    @Test
    void endThatStatesNoRetention_excusesNothing() {
        logged(AuditEntry.of(MUCH_LATER, "x", Action.KEY_DESTROYED, Outcome.PERMITTED)
                .detail("dataKey", MONTH)
                .build());
        store.dataKeys.clear();
        assertThat(findings()).containsExactly(trouble(MONTH, Kind.MISSING));
    }

    @Test
    void endThatOnlyWaits_orHasAnInventedPlace_excusesNothing() {
        StoredEntry forged = log.stored(DataKeyEvent.destruction(
                        AuditEntry.of(MUCH_LATER, "x", Action.KEY_DESTROYED, Outcome.PERMITTED), MONTH, MONTH_ENDS)
                .build());
        store.entries.put(forged.id(), forged);
        store.dataKeys.clear();
        store.forged.add(new InMemoryStore.Forged(99, 0, forged.id()));
        assertThat(findings()).contains(trouble(MONTH, Kind.MISSING));
        store.forged.clear();
        store.waiting.add(forged.id());
        assertThat(findings()).containsExactly(trouble(MONTH, Kind.MISSING));
        Objects.requireNonNull(store.places.get(1)).set(2, forged.id());
        assertThat(findings()).contains(trouble(MONTH, Kind.MISSING));
    }

    @Test
    void keySaidToBeDestroyed_thatIsThere_isNamed() {
        Instant until = MONTH_ENDS.plus(SIX_YEARS);
        destroyed(until, until);
        assertThat(findings()).containsExactly(trouble(MONTH, Kind.STILL_THERE));
    }

    @Test
    void keyThatNothingExplains_isNamedOnceItIsOld() {
        store.dataKeys.add(new DataKey("2031-05", MUCH_LATER));
        assertThat(findings()).isEmpty();
        store.dataKeys.set(1, new DataKey("2031-05", MUCH_LATER.minus(Duration.ofHours(1))));
        assertThat(findings()).containsExactly(trouble("2031-05", Kind.UNEXPLAINED));
        created("2031-05");
        assertThat(findings()).isEmpty();
    }

    @Test
    void keyCreatedTwice_wasReplaced() {
        created(MONTH);
        created(MONTH);
        assertThat(findings()).containsExactly(trouble(MONTH, Kind.REPLACED));
    }

    @Test
    void keyThatDoesNotOpen_isNamed() {
        assertThat(findings(MONTH)).containsExactly(trouble(MONTH, Kind.UNUSABLE));
    }

    @Test
    void changedEntry_needsNoKeyThatItNames() {
        StoredEntry other = log.stored(
                AuditEntry.of(Instant.parse("2020-01-01T00:00:00Z"), "x", Action.RESOURCE_READ, Outcome.PERMITTED)
                        .patient("p")
                        .build());
        UUID id = Objects.requireNonNull(store.places.get(1)).get(2);
        store.entries.put(id, other);
        assertThat(findings()).doesNotContain(trouble("2020-01", Kind.MISSING));
    }

    @Test
    void quickLook_namesKeysThatAreGone_andNoOthers() {
        TestLog.InMemoryDataKeys keys = new TestLog.InMemoryDataKeys();
        Clock clock = Clock.fixed(MUCH_LATER, ZoneOffset.UTC);
        MissingDataKeys missing = new MissingDataKeys(store, log.search(store), keys, clock);
        assertThat(missing.names()).containsExactly(MONTH);
        keys.addIfAbsent(MONTH, new byte[1], () -> {});
        assertThat(missing.names()).isEmpty();
        keys.destroy(MONTH);
        Instant until = MONTH_ENDS.plus(SIX_YEARS);
        destroyed(until, until);
        assertThat(missing.names()).isEmpty();
    }

    @Test
    void retention_endsForWholeMonths() {
        DataKeyRetention retention = new DataKeyRetention(SIX_YEARS);
        Instant end = MONTH_ENDS.plus(SIX_YEARS);
        List<String> names = List.of("2026-12", MONTH, "not-a-month");
        assertThat(retention.ended(names, end.minusNanos(1))).isEmpty();
        assertThat(retention.ended(names, end)).containsExactly(MONTH);
    }

    @Test
    void creation_hasItsEntry_withTheReason() {
        InMemoryAuditLog audit = new InMemoryAuditLog();
        new DataKeyCreations(() -> audit, Clock.fixed(TestLog.START, ZoneOffset.UTC)).accept(MONTH);
        AuditEntry entry = audit.lastEntry();
        assertThat(entry.action()).isEqualTo(Action.KEY_CREATED);
        assertThat(entry.reason()).isEqualTo(DataKeyEvent.FIRST_OF_ITS_MONTH);
        assertThat(DataKeyEvent.of(entry)).contains(new DataKeyEvent(MONTH, true, TestLog.START, TestLog.START));
    }
}
