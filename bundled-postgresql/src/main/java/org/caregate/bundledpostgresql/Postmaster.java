package org.caregate.bundledpostgresql;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running PostgreSQL, ours from the start or adopted; known by its process. */
record Postmaster(ProcessHandle process, int port) {
    private static final Duration FAST = Duration.ofSeconds(5);
    private static final Duration IMMEDIATE = Duration.ofSeconds(2);

    CompletableFuture<ProcessHandle> onExit() {
        return process.onExit();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Stops it: the fast shutdown ends open transactions and writes a checkpoint; should that take too long, the immediate one leaves
     * the work to crash recovery, which loses no commit either. Java's own {@code destroy} would be the smart shutdown, which waits
     * for clients.
     */
    void stop() throws IOException {
        if (endedAfter("INT", FAST) || endedAfter("QUIT", IMMEDIATE)) {
            return;
        }
        process.destroyForcibly();
        ended(IMMEDIATE);
    }

    private boolean endedAfter(String signal, Duration patience) throws IOException {
        if (process.isAlive()) {
            new Command(List.of("/bin/sh", "-c", "kill -" + signal + " " + process.pid())).run();
        }
        return ended(patience);
    }

    private boolean ended(Duration patience) throws IOException {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL was shutting down", interrupted);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
