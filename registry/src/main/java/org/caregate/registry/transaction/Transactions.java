package org.caregate.registry.transaction;

import java.util.function.Supplier;

/**
 * The unit in which our own state and its audit entry commit together or not at all.
 *
 * <p>Implementations MUST run nested calls in the outer transaction, MUST roll back when the work throws, and MUST bind the
 * transaction to the calling thread, so that every port called there (and {@code AuditLog.enlist}) takes part.
 */
public interface Transactions {
    /** Runs the work in one transaction and returns after its commit is durable. */
    <T> T inTransaction(Supplier<T> work);

    /** Whether the calling thread is in a transaction. */
    boolean isActive();

    /**
     * As {@link #inTransaction(Supplier)}, with evidence of the commit for what may happen only after it.
     *
     * @throws IllegalStateException inside another transaction, whose commit is still to come
     */
    default <T> Committed<T> committed(Supplier<T> work) {
        if (isActive()) {
            throw new IllegalStateException("the transaction around this one has not committed yet");
        }
        return new Committed<>(inTransaction(work));
    }

    /**
     * As {@link #inTransaction(Supplier)}, in a transaction that others' work may share, so that one commit does for many. Where one of
     * them fails, each is done again alone: the work MUST do no harm when it is done twice, and MUST NOT lock rows that other transactions lock
     * while they wait for one that this work locks.
     */
    default <T> T inSharedTransaction(Supplier<T> work) {
        return inTransaction(work);
    }

    /** Runs the work in one transaction and returns after its commit is durable. */
    default void inTransaction(Runnable work) {
        inTransaction(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }
}
