package org.caregate.conformance;

/** Waits for what has to come. */
public final class Await {
    private Await() {}

    /** Waits until it holds, two minutes at most. */
    public static void until(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within two minutes: " + what);
            }
            DemoProcess.pause();
        }
    }

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }
}
