package org.caregate.app.metrics;

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
import java.util.List;
import javax.sql.DataSource;
import org.caregate.audit.running.LogKeeper;
import org.caregate.registry.revocation.RevocationView;
import org.caregate.storage.Database;

/** What a node knows of itself at any moment: lags, pools, memory. */
public final class NodeGauges {
    private NodeGauges() {}

    /** Registers all of them. */
    @SuppressWarnings("resource") // the collector's listener lives as long as the process
    public static void bind(MeterRegistry metrics, Database database, RevocationView revocations, LogKeeper keeper) {
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
        Gauge.builder("caregate.audit.broken", () -> keeper.broken().isPresent() ? 1 : 0)
                .description("1 when the stored log contradicts itself")
                .register(metrics);
        Gauge.builder(
                        "caregate.audit.sequencing.age",
                        () -> keeper.sequencedAgo().toNanos() / 1e9)
                .description("How long ago waiting entries were last placed in the log")
                .baseUnit("seconds")
                .register(metrics);
        Gauge.builder("caregate.audit.anchoring.age", () -> keeper.anchoredAgo().toNanos() / 1e9)
                .description("How long ago a checkpoint was last written to the anchor")
                .baseUnit("seconds")
                .register(metrics);
    }

    private static void pool(MeterRegistry metrics, DataSource pool) {
        if (pool instanceof HikariDataSource hikari) {
            hikari.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics));
        }
    }
}
