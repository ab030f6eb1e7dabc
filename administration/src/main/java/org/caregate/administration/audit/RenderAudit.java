package org.caregate.administration.audit;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.rendering.Rendering;
import org.caregate.audit.search.AuditSearch;
import org.jspecify.annotations.Nullable;

/** Writes entries in the form that another system takes; who took which part of the log is recorded before anything is written. */
public final class RenderAudit {
    private final AuditSearch search;
    private final String origin;
    private final AuditLog audit;
    private final Clock clock;

    /**
     * Renders that log.
     *
     * @param origin the log's name, given as the recorder of the entries
     */
    public RenderAudit(AuditSearch search, String origin, AuditLog audit, Clock clock) {
        this.search = search;
        this.origin = origin;
        this.audit = audit;
        this.clock = clock;
    }

    /** Writes entries from that time on and before the other, oldest first, a JSON object a line; how many entries, or exchanges, that were. */
    public long render(
            Rendering rendering,
            @Nullable Instant from,
            @Nullable Instant until,
            BufferedWriter lines,
            Operator operator) {
        AuditEntryBuilder entry =
                operator.entry(clock, Action.AUDIT_EXPORT, Outcome.PERMITTED).detail("format", rendering.word());
        if (from != null) {
            entry.detail("from", from.toString());
        }
        if (until != null) {
            entry.detail("until", until.toString());
        }
        audit.record(entry.build());
        return rendering.rendersExchanges()
                ? search.eachExchange(from, until, exchange -> write(lines, rendering, exchange))
                : search.each(from, until, one -> write(lines, rendering, List.of(one)));
    }

    private void write(BufferedWriter lines, Rendering rendering, List<FoundEntry> entries) {
        try {
            for (String line : rendering.linesOfExchange(entries, origin)) {
                lines.write(line);
                lines.write('\n');
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the export cannot be written", failed);
        }
    }
}
