package org.caregate.audit;

import java.util.UUID;

/**
 * Evidence that an entry is durable: only the log makes one, after the commit.
 *
 * <p>It names the exchange it answers, so that a forwarder can refuse a mismatched pair, and the revocation version read in
 * the transaction that stored the entry, so that a decision taken on an older view is taken again.
 */
public final class AuditReceipt {
    private final UUID entryId;
    private final String exchangeId;
    private final long revocationVersion;

    AuditReceipt(UUID entryId, String exchangeId, long revocationVersion) {
        this.entryId = entryId;
        this.exchangeId = exchangeId;
        this.revocationVersion = revocationVersion;
    }

    public UUID entryId() {
        return entryId;
    }

    public String exchangeId() {
        return exchangeId;
    }

    /** The version of {@code revocation_head} that the storing transaction saw. */
    public long revocationVersion() {
        return revocationVersion;
    }

    @Override
    public String toString() {
        return "AuditReceipt[" + entryId + ", exchange " + exchangeId + ", revocations " + revocationVersion + "]";
    }
}
