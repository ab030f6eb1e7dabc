package org.caregate.administration.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.TestLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.retention.DataKeyRetention;
import org.caregate.audit.sealing.DataKeyEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DestroyDataKeysTests {
    private static final Instant NOW = Instant.parse("2033-01-15T00:00:00Z");

    private final TestLog.InMemoryDataKeys keys = new TestLog.InMemoryDataKeys();
    private final InMemoryAuditLog audit = new InMemoryAuditLog();
    private final List<String> steps = new ArrayList<>();
    private final Operator operator = Operator.atCommandLine("root");

    @BeforeEach
    void keysOfThreeMonths() {
        for (String month : List.of("2026-11", "2026-12", "2027-01")) {
            keys.addIfAbsent(month, new byte[1], () -> {});
        }
    }

    private DestroyDataKeys destroying(Runnable anchor) {
        return new DestroyDataKeys(
                keys,
                new DataKeyRetention(Duration.ofDays(2191)),
                anchor,
                name -> {
                    steps.add("destroy " + name);
                    keys.destroy(name);
                },
                audit,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void keysWhoseRetentionEnded_areDestroyed_eachAfterItsEntryWasAnchored() {
        List<String> destroyed =
                destroying(() -> steps.add("anchor " + audit.entries().size())).destroy(operator);
        assertThat(destroyed).containsExactly("2026-11", "2026-12");
        assertThat(steps).containsExactly("anchor 2", "destroy 2026-11", "destroy 2026-12");
        assertThat(keys.names()).containsExactly("2027-01");
        AuditEntry entry = audit.lastEntry();
        assertThat(entry.action()).isEqualTo(Action.KEY_DESTROYED);
        assertThat(entry.reason()).isEqualTo(DataKeyEvent.RETENTION_ENDED);
        assertThat(entry.detail()).containsEntry("by", "operating-system user root");
        assertThat(DataKeyEvent.of(entry)).hasValueSatisfying(end -> {
            assertThat(end.name()).isEqualTo("2026-12");
            assertThat(end.isEarly()).isFalse();
            assertThat(end.coversItsMonth()).isTrue();
        });
    }

    @Test
    void entryThatCannotBeAnchored_keepsEveryKey() {
        assertThatThrownBy(() -> destroying(() -> {
                            throw new IllegalStateException("the anchor is away");
                        })
                        .destroy(operator))
                .isInstanceOf(IllegalStateException.class);
        assertThat(keys.names()).hasSize(3);
        assertThat(steps).isEmpty();
    }

    @Test
    void nothingDue_writesNothing() {
        destroying(() -> {}).destroy(operator);
        int entries = audit.entries().size();
        steps.clear();
        assertThat(destroying(() -> steps.add("anchor")).destroy(operator)).isEmpty();
        assertThat(audit.entries()).hasSize(entries);
        assertThat(steps).isEmpty();
    }
}
