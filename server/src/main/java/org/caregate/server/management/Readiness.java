package org.caregate.server.management;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Whether this node can answer requests now: every part is asked at once, and one that does not answer in time is not ready. */
public final class Readiness {
    private static final long PATIENCE_MILLIS = 2_500;

    private final Map<String, BooleanSupplier> parts = new LinkedHashMap<>();
    private final Map<String, Supplier<Optional<String>>> reasons = new LinkedHashMap<>();

    /** Adds a part; its check may block and may throw, which is a no. */
    public synchronized Readiness with(String part, BooleanSupplier check) {
        parts.put(part, check);
        return this;
    }

    /** Adds a part that says why it is not ready, for an operator; it must not block. */
    public synchronized Readiness withReason(String part, Supplier<Optional<String>> objection) {
        reasons.put(part, objection);
        return with(part, () -> objection.get().isEmpty());
    }

    /** Why parts are not ready, as far as they say so. */
    public synchronized Map<String, String> reasons() {
        Map<String, String> told = new LinkedHashMap<>();
        reasons.forEach((part, objection) -> objection.get().ifPresent(reason -> told.put(part, reason)));
        return told;
    }

    /** Each part and whether it is ready, in the order they were added. */
    public Map<String, Boolean> ask() {
        Map<String, FutureTask<Boolean>> asked = new LinkedHashMap<>();
        List<Thread> threads = new ArrayList<>();
        synchronized (this) {
            parts.forEach((part, check) -> {
                FutureTask<Boolean> task = new FutureTask<>(check::getAsBoolean);
                asked.put(part, task);
                threads.add(Thread.ofVirtual().name("readiness-" + part).start(task));
            });
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        Map<String, Boolean> answers = new LinkedHashMap<>();
        asked.forEach((part, task) -> answers.put(part, answer(task, deadline)));
        threads.forEach(Thread::interrupt);
        return answers;
    }

    private static boolean answer(FutureTask<Boolean> task, long deadline) {
        try {
            return task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException notReady) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
