package org.caregate.registry.transaction;

import java.time.Clock;
import org.caregate.audit.AuditLog;

/**
 * What every use case that changes something needs: a transaction, the log whose entry commits with it, and the time. Wiring makes one
 * of them and passes it to each; a use case takes it instead of its three parts.
 *
 * @param audit {@link AuditLog#enlist} MUST take part in these transactions
 */
public record AuditedTransactions(Transactions transactions, AuditLog audit, Clock clock) {}
