package org.caregate.benchmarks.upstream;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.caregate.benchmarks.gateway.PatientOf2Kilobytes;
import org.caregate.benchmarks.load.Nginx;
import org.caregate.benchmarks.load.Options;
import org.caregate.benchmarks.load.Samples;
import org.caregate.benchmarks.load.ScratchFolder;
import org.caregate.benchmarks.load.Tools;

/** Reads of 2 KB over kept-alive plain HTTP by each candidate in turn, from virtual threads. */
public final class UpstreamBenchmark {
    private UpstreamBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Tools.demand("nginx");
        Options options = new Options(arguments, Set.of("seconds", "rounds", "warm-up", "threads"));
        int port = Tools.freePorts(1);
        try (ScratchFolder scratch = new ScratchFolder();
                Nginx upstream = Nginx.staticUpstream(scratch.path(), port, PatientOf2Kilobytes.json())) {
            URI base = URI.create("http://127.0.0.1:" + upstream.port() + "/fhir");
            List<Candidate> candidates = Candidates.all(base);
            for (Candidate candidate : candidates) {
                run(candidate, 16, options.number("warm-up", 5), new Samples(), new Samples());
            }
            for (String threads : options.text("threads", "16,64").split(",", -1)) {
                compare(
                        candidates,
                        Integer.parseInt(threads),
                        options.number("rounds", 4),
                        options.number("seconds", 5));
            }
            for (Candidate candidate : candidates) {
                candidate.end();
            }
        }
        System.exit(0);
    }

    private static void compare(List<Candidate> candidates, int threads, int rounds, int seconds) throws Exception {
        System.out.printf("%n%d virtual threads, %d rounds of %d s each%n", threads, rounds, seconds);
        List<Samples> rates =
                Stream.generate(Samples::new).limit(candidates.size()).toList();
        List<Samples> costs =
                Stream.generate(Samples::new).limit(candidates.size()).toList();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < candidates.size(); i++) {
                run(candidates.get(i), threads, seconds, rates.get(i), costs.get(i));
            }
        }
        for (int i = 0; i < candidates.size(); i++) {
            System.out.printf(
                    "%-28s %,8.0f/s (%,.0f to %,.0f)  CPU per request %.0f µs%n",
                    candidates.get(i).name(),
                    rates.get(i).median(),
                    rates.get(i).least(),
                    rates.get(i).most(),
                    costs.get(i).median());
        }
    }

    private static void run(Candidate candidate, int threads, int seconds, Samples rate, Samples cost)
            throws InterruptedException {
        long cpu = micros();
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        AtomicLong reads = new AtomicLong();
        AtomicReference<Exception> failure = new AtomicReference<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(Thread.startVirtualThread(() -> readUntil(end, candidate, reads, failure)));
        }
        for (Thread thread : running) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException(candidate.name() + " failed", failure.get());
        }
        rate.add(reads.get() / ((System.nanoTime() - start) / 1e9));
        cost.add((micros() - cpu) / (double) reads.get());
    }

    private static void readUntil(long end, Candidate candidate, AtomicLong reads, AtomicReference<Exception> failure) {
        long own = 0;
        try {
            while (System.nanoTime() < end) {
                if (candidate.read() != PatientOf2Kilobytes.BYTES) {
                    throw new IllegalStateException("not the resource");
                }
                own++;
            }
        } catch (Exception failed) {
            failure.set(failed);
        }
        reads.addAndGet(own);
    }

    private static long micros() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1_000;
    }
}
