package org.caregate.audit.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.caregate.audit.TestLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
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
    void networksWithoutEnd_getABoundedNumberOfEntries_andNoneIsLost() {
        long recorded = 0;
        for (int i = 0; i < 100_000; i++) {
            String source = "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255);
            recorded += flood.refused(source, "R") == Verdict.RECORD_NOW ? 1 : 0;
        }
        assertThat(recorded).isEqualTo(RefusalFlood.RECORDED_IN_ALL);
        List<AuditEntry> told = flood.flushAll();
        assertThat(told).hasSizeLessThanOrEqualTo(RefusalFlood.TOLD_APART + 1);
        assertThat(told.stream().mapToLong(AuditEntry::count).sum()).isEqualTo(100_000 - recorded);
        assertThat(told.getLast().sensitive().sourceAddress()).isEqualTo("many");
    }

    @Test
    void busiestNetworks_areToldApart() {
        for (int i = 0; i < 1_000; i++) {
            flood.refused("10.0." + (i >> 8) + "." + (i & 255), "R");
        }
        for (int i = 0; i < 50; i++) {
            flood.refused("192.0.2.9", "R");
        }
        assertThat(flood.flushAll().getFirst().sensitive().sourceAddress()).isEqualTo("192.0.2.9");
    }

    @Test
    void addressesOfOneNetwork_shareACount() {
        for (String same : List.of("[2001:db8:1:2::1]", "2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002::9%eth0")) {
            assertThat(flood.refused(same, "R")).isEqualTo(Verdict.RECORD_NOW);
        }
        assertThat(flood.refused("2001:db8:1:2:ffff::", "R")).isEqualTo(Verdict.COUNTED);
        assertThat(flood.refused("2001:db8:1:3::1", "R")).isEqualTo(Verdict.RECORD_NOW);
        for (String same : List.of("::ffff:192.0.2.7", "192.0.2.7", "[::ffff:c000:207]")) {
            flood.refused(same, "R");
        }
        assertThat(flood.refused("192.0.2.7", "R")).isEqualTo(Verdict.COUNTED);
    }

    @Test
    void clientThatAFloodNames_isTold_whileItIsOne() {
        for (int i = 0; i < 10; i++) {
            flood.judge(asked("192.0.2.1", "app"));
            flood.judge(asked("192.0.2.2", i < 5 ? "app" : "other"));
        }
        List<AuditEntry> told = flood.flushAll();
        assertThat(told).extracting(AuditEntry::client).containsExactlyInAnyOrder("app", null);
        assertThat(told).extracting(AuditEntry::outcome).containsOnly(Outcome.PERMITTED);
    }

    private AuditEntry asked(String source, String client) {
        return AuditEntry.of(clock.instant(), "request", Action.AUTHORIZATION_REQUEST, Outcome.PERMITTED)
                .reason("ASKED_TO_SIGN_IN")
                .client(client)
                .sourceAddress(source)
                .build();
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
