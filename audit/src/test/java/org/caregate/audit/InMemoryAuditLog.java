package org.caregate.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.caregate.audit.entry.AuditEntry;

/** An audit log that a test reads back, and tells to fail. */
public final class InMemoryAuditLog implements AuditLog {
    private final List<AuditEntry> entries = new ArrayList<>();
    private LongSupplier revocationVersion = () -> 0;
    private int failures;

    @Override
    public synchronized AuditReceipt record(AuditEntry entry) {
        add(entry);
        return new AuditReceipt(entry.id(), entry.exchangeId(), revocationVersion.getAsLong());
    }

    @Override
    public PromisedReceipt submit(AuditEntry entry) {
        try {
            AuditReceipt receipt = record(entry);
            return () -> receipt;
        } catch (AuditUnavailableException unavailable) {
            return () -> {
                throw unavailable;
            };
        }
    }

    @Override
    public synchronized void follow(AuditEntry entry) {
        add(entry);
    }

    @Override
    public synchronized void enlist(AuditEntry entry) {
        add(entry);
    }

    private void add(AuditEntry entry) {
        if (failures > 0) {
            failures--;
            throw new AuditUnavailableException("the test said so");
        }
        entries.add(entry);
    }

    /** The next entry cannot be made durable. */
    public synchronized void failNext() {
        failures = 1;
    }

    /** No entry can be made durable until {@link #recover()}. */
    public synchronized void failFromNowOn() {
        failures = Integer.MAX_VALUE;
    }

    public synchronized void recover() {
        failures = 0;
    }

    /** What receipts from now on say of the revocations. */
    public synchronized void revocationVersion(long version) {
        revocationVersion = () -> version;
    }

    /** Receipts say of the revocations what the store says then, as real ones do. */
    public synchronized void revocationVersionOf(LongSupplier head) {
        revocationVersion = head;
    }

    public synchronized List<AuditEntry> entries() {
        return List.copyOf(entries);
    }

    public synchronized AuditEntry lastEntry() {
        if (entries.isEmpty()) {
            throw new AssertionError("nothing was audited");
        }
        return entries.getLast();
    }

    public List<AuditEntry> entriesOf(String exchangeId) {
        return entries().stream()
                .filter(entry -> entry.exchangeId().equals(exchangeId))
                .toList();
    }

    public synchronized void clear() {
        entries.clear();
    }

    /** A receipt out of nothing, for a test of what comes after the recording. */
    public static AuditReceipt receipt(AuditEntry entry, long revocationVersion) {
        return new AuditReceipt(entry.id(), entry.exchangeId(), revocationVersion);
    }
}
