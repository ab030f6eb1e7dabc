package org.caregate.identity.password;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The processor time that slow hashes may take: half the cores, at the lowest priority, on threads of their own, so that the rest of
 * the program answers as ever. The queue before them is short and shared fairly: known devices first, then networks in turn, then
 * networks that failed too often; what does not fit is refused at once, by the network that has the most waiting.
 */
public final class HashWorkers {
    /** Whose turn it is first. */
    public enum Rank {
        /** A known device, or the holder of a link. */
        KNOWN,
        /** A network within its budget of failures. */
        STRANGER,
        /** A network beyond it. */
        SUSPECT
    }

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int FEWEST_WAITING = 4;
    private static final int MOST_WAITING = 64;
    private static final long IDLE_SECONDS = 10;
    private static final double WEIGHT = 0.2;
    private static final long FIRST_GUESS_NANOS = Duration.ofMillis(300).toNanos();

    private final int workers;
    private final ThreadPoolExecutor threads;
    private final Map<Rank, LinkedHashMap<String, Deque<Job>>> waiting = new EnumMap<>(Rank.class);
    private int queued;
    private double nanosEach = FIRST_GUESS_NANOS;

    /** Work that waits; what it comes to is null when it lost its place. */
    private record Job(Supplier<Object> work, CompletableFuture<Optional<Object>> result) {}

    HashWorkers() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    HashWorkers(int workers) {
        this.workers = workers;
        this.threads = new ThreadPoolExecutor(
                workers,
                workers,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon(true).name("password-hash-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
        for (Rank rank : Rank.values()) {
            waiting.put(rank, new LinkedHashMap<>());
        }
    }

    /** What became of the work. */
    sealed interface Outcome<T> {
        /** Its result. */
        record Done<T>(T value) implements Outcome<T> {}

        /** It was not begun; there may be room in so long. */
        record Busy<T>(Duration retryAfter) implements Outcome<T> {}
    }

    /** Does the work when it is its turn; returns at once when there is no room. */
    @SuppressWarnings("unchecked")
    <T> Outcome<T> run(Rank rank, String network, Supplier<T> work) {
        Job job = new Job((Supplier<Object>) work, new CompletableFuture<>());
        if (!admit(rank, network, job)) {
            return new Outcome.Busy<>(retryAfter());
        }
        threads.execute(this::workOne);
        try {
            Optional<Object> result = job.result().get(2 * LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            return result.<Outcome<T>>map(value -> new Outcome.Done<>((T) value))
                    .orElseGet(() -> new Outcome.Busy<>(retryAfter()));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException broken
                    ? broken
                    : new IllegalStateException("a hash failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.TimeoutException slow) {
            // fall through: its place is given up
        }
        giveUp(rank, network, job);
        return new Outcome.Busy<>(retryAfter());
    }

    private Map<String, Deque<Job>> of(Rank rank) {
        return Objects.requireNonNull(waiting.get(rank)); // every rank was given its queues at the start
    }

    private synchronized boolean admit(Rank rank, String network, Job job) {
        Deque<Job> own = of(rank).get(network);
        if (queued >= mostWaiting() && !evict(rank, own == null ? 0 : own.size())) {
            return false;
        }
        of(rank).computeIfAbsent(network, fresh -> new ArrayDeque<>()).add(job);
        queued++;
        return true;
    }

    /** Takes the newest place of the network that has the most, in the last rank that has any; never one that has as few as the caller. */
    private boolean evict(Rank caller, int ofCaller) {
        for (int i = Rank.values().length - 1; i >= 0 && Rank.values()[i].compareTo(caller) >= 0; i--) {
            Rank rank = Rank.values()[i];
            Optional<Map.Entry<String, Deque<Job>>> longest = of(rank).entrySet().stream()
                    .max(Comparator.comparingInt(one -> one.getValue().size()));
            if (longest.isEmpty()) {
                continue;
            }
            Deque<Job> jobs = longest.get().getValue();
            if (rank == caller && jobs.size() <= ofCaller + 1) {
                return false;
            }
            jobs.removeLast().result().complete(Optional.empty());
            if (jobs.isEmpty()) {
                of(rank).remove(longest.get().getKey());
            }
            queued--;
            return true;
        }
        return false;
    }

    private synchronized void giveUp(Rank rank, String network, Job job) {
        Deque<Job> jobs = of(rank).get(network);
        if (jobs != null && jobs.remove(job)) {
            queued--;
            if (jobs.isEmpty()) {
                of(rank).remove(network);
            }
        }
    }

    private synchronized @Nullable Job next() {
        for (LinkedHashMap<String, Deque<Job>> networks : waiting.values()) {
            Iterator<Map.Entry<String, Deque<Job>>> inTurn = networks.entrySet().iterator();
            if (inTurn.hasNext()) {
                Map.Entry<String, Deque<Job>> first = inTurn.next();
                String network = first.getKey();
                Deque<Job> jobs = first.getValue();
                Job job = jobs.removeFirst();
                inTurn.remove();
                if (!jobs.isEmpty()) {
                    networks.put(network, jobs); // behind the others
                }
                queued--;
                return job;
            }
        }
        return null;
    }

    synchronized int queued() {
        return queued;
    }

    private void workOne() {
        ThreadPriority.lowestForThisThread();
        Job job = next();
        if (job == null) {
            return; // its place was taken or given up
        }
        long began = System.nanoTime();
        try {
            job.result().complete(Optional.of(job.work().get()));
        } catch (RuntimeException | Error broken) {
            job.result().completeExceptionally(broken);
        } finally {
            took(System.nanoTime() - began);
        }
    }

    private synchronized void took(long nanos) {
        nanosEach += WEIGHT * (nanos - nanosEach);
    }

    /** As many as are done within {@link #LONGEST_WAIT}, by what one took lately. */
    private int mostWaiting() {
        double fitting = LONGEST_WAIT.toNanos() / nanosEach * workers;
        return (int) Math.clamp(fitting, FEWEST_WAITING, MOST_WAITING);
    }

    private synchronized Duration retryAfter() {
        long seconds = (long) Math.ceil(queued * nanosEach / workers / 1e9);
        return Duration.ofSeconds(Math.clamp(seconds, 1, 2 * LONGEST_WAIT.toSeconds()));
    }
}
