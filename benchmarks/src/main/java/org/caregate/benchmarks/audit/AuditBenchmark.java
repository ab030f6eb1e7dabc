package org.caregate.benchmarks.audit;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.running.LogKeeper;
import org.caregate.audit.verification.VerificationReport;
import org.caregate.benchmarks.load.Options;
import org.caregate.benchmarks.load.ProcessTime;
import org.caregate.benchmarks.load.Samples;
import org.caregate.benchmarks.load.ScratchFolder;
import org.caregate.bundledpostgresql.BundledPostgres;
import org.caregate.bundledpostgresql.BundledStart;
import org.caregate.storage.Database;
import org.caregate.storage.DatabaseStart;

/** Entries from many writers through the log, alternated with PostgreSQL's own batched inserts of the same rows. */
public final class AuditBenchmark {
    private final int seconds;
    private final int rounds;
    private final int writers;
    private final Database database;
    private final BundledPostgres postgres;
    private final MeasuredLog log;
    private final BatchedInserts baseline;
    private final Samples logRate = new Samples();
    private final Samples baselineRate = new Samples();
    private final Samples ratio = new Samples();
    private final Samples ours = new Samples();
    private final Samples theirs = new Samples();
    private final Samples median = new Samples();
    private final Samples worst = new Samples();
    private final Samples lag = new Samples();
    private final Samples baselineJvm = new Samples();
    private final Samples baselineServer = new Samples();
    private long receipts;

    private AuditBenchmark(Options options, Database database, BundledPostgres postgres, MeasuredLog log) {
        this.seconds = options.number("seconds", 10);
        this.rounds = options.number("rounds", 4);
        this.writers = options.number("writers", 400);
        this.database = database;
        this.postgres = postgres;
        this.log = log;
        this.baseline = new BatchedInserts(database, options.number("baseline-connections", 4));
    }

    public static void main(String[] arguments) throws Exception {
        Options options =
                new Options(arguments, Set.of("seconds", "rounds", "writers", "baseline-connections", "warm-up"));
        int status;
        try (ScratchFolder folder = new ScratchFolder();
                BundledPostgres postgres = started(BundledPostgres.start(folder.path()));
                Database database = opened(Database.open(postgres.address()));
                MeasuredLog log = new MeasuredLog(database, folder.path())) {
            status = new AuditBenchmark(options, database, postgres, log).run(options.number("warm-up", 5));
        }
        System.exit(status);
    }

    private int run(int warmUp) throws Exception {
        baseline.createTable();
        List<StoredEntry> rows = log.rows(4_096);
        System.out.printf(
                "%d writers, %d rounds of %d s each side, %.0f bytes canonical on average, %d at least%n",
                writers,
                rounds,
                seconds,
                rows.stream().mapToInt(row -> row.leaf().length()).average().orElse(0),
                rows.stream().mapToInt(row -> row.leaf().length()).min().orElse(0));
        measureLog(warmUp, false);
        baseline.run(rows, TimeUnit.SECONDS.toNanos(warmUp));
        for (int round = 1; round <= rounds; round++) {
            double ourRate = measureLog(seconds, true);
            double theirRate = measureBaseline(rows);
            ratio.add(ourRate / theirRate);
            System.out.printf(
                    "round %d: log %,.0f entries/s, batched inserts %,.0f rows/s%n", round, ourRate, theirRate);
        }
        report();
        return verify();
    }

