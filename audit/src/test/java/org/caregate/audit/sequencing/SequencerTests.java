package org.caregate.audit.sequencing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.entry.StoredEntry;
import org.junit.jupiter.api.Test;

/** How many rows share a head: each head costs a signature and a transaction. */
class SequencerTests {
    private final InMemoryStore store = new InMemoryStore();
    private final TestLog log = TestLog.inMemory(store);

    private List<StoredEntry> row(int entries) {
        return Stream.generate(() -> log.stored(log.entry())).limit(entries).toList();
    }

    private List<Long> signedSizes() {
        return store.heads.getOrDefault(log.sequencer.lane(), List.of()).stream()
                .map(Head::size)
                .toList();
    }

    @Test
    void rowsThatCameTogether_shareOneHead() {
        for (int i = 0; i < 20; i++) {
            log.entries.insert(row(3));
        }
        assertThat(log.sequencer.own()).isEqualTo(60);
        assertThat(signedSizes()).containsExactly(60L);
    }

    @Test
    void rowThatComesWhileAnotherIsPlaced_waitsForTheNextStep_andNoLonger() {
        log.entries.insert(row(1));
        store.whilePlacing = () -> log.entries.insert(row(2));
        assertThat(log.sequencer.own()).isEqualTo(1);
        assertThat(log.memory.unsignedEntries()).isEqualTo(2);
        store.whilePlacing = () -> {};
        assertThat(log.sequencer.own()).isEqualTo(2);
        assertThat(signedSizes()).containsExactly(1L, 3L);
        assertThat(log.memory.unsignedEntries()).isZero();
    }

    @Test
    void moreThanOneTransactionBears_isPlacedInPartsOfWholeRows() {
        log.entries.insert(row(2_000));
        log.entries.insert(row(2_096));
        log.entries.insert(row(5_000));
        log.entries.insert(row(1));
        assertThat(log.sequencer.own()).isEqualTo(9_097);
        assertThat(signedSizes()).containsExactly(4_096L, 9_096L, 9_097L);
    }
}
