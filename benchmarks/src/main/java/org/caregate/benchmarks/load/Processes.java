package org.caregate.benchmarks.load;

import java.util.concurrent.TimeUnit;

/** Ends our child processes. */
final class Processes {
    private Processes() {}

    /** SIGTERM, and after twenty seconds SIGKILL. */
    static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
