package org.caregate.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;
import java.time.Instant;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.PromisedReceipt;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.junit.jupiter.api.Test;

class MeteredAuditLogTests {
    private static final AuditEntry ENTRY =
            AuditEntry.of(Instant.EPOCH, "e1", Action.SIGN_IN, Outcome.REFUSED).build();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void missingReceipt_isCountedOnce_andNoEntryIs() {
        PromisedReceipt promised = new MeteredAuditLog(
                        new Broken(), metrics, TracerProvider.noop().get("test"), new RecordingState(System::nanoTime))
                .submit(ENTRY);

        assertThatThrownBy(promised::await).isInstanceOf(AuditUnavailableException.class);
        assertThatThrownBy(promised::await).isInstanceOf(AuditUnavailableException.class);

        assertThat(metrics.counter("caregate.audit.unavailable").count()).isEqualTo(1);
        assertThat(metrics.find("caregate.audit.entries").counter()).isNull();
    }

    @Test
    void entryThatCannotEvenBeWritten_isCounted() {
        MeteredAuditLog log = new MeteredAuditLog(
                new Broken(), metrics, TracerProvider.noop().get("test"), new RecordingState(System::nanoTime));

        assertThatThrownBy(() -> log.enlist(ENTRY)).isInstanceOf(AuditUnavailableException.class);

        assertThat(metrics.counter("caregate.audit.unavailable").count()).isEqualTo(1);
    }

    /** A log whose database is gone. */
    private static final class Broken implements AuditLog {
        @Override
        public AuditReceipt record(AuditEntry entry) {
            return submit(entry).await();
        }

        @Override
        public PromisedReceipt submit(AuditEntry entry) {
            return () -> {
                throw new AuditUnavailableException("gone");
            };
        }

        @Override
        public void follow(AuditEntry entry) {
            throw new AuditUnavailableException("gone");
        }

        @Override
        public void enlist(AuditEntry entry) {
            throw new AuditUnavailableException("gone");
        }
    }
}
