package org.caregate.audit.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.caregate.audit.TestLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.flood.RefusalFlood.Verdict;
import org.caregate.testing.MutableClock;
import org.junit.jupiter.api.Test;

class RefusalFloodTests {
    private final MutableClock clock = MutableClock.at(TestLog.START);
    private final RefusalFlood flood = new RefusalFlood(clock, 3, Duration.ofSeconds(60));

    @Test
    void firstRefusals_areRecorded_andTheRestBecomesOneEntry() {
        for (int i = 0; i < 3; i++) {
            assertThat(flood.refused("192.0.2.1", "INVALID_TOKEN")).isEqualTo(Verdict.RECORD_NOW);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(flood.refused("192.0.2.1", "INVALID_TOKEN")).isEqualTo(Verdict.COUNTED);
        }
        clock.advance(Duration.ofSeconds(59));
        assertThat(flood.flush()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        List<AuditEntry> entries = flood.flush();
        assertThat(entries).hasSize(1);
        AuditEntry entry = entries.getFirst();
        assertThat(entry.action()).isEqualTo(Action.FLOOD);
        assertThat(entry.reason()).isEqualTo("INVALID_TOKEN");
        assertThat(entry.count()).isEqualTo(1000);
        assertThat(entry.detail())
                .containsEntry("from", "2026-11-23T12:00:00Z")
                .containsEntry("until", "2026-11-23T12:01:00Z");
        assertThat(entry.sensitive().sourceAddress()).isEqualTo("192.0.2.1");
        assertThat(flood.flush()).isEmpty();
        assertThat(flood.refused("192.0.2.1", "INVALID_TOKEN")).isEqualTo(Verdict.RECORD_NOW);
    }

    @Test
    void otherSourceOrReason_isCountedApart() {
        for (int i = 0; i < 3; i++) {
            flood.refused("192.0.2.1", "INVALID_TOKEN");
        }
        assertThat(flood.refused("192.0.2.2", "INVALID_TOKEN")).isEqualTo(Verdict.RECORD_NOW);
        assertThat(flood.refused("192.0.2.1", "NO_TOKEN")).isEqualTo(Verdict.RECORD_NOW);
        assertThat(flood.refused("192.0.2.1", "INVALID_TOKEN")).isEqualTo(Verdict.COUNTED);
    }

    @Test
    void sourcesWithoutEnd_shareACount() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(flood.refused("source-" + i, "R")).isEqualTo(Verdict.RECORD_NOW);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(flood.refused("late-" + i, "R")).isEqualTo(Verdict.RECORD_NOW);
        }
        assertThat(flood.refused("late-4", "R")).isEqualTo(Verdict.COUNTED);
    }

    @Test
    void programThatEnds_tellsWhatItCounted() {
        for (int i = 0; i < 5; i++) {
            flood.refused("192.0.2.1", "R");
        }
        assertThat(flood.flushAll())
                .hasSize(1)
                .first()
                .extracting(AuditEntry::count)
                .isEqualTo(2L);
    }
}
