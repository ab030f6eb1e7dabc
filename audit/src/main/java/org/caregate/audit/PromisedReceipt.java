package org.caregate.audit;

/** A receipt on its way: no byte leaves before {@link #await()} has returned. */
@FunctionalInterface
public interface PromisedReceipt {
    /**
     * Waits until the entry is durable; may be called more than once.
     *
     * @throws AuditUnavailableException if the entry is not known to be durable
     */
    AuditReceipt await();
}
