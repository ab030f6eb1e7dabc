package org.caregate.benchmarks.issuer;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.caregate.benchmarks.load.CaregateLog;
import org.caregate.benchmarks.load.CaregateProgram;
import org.caregate.benchmarks.load.ChildJvm;
import org.caregate.benchmarks.load.Options;
import org.caregate.benchmarks.load.ProcessTime;
import org.caregate.benchmarks.load.Samples;
import org.caregate.benchmarks.load.ScratchFolder;
import org.caregate.benchmarks.load.SideMeasurement;
import org.caregate.benchmarks.load.Tools;
import org.caregate.benchmarks.load.Wrk;

/** Each kind of work in turn, every round of it after a round of the bare endpoint. */
public final class IssuerBenchmark {
    private static final double SPARE = 1.5; // a round may be faster than the one before
    private static final int FIRST = 4_000;

    private final Options options;
    private final CaregateProgram caregate;
    private final ChildJvm bare;
    private final URI baseline;
    private final CaregateLog log;
    private final Callers callers;
    private final Wrk wrk;
    private final Path forms;
    private final Path baselineForms;
    private final int connections;
    private final int seconds;
    private boolean right = true;

    private IssuerBenchmark(
            Options options,
            Path folder,
            CaregateProgram caregate,
            ChildJvm bare,
            URI baseline,
            CaregateLog log,
            Callers callers) {
        this.options = options;
        this.caregate = caregate;
        this.bare = bare;
        this.baseline = baseline;
        this.log = log;
        this.callers = callers;
        this.wrk = new Wrk(folder);
        this.forms = folder.resolve("forms");
        this.baselineForms = folder.resolve("baseline-forms");
        this.connections = options.number("connections", 16);
        this.seconds = options.number("seconds", 10);
    }

    public static void main(String[] arguments) {
        Tools.demand("wrk");
        Options options = new Options(
                arguments, Set.of("work", "seconds", "rounds", "warm-up", "connections", "grants", "caregate"));
        List<Work> works = Arrays.stream(options.text("work", "secret,jwt,introspection,refresh,revocation")
                        .split(","))
                .map(name -> Work.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
        Path command = Path.of(options.text("caregate", System.getProperty("benchmark.root") + "/caregate"));
        int ports = Tools.freePorts(6);
        boolean right;
        try (ScratchFolder scratch = new ScratchFolder();
                CaregateProgram caregate =
                        CaregateProgram.serving(command, scratch.path().resolve("data"), ports + 4);
                ChildJvm bare = ChildJvm.start(
                        BareEndpoint.class,
                        ports + 5,
                        Integer.toString(ports + 5),
                        caregate.data().resolve("tls/localhost.pem").toString(),
                        caregate.data().resolve("tls/localhost.key").toString());
                CaregateLog log = new CaregateLog(caregate.data());
                Callers callers = new Callers(caregate, scratch.path())) {
            URI baseline = URI.create("https://localhost:" + (ports + 5) + "/oauth2/token");
            IssuerBenchmark benchmark =
                    new IssuerBenchmark(options, scratch.path(), caregate, bare, baseline, log, callers);
            works.forEach(work -> benchmark.measure(work, work.title));
            int grants = options.number("grants", 0);
            if (grants > 0) {
                StoredGrants.add(caregate, grants);
                benchmark.measure(
                        Work.INTROSPECTION, "%s, %,d more grants stored".formatted(Work.INTROSPECTION.title, grants));
            }
            right = caregate.verifyLog() == 0 && benchmark.right;
        }
        System.exit(right ? 0 : 1);
    }

    private void measure(Work work, String title) {
        int warmUp = options.number("warm-up", 30);
        double rate = warm(work, warmUp);
        SideMeasurement ours = new SideMeasurement();
        SideMeasurement theirs = new SideMeasurement();
        Samples ratio = new Samples();
        long answers = 0;
        long done = 0;
        long entries = 0;
        long commits = 0;
        int rounds = options.number("rounds", 4);
        for (int round = 0; round < rounds; round++) {
            work.prepare(callers, forms, (int) (rate * seconds * SPARE) + FIRST);
            CaregateLog.Counts before = log.settled(work.condition());
            long bareBefore = ProcessTime.micros(bare.processId());
            Wrk.Result their = baseline(seconds);
            theirs.add(their, ProcessTime.micros(bare.processId()) - bareBefore, 0);
            long ownBefore = ProcessTime.micros(caregate.processId());
            long databaseBefore = log.databaseMicros();
            Wrk.Result our = ours(work, seconds);
            ours.add(our, ProcessTime.micros(caregate.processId()) - ownBefore, log.databaseMicros() - databaseBefore);
            CaregateLog.Counts written = log.settled(work.condition()).since(before);
            ratio.add(our.rate() / their.rate());
            answers += our.good();
            done += written.matching();
            entries += written.entries();
            commits += written.commits();
            rate = our.rate();
        }
        long unread = done - answers;
        boolean plausible = unread >= 0 && unread <= (long) rounds * connections;
        right &= plausible;
        System.out.printf(
                "%n%s: %d connections, %d rounds of %d s each side after %d s of warm-up%n",
                title, connections, rounds, seconds, warmUp);
        System.out.println(theirs.line("bare Jetty, TLS"));
        System.out.println(ours.line("Caregate, durable audit"));
        System.out.printf("ratio, median of rounds: %.3f%n", ratio.median());
        System.out.printf(
                "%,d answers read, %,d in the log (%d were under way when wrk stopped: %s); %.2f entries and %.2f commits each%n",
                answers,
                done,
                unread,
                plausible ? "at most one a connection" : "NOT POSSIBLE",
                entries / (double) done,
                commits / (double) done);
        System.out.printf(
                "memory of the Caregate process: %d MB resident, %d MB at most%n",
                ProcessTime.residentMegabytes(caregate.processId()), ProcessTime.peakMegabytes(caregate.processId()));
    }

    /** Both sides, ours until the time is over; the rate of its last part. */
    private double warm(Work work, int warmUp) {
        callers.secretForms(baselineForms);
        baseline(Math.min(warmUp, 5));
        double rate = 0;
        double spent = 0;
        while (spent < warmUp) {
            work.prepare(callers, forms, (int) (rate * warmUp) + FIRST);
            Wrk.Result result = ours(work, (int) Math.ceil(warmUp - spent));
            rate = result.rate();
            spent += result.seconds();
        }
        return rate;
    }

    private Wrk.Result baseline(int length) {
        return wrk.posting(Wrk.Way.IN_ROTATION, baseline, baselineForms, callers.secretClient(), connections, length);
    }

    private Wrk.Result ours(Work work, int length) {
        return wrk.posting(
                work.way, work.at(caregate.issuer()), forms, work.authorization(callers), connections, length);
    }
}
