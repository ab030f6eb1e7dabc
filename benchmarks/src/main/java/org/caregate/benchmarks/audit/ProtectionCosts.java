package org.caregate.benchmarks.audit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Callable;
import org.caregate.benchmarks.gateway.PatientOf2Kilobytes;
import org.caregate.benchmarks.load.Options;
import org.caregate.benchmarks.load.ProcessTime;
import org.caregate.benchmarks.load.ScratchFolder;
import org.caregate.bundledpostgresql.BundledPostgres;
import org.caregate.bundledpostgresql.BundledStart;
import org.caregate.gateway.json.FhirJson;
import org.caregate.gateway.json.References;
import org.caregate.gateway.json.ResourceCopier;
import org.caregate.gateway.json.ScannedResource;
import org.caregate.storage.Database;
import org.caregate.storage.DatabaseStart;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Processor time of each protection by itself, on one warm thread: what a busy machine does to rates does little to it. */
public final class ProtectionCosts {
    private static final int A_ROW = 14; // entries that a commit holds at 64 connections
    private static final int A_STEP = 10; // rows that a step of the sequencer then finds
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final MeasuredLog log;
    private final BundledPostgres postgres;

    private ProtectionCosts(MeasuredLog log, BundledPostgres postgres) {
        this.log = log;
        this.postgres = postgres;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = new Options(arguments, Set.of("rounds")).number("rounds", 3);
        try (ScratchFolder folder = new ScratchFolder();
                BundledPostgres postgres = ((BundledStart.Started) BundledPostgres.start(folder.path())).postgres();
                Database database = ((DatabaseStart.Opened) Database.open(postgres.address())).database();
                MeasuredLog log = new MeasuredLog(database, folder.path())) {
            ProtectionCosts costs = new ProtectionCosts(log, postgres);
            for (int round = 1; round <= rounds; round++) {
                System.out.printf("round %d of %d (the first ones warm up)%n", round, rounds);
                costs.measure();
            }
        }
        System.exit(0);
    }

    private void measure() throws Exception {
        byte[] patient = PatientOf2Kilobytes.json().getBytes(StandardCharsets.UTF_8);
        each("a 2 KB Patient copied without being judged", 20_000, () -> copied(patient));
        each("the same, judged by the closed grammar", 20_000, () -> judged(patient));
        each("whether the log is sound", 2_000_000, () -> log.status().objection());
        var rows = log.rows(A_ROW);
        each("the proof of a waiting row of " + A_ROW + " entries", 20_000, () -> {
            log.abandon(log.begin(rows));
            return rows;
        });
        each("a signed head", 2_000, () -> log.signed(1_000_000));
        var head = log.signed(1_000_000);
        each("a head kept beside the anchor", 200, () -> {
            log.anchor().keepLaneHead(99, head);
            return head;
        });
        placed(1);
        placed(A_STEP);
        each("the heads held against what is known", 400, () -> {
            log.running().holdHeads();
            return log;
        });
        each("the look at the log's tables", 200, () -> log.tables().objection());
    }

    /** A step of the sequencer over so many rows. */
    private void placed(int rows) {
        int steps = 200 / rows;
        long jvm = 0;
        long server = 0;
        for (int step = 0; step < steps; step++) {
            for (int row = 0; row < rows; row++) {
                log.store(log.rows(A_ROW));
            }
            long serverBefore = ProcessTime.microsWithChildren(postgres.processId());
            long before = THREADS.getCurrentThreadCpuTime();
            log.running().own();
            jvm += THREADS.getCurrentThreadCpuTime() - before;
            server += ProcessTime.microsWithChildren(postgres.processId()) - serverBefore;
        }
        line(rows + " rows of " + A_ROW + " entries placed under one head", jvm, server, steps);
    }

    private void each(String what, int times, Callable<?> work) throws Exception {
        for (int i = 0; i < times / 4; i++) {
            work.call();
        }
        long server = ProcessTime.microsWithChildren(postgres.processId());
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            work.call();
        }
        long jvm = THREADS.getCurrentThreadCpuTime() - before;
        line(what, jvm, ProcessTime.microsWithChildren(postgres.processId()) - server, times);
    }

    private static void line(String what, long jvmNanos, long serverMicros, int times) {
        System.out.printf(
                "  %-50s %9.2f µs JVM %9.1f µs PostgreSQL%n",
                what, jvmNanos / 1e3 / times, serverMicros / (double) times);
    }

    private static final FhirJson JSON = new FhirJson(64, 1 << 20);
    private static final ResourceCopier COPIER = ResourceCopier.forCaller(
            new References(URI.create("https://localhost:9443/fhir"), URI.create("http://localhost:8090/fhir")));

    private static int copied(byte[] resource) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(resource.length);
        try (JsonParser in = JSON.read(new ByteArrayInputStream(resource));
                JsonGenerator copy = JSON.write(out)) {
            in.nextToken();
            copy.copyCurrentStructure(in);
        }
        return out.size();
    }

    private static int judged(byte[] resource) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream(resource.length);
        try (JsonParser in = JSON.readResult(new ByteArrayInputStream(resource));
                JsonGenerator copy = JSON.write(out)) {
            in.nextToken();
            if (!(COPIER.copy(in, copy) instanceof ScannedResource)) {
                throw new IllegalStateException("not the resource that it should be");
            }
        }
        return out.size();
    }
}
