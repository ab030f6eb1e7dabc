package org.caregate.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import org.caregate.conformance.Await;
import org.caregate.conformance.DemoProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code kill -9} under load: no answer is missing from the log, the log verifies, and a new start needs no hand work. */
class CrashTests {
    private static final int READS = 500;

    /** An idle connection hands its counts over within ten seconds. */
    private static final Duration STATISTICS_DELAY = Duration.ofSeconds(15);

    private static DemoProcess demo;
    private static Postgres postgres;

    @BeforeAll
    static void start() throws Exception {
        demo = DemoProcess.start(Files.createTempDirectory("caregate-crash"), DemoProcess.freePorts());
        postgres = new Postgres(demo.data());
        demo.awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        demo.remove();
        assertThat(postgresLeft()).as("PostgreSQL processes after the stop").isZero();
    }

    private static long postgresLeft() throws Exception {
        return Files.exists(demo.data()) ? postgres.processes().size() : 0;
    }

    @Test
    void killedProgram_losesNoAnsweredRequest_andStartsAgain() throws Exception {
        Caller caller = new Caller(demo);
        caller.during(() -> {
            answered(caller, 200);
            demo.kill();
        });

        demo.startAgain();
        demo.awaitReady();

        LogOf.tellsAll(demo, caller);
    }

    @Test
    void killedPostgres_losesNoAnsweredRequest_andComesBackByItself() throws Exception {
        Caller caller = new Caller(demo);
        caller.during(() -> {
            answered(caller, 200);
            postgres.kill();
            int before = caller.answers();
            Await.until("answers after PostgreSQL came back", () -> caller.answers() > before + 20);
        });
        demo.awaitReady();

        LogOf.tellsAll(demo, caller);
    }

    @Test
    void killedProgramAndPostgres_loseNoAnsweredRequest_andStartAgain() throws Exception {
        Caller caller = new Caller(demo);
        caller.during(() -> {
            answered(caller, 200);
            demo.kill();
            postgres.kill();
        });

        demo.startAgain();
        demo.awaitReady();

        LogOf.tellsAll(demo, caller);
    }

    /**
     * Every read waits for its own entries, so that each needs a sync of its own. The node's polls sync some six times a second
     * beside them: too seldom to make up for reads that were not synced.
     */
    @Test
    void oneReadAfterAnother_isSyncedEach() throws Exception {
        assertThat(postgres.text("SHOW fsync")).isEqualTo("on");
        assertThat(postgres.text("SHOW full_page_writes")).isEqualTo("on");
        Caller caller = new Caller(demo);
        long before = walSyncs();

        caller.read(READS);

        long deadline = System.nanoTime() + STATISTICS_DELAY.toNanos();
        while (walSyncs() < before + READS && System.nanoTime() < deadline) {
            DemoProcess.pause();
        }
        assertThat(walSyncs() - before).as("syncs of the write-ahead log").isGreaterThanOrEqualTo(READS);
    }

    private static long walSyncs() throws Exception {
        return postgres.number("SELECT coalesce(sum(fsyncs), 0) FROM pg_stat_io WHERE object = 'wal'");
    }

    private static void answered(Caller caller, int count) throws Exception {
        int before = caller.answers();
        Await.until(count + " answers", () -> caller.answers() >= before + count);
    }
}
