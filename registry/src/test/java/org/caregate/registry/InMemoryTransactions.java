package org.caregate.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.caregate.registry.transaction.Transactions;
import org.jspecify.annotations.Nullable;

/** Transactions one after the other, with an undo list; and a test may say that a commit fails. */
public final class InMemoryTransactions implements Transactions {
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private @Nullable RuntimeException failure;

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        lock.lock();
        boolean outer = lock.getHoldCount() == 1;
        boolean committed = false;
        try {
            T result = work.get();
            if (outer && failure != null) {
                throw failure;
            }
            committed = true;
            return result;
        } finally {
            if (outer) {
                while (!committed && !undo.isEmpty()) {
                    undo.pop().run();
                }
                undo.clear();
            }
            lock.unlock();
        }
    }

    @Override
    public boolean isActive() {
        return lock.isHeldByCurrentThread();
    }

    /** Runs a change that {@code reversal} takes back if the transaction does not commit. */
    public <T> T change(Supplier<T> change, Runnable reversal) {
        return inTransaction(() -> {
            undo.push(reversal);
            return change.get();
        });
    }

    /** Every commit fails until {@link #recover()}: the database is gone. */
    public void failFromNowOn(RuntimeException with) {
        failure = with;
    }

    public void recover() {
        failure = null;
    }
}
