package org.caregate.audit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.tree.Hash;
import org.junit.jupiter.api.Test;

class WriterMemoryTests {
    private final TestLog log = TestLog.inMemory(new InMemoryStore());
    private final PendingKey key = TestLog.pendingKey();
    private long now;
    private final WriterMemory memory = new WriterMemory(key, () -> now);

    private WrittenRow row(int entries) {
        return memory.begin(
                Stream.generate(() -> log.stored(log.entry())).limit(entries).toList());
    }

    private WrittenRow committed(int entries) {
        WrittenRow row = row(entries);
        memory.committed(row);
        return row;
    }

    private static List<Hash> leaves(WrittenRow row) {
        return row.entries().stream().map(RememberedEntry::hash).toList();
    }

    @Test
    void entry_isRememberedFromItsReceiptToItsSignature() {
        WrittenRow row = row(2);
        assertThat(memory.unsignedEntries()).isZero();
        assertThat(memory.holds(row.id())).isTrue();
        memory.committed(row);
        assertThat(memory.unsignedEntries()).isEqualTo(2);
        memory.signed(memory.unsigned());
        assertThat(memory.unsignedEntries()).isZero();
        assertThat(memory.holds(row.id())).isFalse();
    }

    @Test
    void rowThatIsNotKnownToBeStored_isNotAcknowledged() {
        WrittenRow row = row(1);
        memory.abandoned(row);
        assertThat(memory.holds(row.id())).isFalse();
        assertThat(memory.unsigned()).isEmpty();
        assertThat(row(1).pending().follows()).isEmpty();
    }

    @Test
    void everyAcknowledgedRow_isNamedByALaterOne_untilItIsSigned() {
        WrittenRow first = committed(1);
        WrittenRow second = committed(1);
        assertThat(second.pending().follows()).containsExactly(first.id());
        WrittenRow failed = row(1);
        memory.abandoned(failed);
        WrittenRow third = committed(1);
        assertThat(third.pending().follows())
                .as("named again: the row that named it is not known to be stored")
                .containsExactly(second.id());
        memory.signed(memory.unsigned());
        assertThat(row(1).pending().follows()).isEmpty();
    }

    @Test
    void numbers_neverRepeat() {
        assertThat(Stream.of(row(1), committed(1), row(2))
                        .map(row -> row.pending().number()))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void rows_areGivenOldestFirst() {
        WrittenRow begun = row(1);
        WrittenRow first = committed(3);
        WrittenRow second = committed(2);
        memory.committed(begun);
        assertThat(memory.unsigned()).extracting(WrittenRow::id).containsExactly(first.id(), second.id(), begun.id());
    }

    @Test
    void wait_isThatOfTheOldestUnsignedRow_whicheverIsSignedFirst() {
        WrittenRow first = committed(1);
        now += 10;
        WrittenRow second = committed(1);
        now += 10;
        assertThat(memory.unsignedForNanos()).isEqualTo(20);
        memory.signed(List.of(second));
        assertThat(memory.unsignedForNanos()).isEqualTo(20);
        committed(1);
        now += 5;
        memory.signed(List.of(first));
        assertThat(memory.unsignedForNanos()).isEqualTo(5);
        memory.signed(memory.unsigned());
        assertThat(memory.unsignedForNanos()).isZero();
    }

    @Test
    void window_isOpenFromTheReceiptUntilTheHeadIsKept() {
        now = Duration.ofSeconds(5).toNanos();
        committed(1);
        now += Duration.ofMillis(40).toNanos();
        assertThat(memory.unsignedFor()).isEqualTo(Duration.ofMillis(40));
        memory.signed(memory.unsigned());
        long signatures = memory.signatures();
        assertThat(memory.unsignedFor()).isZero();
        now += Duration.ofMillis(60).toNanos();
        assertThat(memory.exposedFor()).isEqualTo(Duration.ofMillis(100));
        committed(1);
        memory.signed(memory.unsigned());
        memory.kept(signatures);
        assertThat(memory.exposedFor()).as("the second one is not kept yet").isZero();
        now += 1_000_000;
        assertThat(memory.exposedFor()).isEqualTo(Duration.ofMillis(1));
        memory.kept(memory.signatures());
        assertThat(memory.exposedFor()).isZero();
    }

    @Test
    void proof_holdsForThisRowAlone() {
        committed(1);
        WrittenRow row = committed(2);
        PendingRow good = row.pending();
        assertThat(key.proves(good, leaves(row))).isTrue();
        List<PendingRow> forged = List.of(
                new PendingRow(UUID.randomUUID(), good.number(), good.entries(), good.follows(), good.proof()),
                new PendingRow(good.writer(), good.number() + 1, good.entries(), good.follows(), good.proof()),
                new PendingRow(good.writer(), good.number(), good.entries().reversed(), good.follows(), good.proof()),
                new PendingRow(good.writer(), good.number(), good.entries(), List.of(), good.proof()),
                new PendingRow(good.writer(), good.number(), good.entries(), good.follows(), Bytes.of(new byte[32])),
                new PendingRow(good.writer(), good.number(), good.entries(), good.follows(), Bytes.of(new byte[0])));
        assertThat(forged).noneMatch(one -> key.proves(one, leaves(row)));
        assertThat(key.proves(good, leaves(row).reversed())).isFalse();
        assertThat(key.proves(good, leaves(row).subList(0, 1))).isFalse();
        StoredEntry other = log.stored(log.entry());
        assertThat(key.proves(
                        good,
                        List.of(leaves(row).getFirst(), Hash.ofLeaf(other.leaf().toArray()))))
                .isFalse();
    }
}
