package org.caregate.evaluation.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The FHIR process, started again whenever it ends unexpectedly, with growing pauses while it does not come up. */
final class KeptFhirServer implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Starting starting;
    private final Consumer<String> notices;
    private final CountDownLatch closing = new CountDownLatch(1);
    private FhirProcess process;

    /** Starts one process and returns once it is ready. */
    @FunctionalInterface
    interface Starting {
        FhirProcess start() throws IOException;
    }

    private KeptFhirServer(Starting starting, Consumer<String> notices, FhirProcess process) {
        this.starting = starting;
        this.notices = notices;
        this.process = process;
    }

    /**
     * Starts it and returns once it is ready.
     *
     * @param notices receives a line when it ended and when it is back
     */
    static KeptFhirServer start(Path jar, FhirProcess.Arguments arguments, Path log, Consumer<String> notices)
            throws IOException {
        return start(() -> FhirProcess.start(jar, arguments, log), notices);
    }

    static KeptFhirServer start(Starting starting, Consumer<String> notices) throws IOException {
        KeptFhirServer kept = new KeptFhirServer(starting, notices, starting.start());
        kept.watch();
        return kept;
    }

    private void watch() {
        var _ = process.onExit()
                .thenRunAsync(
                        this::bringBack,
                        task -> Thread.ofVirtual().name("fhir-keeper").start(task));
    }

    private void bringBack() {
        Duration pause = FIRST_PAUSE;
        if (closes(Duration.ZERO)) {
            return;
        }
        notices.accept("the FHIR server has ended; starting it again");
        while (!closes(pause)) {
            if (startedAgain()) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private synchronized boolean startedAgain() {
        if (closes(Duration.ZERO)) {
            return true;
        }
        try {
            process = starting.start();
        } catch (IOException notYet) {
            return false;
        }
        notices.accept("the FHIR server is back");
        watch();
        return true;
    }

    private boolean closes(Duration within) {
        try {
            return closing.await(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        synchronized (this) {
            process.close();
        }
    }
}
