package org.caregate.benchmarks.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.caregate.benchmarks.load.BackendClient;
import org.caregate.benchmarks.load.CaregateLog;
import org.caregate.benchmarks.load.CaregateProgram;
import org.caregate.benchmarks.load.Nginx;
import org.caregate.benchmarks.load.Options;
import org.caregate.benchmarks.load.ProcessTime;
import org.caregate.benchmarks.load.Samples;
import org.caregate.benchmarks.load.ScratchFolder;
import org.caregate.benchmarks.load.SideMeasurement;
import org.caregate.benchmarks.load.Tools;
import org.caregate.benchmarks.load.Wrk;

/** Reads of a 2 KB patient through the real program, alternated with nginx as a plain TLS proxy to the same upstream. */
public final class GatewayBenchmark {
    private static final String PERMITTED_READ =
            "action = 'resource_read' AND outcome = 'permitted' AND phase IN ('single', 'attempt')";
    private static final int TOKENS = 1_000;
    private static final int COUNTED = 2_000;

    private final int seconds;
    private final int rounds;
    private final int warmUp;
    private final Nginx proxy;
    private final CaregateProgram caregate;
    private final CaregateLog log;
    private final BackendClient client;
    private final Wrk wrk;
    private final Path folder;
    private boolean right = true;

    private GatewayBenchmark(
            Options options,
            Path folder,
            Nginx proxy,
            CaregateProgram caregate,
            CaregateLog log,
            BackendClient client) {
        this.seconds = options.number("seconds", 10);
        this.rounds = options.number("rounds", 4);
        this.warmUp = options.number("warm-up", 20);
        this.folder = folder;
        this.proxy = proxy;
        this.caregate = caregate;
        this.log = log;
        this.client = client;
        this.wrk = new Wrk(folder);
    }

    public static void main(String[] arguments) {
        Tools.demand("wrk", "nginx");
        Options options = new Options(
                arguments, Set.of("seconds", "rounds", "warm-up", "connections", "caregate", "rate", "idle", "slow"));
        List<Integer> connections = Stream.of(
                        options.text("connections", "16,64").split(","))
                .map(Integer::parseInt)
                .toList();
        Path command = Path.of(options.text("caregate", System.getProperty("benchmark.root") + "/caregate"));
        int status;
        int ports = Tools.freePorts(6);
        try (ScratchFolder scratch = new ScratchFolder();
                Nginx upstream = Nginx.staticUpstream(scratch.path(), ports + 4, PatientOf2Kilobytes.json());
                CaregateProgram caregate =
                        CaregateProgram.serving(command, scratch.path().resolve("data"), upstream.port());
                Nginx proxy = Nginx.tlsProxy(
                        scratch.path(),
                        ports + 5,
                        upstream.port(),
                        caregate.data().resolve("tls/localhost.pem"),
                        caregate.data().resolve("tls/localhost.key"),
                        "Bearer upstream-credential");
                CaregateLog log = new CaregateLog(caregate.data());
                BackendClient client = new BackendClient(caregate)) {
            GatewayBenchmark benchmark = new GatewayBenchmark(options, scratch.path(), proxy, caregate, log, client);
            benchmark.count();
            connections.forEach(benchmark::measure);
            int rate = options.number("rate", 0);
            if (rate > 0) {
                benchmark.paced(rate);
            }
            int idle = options.number("idle", 0);
            int slow = options.number("slow", 0);
            if (idle + slow > 0) {
                benchmark.besideOthers(idle, slow);
            }
            benchmark.count();
            status = benchmark.caregate.verifyLog() == 0 && benchmark.right ? 0 : 1;
        }
        System.exit(status);
    }

    /** So many reads by a client that counts: the log must hold exactly these. */
    private void count() {
        Path tokens = client.tokens(folder.resolve("tokens"), 20);
        CaregateLog.Counts before = log.settled(PERMITTED_READ);
        long answers = client.read(ofPatient(caregate.fhirBase()), tokens, COUNTED);
        CaregateLog.Counts written = log.settled(PERMITTED_READ).since(before);
        boolean equal = answers == COUNTED && written.matching() == answers;
        right &= equal;
        System.out.printf(
                "counted: %,d reads, %,d answered 200, %,d permitted attempts in the log: %s%n",
                COUNTED, answers, written.matching(), equal ? "equal" : "NOT EQUAL");
    }