    private double measureLog(int forSeconds, boolean counts) throws InterruptedException {
        LogKeeper keeper = log.keeper();
        long jvm = ownMicros();
        long server = ProcessTime.microsWithChildren(postgres.processId());
        long start = System.nanoTime();
        LogWriters.Outcome outcome = new LogWriters(log.log(), writers).run(TimeUnit.SECONDS.toNanos(forSeconds));
        double elapsed = (System.nanoTime() - start) / 1e9;
        receipts += outcome.receipts();
        long placing = System.nanoTime();
        keeper.close();
        double behind = (System.nanoTime() - placing) / 1e6;
        double jvmEach = (ownMicros() - jvm) / (double) outcome.receipts(); // placing included
        double serverEach =
                (ProcessTime.microsWithChildren(postgres.processId()) - server) / (double) outcome.receipts();
        if (counts) {
            logRate.add(outcome.receipts() / elapsed);
            ours.add(jvmEach);
            theirs.add(serverEach);
            median.add(outcome.percentile(0.5) / 1e3);
            worst.add(outcome.percentile(0.99) / 1e3);
            lag.add(behind);
        }
        return outcome.receipts() / elapsed;
    }

    private double measureBaseline(List<StoredEntry> rows) throws InterruptedException {
        long jvm = ownMicros();
        long server = ProcessTime.microsWithChildren(postgres.processId());
        long start = System.nanoTime();
        long committed = baseline.run(rows, TimeUnit.SECONDS.toNanos(seconds));
        double rate = committed / ((System.nanoTime() - start) / 1e9);
        baselineRate.add(rate);
        baselineJvm.add((ownMicros() - jvm) / (double) committed);
        baselineServer.add((ProcessTime.microsWithChildren(postgres.processId()) - server) / (double) committed);
        return rate;
    }

    private void report() {
        System.out.printf(
                "log: %,.0f entries/s (%,.0f to %,.0f), receipt after p50 %.1f ms, p99 %.1f ms; per entry %.0f µs JVM, %.0f µs PostgreSQL%n",
                logRate.median(),
                logRate.least(),
                logRate.most(),
                median.median(),
                worst.median(),
                ours.median(),
                theirs.median());
        System.out.printf(
                "batched inserts: %,.0f rows/s (%,.0f to %,.0f); per row %.0f µs JVM, %.0f µs PostgreSQL%n",
                baselineRate.median(),
                baselineRate.least(),
                baselineRate.most(),
                baselineJvm.median(),
                baselineServer.median());
        System.out.printf(
                "ratio, median of rounds: %.2f; all placed and anchored %.0f ms after the last receipt%n",
                ratio.median(), lag.median());
    }

    private int verify() {
        long stored = database.reader()
                .sql("SELECT count(*) FROM audit_entry")
                .query(Long.class)
                .single();
        long keys = database.reader() // of each the log itself tells that it was made
                .sql("SELECT count(*) FROM audit_data_key")
                .query(Long.class)
                .single();
        long jvm = ownMicros();
        long start = System.nanoTime();
        VerificationReport report = log.verify();
        double each = (ownMicros() - jvm) / (double) report.entries();
        double elapsed = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%,d receipts and %,d data keys, %,d entries stored, %,d in the log, %d findings, %d waiting; verified in %.1f s (%,.0f entries/s, %.0f µs JVM each)%n",
                receipts,
                keys,
                stored,
                report.entries(),
                report.findings().size(),
                report.waiting(),
                elapsed,
                report.entries() / elapsed,
                each);
        report.findings().stream().limit(10).forEach(finding -> System.out.println("  " + finding.line()));
        boolean good = report.verified()
                && report.waiting() == 0
                && report.entries() == receipts + keys
                && stored == receipts + keys;
        System.out.println(good ? "entries in the log = answers" : "ENTRIES IN THE LOG ARE NOT THE ANSWERS");
        return good ? 0 : 1;
    }

    private static long ownMicros() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1_000;
    }

    private static BundledPostgres started(BundledStart start) {
        return switch (start) {
            case BundledStart.Started started -> started.postgres();
            case BundledStart.Refused refused -> throw new IllegalStateException(refused.line());
        };
    }

    private static Database opened(DatabaseStart start) {
        return switch (start) {
            case DatabaseStart.Opened opened -> opened.database();
            case DatabaseStart.Refused refused -> throw new IllegalStateException(refused.line());
        };
    }
}
