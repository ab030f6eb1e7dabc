package org.caregate.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caregate.audit.EntryStore;
import org.caregate.audit.EntryStoreContract;
import org.caregate.audit.HeadStoreContract;
import org.caregate.audit.InMemoryAnchor;
import org.caregate.audit.TestLog;
import org.caregate.audit.anchor.AnchorComparison;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.search.AuditReader;
import org.caregate.audit.sequencing.BrokenLogException;
import org.caregate.audit.verification.Finding;
import org.caregate.storage.Database;
import org.caregate.storage.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** The log on the real database: the contracts, what its roles may do, and what an attacker with the owner's role leaves behind. */
class PostgresAuditTests {
    private final Database database = TestDatabase.fresh();
    private final PostgresHeadStore heads = new PostgresHeadStore(database.runtimeDataSource());
    private final InMemoryAnchor anchor = new InMemoryAnchor();
    private final TestLog log = new TestLog(
            new PostgresEntryStore(database.runtimeDataSource()),
            heads,
            new PostgresLogSource(database.readerDataSource()),
            anchor);

    @BeforeEach
    void keepDataKeysInTheDatabase() {
        log.sealing = TestLog.sealing(new PostgresDataKeyStore(database.runtimeDataSource()));
    }

    @AfterEach
    void close() {
        heads.close();
        database.close();
    }

    @Nested
    class Entries extends EntryStoreContract {
        @Override
        protected TestLog emptyLog() {
            return log;
        }

        @Override
        protected AuditReader reader() {
            return new PostgresAuditReader(database.readerDataSource());
        }

        @Override
        protected void inTransaction(Runnable work) {
            database.transactions().inTransaction(() -> {
                work.run();
                return Optional.empty();
            });
        }

        @Override
        protected void revocationVersion(long version) {
            database.runtime()
                    .sql("UPDATE revocation_head SET version = ?")
                    .param(version)
                    .update();
        }
    }

    @Nested
    class Heads extends HeadStoreContract {
        @Override
        protected TestLog emptyLog() {
            return log;
        }
    }

    /** The attacker: the owner's role, with the guard against accidents switched off. */
    private void attack(String sql) {
        try (Connection owner = database.ownerDataSource().getConnection();
                Statement statement = owner.createStatement()) {
            for (String table : List.of("audit_entry", "audit_head", "audit_place", "audit_tile", "audit_root_leaf")) {
                statement.execute("ALTER TABLE " + table + " DISABLE TRIGGER append_only");
            }
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private static final String LANE = TestLog.ORIGIN + "/lane/1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_entry SET person = 'somebody-else' WHERE id = (SELECT entry FROM audit_place WHERE leaf_index = 7)",
                "UPDATE audit_entry SET marks = '{}' WHERE id = (SELECT entry FROM audit_place WHERE leaf_index = 7)"
            })
    void alteredSearchColumn_isLocated(String sql) {
        log.anchored(20);
        attack(sql);
        assertThat(log.verify().findings()).containsExactly(new Finding.CopiesChanged(LANE, 7));
    }

    @Test
    void alteredBytes_areLocated() {
        log.anchored(20);
        attack(
                "UPDATE audit_entry SET leaf = set_byte(leaf, 90, 1) WHERE id = (SELECT entry FROM audit_place WHERE leaf_index = 7)");
        assertThat(log.verify().findings()).contains(new Finding.EntryChanged(LANE, 7));
    }

    @Test
    void deletedEntry_isLocated_withOrWithoutItsPlace() {
        log.anchored(20);
        attack("DELETE FROM audit_entry WHERE id = (SELECT entry FROM audit_place WHERE leaf_index = 7)");
        attack(
                "WITH gone AS (DELETE FROM audit_place WHERE leaf_index = 9 RETURNING entry) DELETE FROM audit_entry WHERE id IN (SELECT entry FROM gone)");
        assertThat(log.verify().findings())
                .containsExactly(new Finding.EntryMissing(LANE, 7), new Finding.EntryMissing(LANE, 9));
    }

    @Test
    void reorderedEntries_areLocated() {
        log.anchored(20);
        attack(
                "UPDATE audit_place SET leaf_index = -leaf_index WHERE leaf_index IN (3, 4); UPDATE audit_place SET leaf_index = 7 + leaf_index WHERE leaf_index < 0");
        assertThat(log.verify().findings())
                .containsExactly(new Finding.EntryChanged(LANE, 3), new Finding.EntryChanged(LANE, 4));
    }