    private void measure(int connections) {
        Path tokens = client.tokens(folder.resolve("tokens"), TOKENS);
        URI ours = ofPatient(caregate.fhirBase());
        URI theirs = ofProxy();
        Wrk.Result warm = wrk.reading(ours, tokens, connections, warmUp);
        wrk.reading(theirs, tokens, connections, Math.min(warmUp, 3));
        System.out.printf(
                "%n%d connections, %d tokens, %d rounds of %d s each side; %,d reads of warm-up%n",
                connections, TOKENS, rounds, seconds, warm.requests());
        SideMeasurement gateway = new SideMeasurement();
        SideMeasurement baseline = new SideMeasurement();
        Samples ratio = new Samples();
        CaregateLog.Counts before = log.settled(PERMITTED_READ);
        long answers = 0;
        for (int round = 0; round < rounds; round++) {
            Wrk.Result their = side(baseline, theirs, tokens, connections, proxy::micros, () -> 0L);
            Wrk.Result our = side(
                    gateway,
                    ours,
                    tokens,
                    connections,
                    () -> ProcessTime.micros(caregate.processId()),
                    log::databaseMicros);
            ratio.add(our.rate() / their.rate());
            answers += our.good();
        }
        CaregateLog.Counts written = log.settled(PERMITTED_READ).since(before);
        long unread = written.matching() - answers;
        boolean plausible = unread >= 0 && unread <= (long) rounds * connections;
        right &= plausible;
        System.out.println(baseline.line("nginx, plain TLS proxy"));
        System.out.println(gateway.line("Caregate, durable audit"));
        System.out.printf("ratio, median of rounds: %.3f%n", ratio.median());
        System.out.printf(
                "%,d answers read, %,d permitted attempts in the log (%d were under way when wrk stopped: %s); %.2f entries and %.2f commits a request%n",
                answers,
                written.matching(),
                unread,
                plausible ? "at most one a connection" : "NOT POSSIBLE",
                written.entries() / (double) written.matching(),
                written.commits() / (double) written.matching());
        System.out.printf(
                "memory of the Caregate process: %d MB resident, %d MB at most%n",
                ProcessTime.residentMegabytes(caregate.processId()), ProcessTime.peakMegabytes(caregate.processId()));
    }

    /** The median answer at a rate that both can serve easily, alternated. */
    private void paced(int rate) {
        int connections = 32;
        int pause = connections * 1000 / rate;
        Path tokens = client.tokens(folder.resolve("tokens"), TOKENS);
        Samples ours = new Samples();
        Samples theirs = new Samples();
        Samples rates = new Samples();
        Samples waits = new Samples();
        for (int round = 0; round < rounds; round++) {
            theirs.add(wrk.readingNowAndThen(ofProxy(), tokens, connections, pause, seconds)
                    .p50Millis());
            double waited = caregate.metric("caregate_audit_wait_seconds_sum");
            double receipts = caregate.metric("caregate_audit_wait_seconds_count");
            Wrk.Result our = wrk.readingNowAndThen(ofPatient(caregate.fhirBase()), tokens, connections, pause, seconds);
            ours.add(our.p50Millis());
            rates.add(our.rate());
            waits.add((caregate.metric("caregate_audit_wait_seconds_sum") - waited)
                    / (caregate.metric("caregate_audit_wait_seconds_count") - receipts)
                    * 1e3);
            right &= our.refused() + our.broken() == 0;
        }
        System.out.printf(
                "%n%d connections that pause, %.0f reads/s: median answer of nginx %.2f ms, of Caregate %.2f ms, of which its wait for a durable receipt %.2f ms (mean)%n",
                connections, rates.median(), theirs.median(), ours.median(), waits.median());
    }

    /** Rate and latency of 16 connections alone, and beside so many that want nothing or take their time, alternated. */
    private void besideOthers(int idle, int slow) {
        Path tokens = client.tokens(folder.resolve("tokens"), TOKENS);
        URI ours = ofPatient(caregate.fhirBase());
        SideMeasurement alone = new SideMeasurement();
        SideMeasurement beside = new SideMeasurement();
        Samples ratio = new Samples();
        int open = Integer.MAX_VALUE;
        wrk.reading(ours, tokens, 16, warmUp);
        for (int round = 0; round < rounds; round++) {
            LongSupplier own = () -> ProcessTime.micros(caregate.processId());
            Wrk.Result first = side(alone, ours, tokens, 16, own, log::databaseMicros);
            try (OtherConnections others = new OtherConnections(client.tls(), caregate.fhirBase(), idle, slow)) {
                Wrk.Result second = side(beside, ours, tokens, 16, own, log::databaseMicros);
                ratio.add(second.rate() / first.rate());
                open = Math.min(open, others.open());
                right &= second.refused() + second.broken() == 0;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
        System.out.printf("%n16 connections, alone and beside %,d idle and %,d slow ones%n", idle, slow);
        System.out.println(alone.line("alone"));
        System.out.println(beside.line("beside the others"));
        System.out.printf(
                "ratio, median of rounds: %.2f; %,d of the others open at the end; %d MB resident%n",
                ratio.median(), open, ProcessTime.residentMegabytes(caregate.processId()));
    }

    private URI ofProxy() {
        return ofPatient(URI.create("https://localhost:" + proxy.port() + "/fhir"));
    }

    private Wrk.Result side(
            SideMeasurement into, URI address, Path tokens, int connections, LongSupplier own, LongSupplier database) {
        long ownBefore = own.getAsLong();
        long databaseBefore = database.getAsLong();
        Wrk.Result result = wrk.reading(address, tokens, connections, seconds);
        into.add(result, own.getAsLong() - ownBefore, database.getAsLong() - databaseBefore);
        return result;
    }

    private static URI ofPatient(URI base) {
        return URI.create(base + "/Patient/" + PatientOf2Kilobytes.ID);
    }
}
