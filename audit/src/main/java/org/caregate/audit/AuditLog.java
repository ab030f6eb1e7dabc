package org.caregate.audit;

import org.caregate.audit.entry.AuditEntry;

/**
 * Where every exchange is written before anything leaves.
 *
 * <p>Implementations MUST NOT give out a receipt before the entry's transaction has committed durably, and MUST refuse with
 * {@link AuditUnavailableException} when they cannot say so: the caller then answers 503 and releases nothing.
 */
public interface AuditLog {
    /**
     * Writes the entry and returns when it is durable.
     *
     * @throws AuditUnavailableException if it is not known to be durable
     */
    AuditReceipt record(AuditEntry entry);

    /**
     * Starts writing the entry, for a safe read whose upstream call is under way meanwhile.
     *
     * @throws AuditUnavailableException if the entry cannot even be accepted
     */
    PromisedReceipt submit(AuditEntry entry);

    /**
     * Writes the entry with others soon, for what no one waits for: it causes no commit of its own as long as other entries do.
     *
     * @throws AuditUnavailableException if the entry cannot even be accepted
     */
    void follow(AuditEntry entry);

    /**
     * Writes the entry in the caller's current database transaction, whose commit is then the receipt.
     *
     * @throws AuditUnavailableException if the entry could not be written; the transaction MUST then be rolled back
     */
    void enlist(AuditEntry entry);
}
