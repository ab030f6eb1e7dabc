package org.caregate.identity.page;

import java.time.Clock;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.entry.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The request under way, as the audit log wants to know it.
 *
 * @param id the {@code X-Request-Id}
 * @param address where it came from
 * @param requestLine method and path template, without ids
 */
public record AuditedRequest(
        String id, String address, @Nullable String userAgent, String requestLine) {
    /** Starts the entry of something done or tried in this exchange. */
    public AuditEntryBuilder entry(Clock clock, Action action, Outcome outcome) {
        return AuditEntry.of(clock.instant(), id, action, outcome)
                .sourceAddress(address)
                .userAgent(userAgent)
                .requestLine(requestLine);
    }
}
