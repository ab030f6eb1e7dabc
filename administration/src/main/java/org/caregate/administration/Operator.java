package org.caregate.administration;

import java.time.Clock;
import java.util.UUID;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.entry.Outcome;

/**
 * Who administers: until there is an administration API with its sign-in, the user of the operating system.
 *
 * @param exchangeId joins the entries of one command
 * @param systemUser the name the operating system knows them by
 */
public record Operator(String exchangeId, String systemUser) {
    /** Somebody at the command line, doing one thing. */
    public static Operator atCommandLine(String systemUser) {
        return new Operator("cli-" + UUID.randomUUID(), systemUser);
    }

    /** Starts the entry of what they did. */
    public AuditEntryBuilder entry(Clock clock, Action action, Outcome outcome) {
        return AuditEntry.of(clock.instant(), exchangeId, action, outcome)
                .detail("by", "operating-system user " + systemUser)
                .requestLine("command line");
    }
}