    @Test
    void entryWithoutAPlace_isNamed() {
        log.anchored(3);
        StoredEntry forged = log.stored(log.entry());
        log.entries.insert(List.of(forged));
        attack("DELETE FROM audit_pending");
        assertThat(log.verify().findings())
                .containsExactly(new Finding.Stray(TestLog.ORIGIN, forged.id().toString()));
    }

    /** Copies an entry under a fresh id and gives it a place, as one who shows a clinician reading a record they never opened. */
    private void copyTo(int lane, long index) {
        attack("""
                WITH copied AS (
                    INSERT INTO audit_entry SELECT gen_random_uuid(), at, exchange, phase, action, outcome, person, client, marks, leaf
                    FROM audit_entry WHERE id = (SELECT entry FROM audit_place WHERE lane = 1 AND leaf_index = 7)
                    RETURNING id)
                INSERT INTO audit_place (lane, leaf_index, entry) SELECT %d, %d, id FROM copied""".formatted(lane, index));
    }

    @ParameterizedTest
    @CsvSource({"99,0", "1,20", "1,21", "1,5000000", "1,9223372036854775807", "1,-1", "-3,2"})
    void entryCopiedToAnInventedPlace_isNamed(int lane, long index) {
        log.anchored(20);
        copyTo(lane, index);
        assertThat(log.verify().findings())
                .containsExactly(new Finding.BeyondTheEnd(TestLog.ORIGIN + "/lane/" + lane, index));
    }

    @Test
    void entryCopiedToAPlaceOfTheRootsLane_isAStray() {
        log.anchored(20);
        copyTo(0, 0);
        assertThat(log.verify().findings()).singleElement().isInstanceOf(Finding.Stray.class);
    }

    @Test
    void withoutTheConstraints_entriesThatSharePlacesOrIds_areNamed() {
        log.anchored(20);
        attack("ALTER TABLE audit_place DROP CONSTRAINT audit_place_entry_key");
        attack("INSERT INTO audit_place SELECT 1, 20, entry FROM audit_place WHERE leaf_index = 3");
        assertThat(log.verify().findings())
                .hasSize(2)
                .contains(new Finding.BeyondTheEnd(LANE, 20))
                .anyMatch(Finding.PlacedTwice.class::isInstance);
        attack("ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_pkey");
        attack(
                "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE id = (SELECT entry FROM audit_place WHERE leaf_index = 5)");
        assertThat(log.verify().findings()).contains(new Finding.TwoAtOnePlace(LANE, 5));
    }

    @Test
    void waitingEntries_areCounted_andAnAlteredOneIsNamed() {
        log.anchored(3);
        log.insert(2);
        assertThat(log.source.waiting()).isEqualTo(2);
        assertThat(log.verify().waiting()).isEqualTo(2);
        assertThat(log.verify().findings()).isEmpty();
        attack("UPDATE audit_entry SET person = 'another' WHERE id = (SELECT entries[1] FROM audit_pending LIMIT 1)");
        assertThat(log.verify().findings()).singleElement().isInstanceOf(Finding.WaitingChanged.class);
    }

    @Test
    void truncationWithHeadsRewritten_isLocated_andRefusedAtTheStart() {
        log.anchored(20).anchored(20);
        attack("""
                DELETE FROM audit_entry WHERE id IN (SELECT entry FROM audit_place WHERE leaf_index >= 20);
                DELETE FROM audit_place WHERE leaf_index >= 20;
                DELETE FROM audit_head WHERE previous_size >= 20 OR (lane = 0 AND previous_size = 1);
                DELETE FROM audit_root_leaf WHERE leaf_index = 1""");
        assertThat(log.verify().findings())
                .containsExactly(new Finding.Shorter(TestLog.ORIGIN, 1, 2), new Finding.Shorter(LANE, 20, 40));
        assertThat(AnchorComparison.of(anchor, log.source, new LogKey(TestLog.ORIGIN, log.signer.publicKey())))
                .isEqualTo(new AnchorComparison.Shorter(TestLog.ORIGIN, 2, 1));
    }

    @Test
    void entryPutBackAmongTheWaiting_isNotPlacedTwice_andBreaksTheLog() {
        log.anchored(3);
        attack("INSERT INTO audit_pending (batch, entries) SELECT entry, ARRAY[entry] FROM audit_place");
        assertThatThrownBy(log.sequencer::step).isInstanceOf(BrokenLogException.class);
        assertThat(log.verify().entries()).isEqualTo(3);
    }

