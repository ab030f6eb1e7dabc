package org.caregate.benchmarks.token;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.caregate.benchmarks.load.BackendClient;
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

/** Tokens by {@code client_credentials} with a signed assertion each, alternated with a bare TLS endpoint. */
public final class TokenBenchmark {
    private static final String ISSUED =
            "action = 'token_issued' AND outcome = 'permitted' AND phase IN ('single', 'release')";
    private static final double SPARE = 1.7; // a round may be faster than the one before
    private static final int LEAST = 4_000;

    private TokenBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Tools.demand("wrk");
        Options options =
                new Options(arguments, Set.of("seconds", "rounds", "warm-up-tokens", "connections", "caregate"));
        int seconds = options.number("seconds", 10);
        int connections = options.number("connections", 16);
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
                BackendClient client = new BackendClient(caregate)) {
            Wrk wrk = new Wrk(scratch.path());
            Path forms = scratch.path().resolve("forms");
            URI theirs = URI.create("https://localhost:" + (ports + 5) + "/oauth2/token");
            int warmUp = options.number("warm-up-tokens", 20_000);
            client.forms(forms, warmUp);
            Wrk.Result warm = wrk.posting(client.endpoint(), forms, connections, 60);
            wrk.posting(theirs, forms, connections, 5);
            System.out.printf(
                    "%d connections, %d s each side; %,d tokens of warm-up, the last at %,.0f/s%n",
                    connections, seconds, warm.requests(), warm.rate());
            SideMeasurement ours = new SideMeasurement();
            SideMeasurement baseline = new SideMeasurement();
            Samples ratio = new Samples();
            CaregateLog.Counts before = log.settled(ISSUED);
            long answers = 0;
            double rate = warm.rate();
            int rounds = options.number("rounds", 4);
            for (int round = 0; round < rounds; round++) {
                client.forms(forms, Math.max(LEAST, (int) (rate * seconds * SPARE)));
                long bareBefore = ProcessTime.micros(bare.processId());
                Wrk.Result their = wrk.posting(theirs, forms, connections, seconds);
                baseline.add(their, ProcessTime.micros(bare.processId()) - bareBefore, 0);
                long ownBefore = ProcessTime.micros(caregate.processId());
                long databaseBefore = log.databaseMicros();
                Wrk.Result our = wrk.posting(client.endpoint(), forms, connections, seconds);
                ours.add(
                        our,
                        ProcessTime.micros(caregate.processId()) - ownBefore,
                        log.databaseMicros() - databaseBefore);
                ratio.add(our.rate() / their.rate());
                answers += our.good();
                rate = our.rate();
            }
            CaregateLog.Counts written = log.settled(ISSUED).since(before);
            long unread = written.matching() - answers;
            right = unread >= 0 && unread <= (long) rounds * connections;
            System.out.println(baseline.line("bare Jetty, TLS"));
            System.out.println(ours.line("Caregate, client_credentials"));
            System.out.printf("ratio, median of rounds: %.3f%n", ratio.median());
            System.out.printf(
                    "%,d tokens read, %,d issued in the log (%d were under way when wrk stopped: %s); %.2f entries and %.2f commits a token%n",
                    answers,
                    written.matching(),
                    unread,
                    right ? "at most one a connection" : "NOT POSSIBLE",
                    written.entries() / (double) written.matching(),
                    written.commits() / (double) written.matching());
            System.out.printf(
                    "memory of the Caregate process: %d MB resident, %d MB at most%n",
                    ProcessTime.residentMegabytes(caregate.processId()),
                    ProcessTime.peakMegabytes(caregate.processId()));
            right &= caregate.verifyLog() == 0;
        }
        System.exit(right ? 0 : 1);
    }
}
