package org.caregate.conformance.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.caregate.conformance.Await;
import org.caregate.conformance.DemoProcess;
import org.junit.jupiter.api.Test;

/**
 * Mixed load for {@code caregate.soak.minutes}, with something broken at random every few seconds; at the end no answer is missing
 * from the log and the log verifies. Not a part of every {@code ./verify}, but of {@code ./verify --soak}; with
 * {@code caregate.soak.seed} the faults come in the same order again.
 */
class MixedLoadSoak {
    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("caregate.soak.minutes", 10));
    private static final long SEED = Long.getLong("caregate.soak.seed", System.nanoTime());

    private enum Fault {
        PROGRAM_KILLED,
        DATABASE_KILLED,
        BOTH_KILLED,
        DATABASE_HANGS
    }

    @Test
    void faultsAtRandom_loseNoAnsweredRequest() throws Exception {
        Path folder = Files.createTempDirectory("caregate-soak");
        DemoProcess demo = DemoProcess.start(folder.resolve("data"), DemoProcess.freePorts());
        try {
            demo.awaitReady();
            Postgres postgres = new Postgres(demo.data());
            Caller caller = new Caller(demo);
            caller.mixedDuring(() -> breakThings(demo, postgres, caller));
            demo.awaitReady();
            LogOf.tellsAll(demo, caller);
            System.out.printf(
                    "soak: %d answers in the log, %d times 503%n",
                    caller.released().size(), caller.unavailable());
        } finally {
            demo.remove();
        }
        Files.deleteIfExists(folder.resolve("data.log")); // kept when it failed
        Files.deleteIfExists(folder);
    }

    private static void breakThings(DemoProcess demo, Postgres postgres, Caller caller) throws Exception {
        Random random = new Random(SEED);
        long end = System.nanoTime() + LENGTH.toNanos();
        System.out.println("soak: " + LENGTH.toMinutes() + " min, -Dcaregate.soak.seed=" + SEED);
        while (System.nanoTime() < end) {
            TimeUnit.SECONDS.sleep(5 + random.nextInt(20));
            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
            System.out.println("soak: " + fault + " after " + caller.answers() + " answers");
            switch (fault) {
                case PROGRAM_KILLED -> {
                    demo.kill();
                    demo.startAgain();
                }
                case DATABASE_KILLED -> postgres.kill();
                case BOTH_KILLED -> {
                    demo.kill();
                    postgres.kill();
                    demo.startAgain();
                }
                case DATABASE_HANGS -> hang(postgres, random);
            }
            int before = caller.answers();
            Await.until("answers after " + fault, () -> caller.answers() > before + 20);
        }
    }

    private static void hang(Postgres postgres, Random random) throws Exception {
        postgres.freeze();
        try {
            TimeUnit.SECONDS.sleep(1 + random.nextInt(15));
        } finally {
            postgres.thaw();
        }
    }
}
