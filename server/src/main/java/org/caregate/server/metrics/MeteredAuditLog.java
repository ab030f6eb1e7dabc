package org.caregate.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.PromisedReceipt;
import org.caregate.audit.entry.AuditEntry;

/** A log that counts its entries by action and outcome, how long exchanges wait for receipts, and how often and when there was none. */
public final class MeteredAuditLog implements AuditLog {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };

    private final AuditLog log;
    private final MeterRegistry metrics;
    private final Tracer tracer;
    private final Timer waits;
    private final Counter unavailable;
    private final RecordingState state;

    /** Around that log; each wait is a span of its own under the current one. */
    public MeteredAuditLog(AuditLog log, MeterRegistry metrics, Tracer tracer, RecordingState state) {
        this.state = state;
        this.tracer = tracer;
        this.log = log;
        this.metrics = metrics;
        this.waits = Timer.builder("caregate.audit.wait")
                .description("How long exchanges wait for durable receipts")
                .serviceLevelObjectives(BUCKETS)
                .register(metrics);
        // registered at once: an alert on the rate needs the zero before the first failure
        this.unavailable = Counter.builder("caregate.audit.unavailable")
                .description("Requests for an audit receipt that got none")
                .register(metrics);
    }

    @Override
    public AuditReceipt record(AuditEntry entry) {
        return submit(entry).await();
    }

    @Override
    public PromisedReceipt submit(AuditEntry entry) {
        try {
            return new Metered(log.submit(entry), entry);
        } catch (AuditUnavailableException unavailable) {
            unavailable();
            throw unavailable;
        }
    }

    @Override
    public void follow(AuditEntry entry) {
        try {
            log.follow(entry);
        } catch (AuditUnavailableException unavailable) {
            unavailable();
            throw unavailable;
        }
        count(entry);
    }

    @Override
    public void enlist(AuditEntry entry) {
        try {
            log.enlist(entry);
        } catch (AuditUnavailableException unavailable) {
            unavailable();
            throw unavailable;
        }
        count(entry);
    }

    private void count(AuditEntry entry) {
        metrics.counter(
                        "caregate.audit.entries",
                        "action",
                        entry.action().word(),
                        "outcome",
                        entry.outcome().word())
                .increment();
    }

    private void unavailable() {
        state.failed();
        unavailable.increment();
    }

    /** Counted once, however often it is awaited. */
    private final class Metered implements PromisedReceipt {
        private final PromisedReceipt promised;
        private final AuditEntry entry;
        private boolean told;

        Metered(PromisedReceipt promised, AuditEntry entry) {
            this.promised = promised;
            this.entry = entry;
        }

        @Override
        public AuditReceipt await() {
            long start = System.nanoTime();
            Span span = Span.current().getSpanContext().isSampled()
                    ? tracer.spanBuilder("audit receipt").startSpan()
                    : Span.getInvalid();
            try {
                AuditReceipt receipt = promised.await();
                state.succeeded();
                if (first()) {
                    waits.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                    count(entry);
                }
                return receipt;
            } catch (AuditUnavailableException unavailable) {
                if (first()) {
                    unavailable();
                }
                span.setStatus(StatusCode.ERROR);
                throw unavailable;
            } finally {
                span.end();
            }
        }

        private synchronized boolean first() {
            boolean first = !told;
            told = true;
            return first;
        }
    }
}
