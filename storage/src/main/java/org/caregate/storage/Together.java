package org.caregate.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does what many callers want in one go: anyone who comes while others are at the database is taken along by the next one. There is no
 * thread of its own, and no one waits unless others are ahead.
 */
public final class Together<T, R> {
    private final Function<List<T>, List<R>> work;
    private final ConcurrentLinkedQueue<Waiting<T, R>> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();
    private final int most;

    /**
     * Work on lists.
     *
     * @param work answers each item of the list, in its order
     * @param most items at a time
     */
    public Together(Function<List<T>, List<R>> work, int most) {
        this.work = work;
        this.most = most;
    }

    /** Written by the one whose turn it is, read by the one who waits when it is his: the lock orders both. */
    private static final class Waiting<T, R> {
        private final T item;
        private @Nullable R result;
        private @Nullable RuntimeException failure;

        Waiting(T item) {
            this.item = item;
        }

        boolean isDone() {
            return result != null || failure != null;
        }
    }

    /** Does it, and throws what the work threw. */
    public R run(T item) {
        Waiting<T, R> own = new Waiting<>(item);
        queue.add(own);
        turn.lock();
        try {
            while (!own.isDone()) {
                workOff();
            }
        } finally {
            turn.unlock();
        }
        RuntimeException failure = own.failure;
        if (failure != null) {
            throw failure;
        }
        return Objects.requireNonNull(own.result);
    }

    private void workOff() {
        List<Waiting<T, R>> batch = new ArrayList<>();
        for (Waiting<T, R> next = queue.poll(); next != null; next = batch.size() < most ? queue.poll() : null) {
            batch.add(next);
        }
        try {
            List<R> results =
                    work.apply(batch.stream().map(waiting -> waiting.item).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).result = results.get(i);
            }
        } catch (RuntimeException failed) {
            batch.forEach(waiting -> waiting.failure = failed);
        }
    }
}