    @Test
    void entryRemovedWhileItWaits_breaksTheLog_andStandsInTheTreeAllTheSame() {
        log.anchored(1);
        StoredEntry gone = log.stored(log.entry());
        log.entries.insert(List.of(log.stored(log.entry()), gone, log.stored(log.entry())));
        attack("DELETE FROM audit_entry WHERE id = '" + gone.id() + "'");
        assertThatThrownBy(log.sequencer::step)
                .isInstanceOf(BrokenLogException.class)
                .hasMessageContaining(gone.id().toString());
        assertThat(log.verify().findings()).hasSize(1).first().isInstanceOf(Finding.EntryMissing.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit_entry", "audit_head", "audit_place", "audit_tile", "audit_root_leaf"})
    void runtimeRole_addsToTheLog_andNothingElse(String table) {
        log.anchored(300);
        for (String sql :
                List.of("DELETE FROM " + table, "TRUNCATE " + table, "UPDATE " + table + " SET " + column(table))) {
            assertThatThrownBy(() -> database.runtime().sql(sql).update())
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> {
                        try (Connection owner = database.ownerDataSource().getConnection();
                                Statement statement = owner.createStatement()) {
                            statement.execute(sql);
                        }
                    })
                    .hasMessageContaining("only added to");
        }
    }

    private static String column(String table) {
        return table.equals("audit_entry") ? "action = 'x'" : "lane = 7";
    }

    @Test
    void refusedEntry_isToldApartFromABrokenDatabase() {
        AuditEntry entry = log.entry();
        StoredEntry fine = log.stored(entry);
        StoredEntry bad =
                new StoredEntry(fine.id(), fine.time(), "\0", "single", "x", "x", null, null, List.of(), fine.leaf());
        assertThatThrownBy(() -> log.entries.insert(List.of(bad))).isInstanceOf(EntryStore.RefusedEntryException.class);
        database.close();
        assertThatThrownBy(() -> log.entries.insert(List.of(fine)))
                .isInstanceOf(IllegalStateException.class)
                .isNotInstanceOf(EntryStore.RefusedEntryException.class);
    }

    @Test
    void laneOfALivingNode_isNotTaken_andThatOfADeadOneIs() {
        log.sequenced(1);
        assertThat(log.sequencer.lane()).isEqualTo(1);
        try (PostgresHeadStore second = new PostgresHeadStore(database.runtimeDataSource())) {
            assertThat(second.takeLane(Set.of())).isEqualTo(2);
            heads.close();
            try (PostgresHeadStore third = new PostgresHeadStore(database.runtimeDataSource())) {
                assertThat(third.takeLane(Set.of())).isEqualTo(1);
            }
        }
    }

    @Test
    void runtimeRole_destroysNoDataKey_andOneThatIsGoneIsNamed() {
        log.anchored(3);
        assertThat(log.verify().findings()).isEmpty();
        assertThatThrownBy(() ->
                        database.runtime().sql("DELETE FROM audit_data_key").update())
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("permission denied");
        attack("DELETE FROM audit_data_key");
        assertThat(log.verify().findings())
                .containsExactly(new Finding.KeyTrouble(TestLog.ORIGIN, "2026-11", Finding.KeyTrouble.Kind.MISSING));
    }

    @Test
    void dataKeyWhoseCreationCannotBeLogged_isNotStored() {
        PostgresDataKeyStore keys = new PostgresDataKeyStore(database.runtimeDataSource());
        assertThatThrownBy(() -> keys.addIfAbsent("2026-11", new byte[] {1}, () -> {
                    throw new IllegalStateException("the log is away");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(keys.names()).isEmpty();
        keys.addIfAbsent("2026-11", new byte[] {1}, () -> log.entries.enlist(log.stored(log.eventWithoutFields())));
        assertThat(log.source.waiting()).isEqualTo(1);
    }

    @Test
    void dataKey_outlivesTheCallersRollback() {
        PostgresDataKeyStore keys = new PostgresDataKeyStore(database.runtimeDataSource());
        assertThatThrownBy(() -> database.transactions().inTransaction(() -> {
                    keys.addIfAbsent("2026-11", new byte[] {1}, () -> {});
                    throw new IllegalStateException("rolled back");
                }))
                .isInstanceOf(IllegalStateException.class);
        keys.addIfAbsent("2026-11", new byte[] {2}, () -> {
            throw new AssertionError("it is there");
        });
        assertThat(keys.find("2026-11"))
                .hasValueSatisfying(key -> assertThat(key).containsExactly(1));
        assertThat(keys.names()).containsExactly("2026-11");
        new PostgresDataKeyDestruction(database.ownerDataSource()).accept("2026-11");
        assertThat(keys.find("2026-11")).isEmpty();
    }
}
