package org.caregate.audit.entry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the log: who did or tried what, through which client, and how it was answered.
 *
 * <p>Entries of one exchange share its id. The plain fields are chosen so that none holds health information; everything
 * else is {@link Sensitive}. Built with {@link #of}.
 *
 * @param reason stable code such as {@code OUTSIDE_COMPARTMENT}; empty when there is none
 * @param person opaque subject id
 * @param tokenId {@code jti}, never the token
 * @param audience the resource server
 * @param requestLine method and path template, without query
 * @param count how many of what the entry speaks of: resources released, refusals of a flood
 * @param detail small public facts, in the order of their keys
 */
public record AuditEntry(
        UUID id,
        String exchangeId,
        Instant time,
        Phase phase,
        Action action,
        Outcome outcome,
        String reason,
        @Nullable String person,
        @Nullable String client,
        @Nullable String profile,
        @Nullable String grant,
        @Nullable String tokenId,
        @Nullable String audience,
        @Nullable String scopes,
        @Nullable String policyVersion,
        @Nullable String requestLine,
        @Nullable Integer httpStatus,
        @Nullable Long count,
        Map<String, String> detail,
        Sensitive sensitive) {

    public AuditEntry {
        time = time.truncatedTo(ChronoUnit.MICROS); // what the canonical bytes and the database hold
        detail = Text.sorted(detail);
    }

    /** Starts an entry; its id is assigned when it is built. */
    public static AuditEntryBuilder of(Instant time, String exchangeId, Action action, Outcome outcome) {
        return new AuditEntryBuilder(time, exchangeId, action, outcome);
    }

    /** The same entry with other sensitive fields: none when they are sealed, all when they are opened. */
    public AuditEntry with(Sensitive other) {
        return new AuditEntry(
                id,
                exchangeId,
                time,
                phase,
                action,
                outcome,
                reason,
                person,
                client,
                profile,
                grant,
                tokenId,
                audience,
                scopes,
                policyVersion,
                requestLine,
                httpStatus,
                count,
                detail,
                other);
    }
}
