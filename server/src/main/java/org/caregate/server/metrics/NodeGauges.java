package org.caregate.server.metrics;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.caregate.audit.LogStatus;
import org.caregate.registry.revocation.RevocationView;
import org.caregate.storage.Database;

/** What a node knows of itself at any moment: lags, pools, memory. */
public final class NodeGauges {
    private NodeGauges() {}

    /** Registers all of them. */
    @SuppressWarnings("resource") // the collector's listener lives as long as the process
    public static void bind(
            MeterRegistry metrics, Database database, RevocationView revocations, LogStatus log, LogAges ages) {
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new JvmGcMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(metrics));
        pool(metrics, database.runtimePool());
        pool(metrics, database.readerDataSource());
        Gauge.builder("caregate.revocations.fresh", () -> revocations.isFresh() ? 1 : 0)
                .description("1 while this node can prove that it knows every revocation; at 0 it refuses")
                .register(metrics);
        Gauge.builder("caregate.revocations.age", () -> revocations.age().toNanos() / 1e9)
                .description("How old the last such proof is")
                .baseUnit("seconds")
                .register(metrics);
        Gauge.builder("caregate.audit.broken", () -> log.brokenBecause().isPresent() ? 1 : 0)
                .description(
                        "1 when the stored log contradicts what was signed; nothing is answered until an operator acts")
                .register(metrics);
        Gauge.builder("caregate.audit.refusing", () -> log.objection().isPresent() ? 1 : 0)
                .description(
                        "1 while requests that must be audited are refused; the readiness document gives the reason")
                .register(metrics);
        age(
                metrics,
                "caregate.audit.sequencing.age",
                "How long the oldest entry has waited for its place in the log",
                ages.waiting());
        age(
                metrics,
                "caregate.audit.exposed.age",
                "Age of the oldest acknowledged entry that no signed head outside the database covers",
                ages.exposed());
        age(
                metrics,
                "caregate.audit.anchoring.age",
                "How long ago a checkpoint was last written to the anchor",
                log::anchoredAgo);
        Gauge.builder("caregate.audit.anchoring.late", () -> log.anchorIsLate() ? 1 : 0)
                .description("1 when that is longer ago than audit.anchorAlarm")
                .register(metrics);
    }

    private static void age(MeterRegistry metrics, String name, String description, Supplier<Duration> age) {
        Gauge.builder(name, () -> age.get().toNanos() / 1e9)
                .description(description)
                .baseUnit("seconds")
                .register(metrics);
    }

    private static void pool(MeterRegistry metrics, DataSource pool) {
        if (pool instanceof HikariDataSource hikari) {
            hikari.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics));
        }
    }
}
