package org.caregate.identity.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.identity.page.ErrorPages.Shown;

/** Refuses requests that no page takes: recorded, in a way that strangers cannot fill the log, and shown. */
public final class RefusedMessages {
    private final ErrorPages errors;
    private final StrangersLog strangers;
    private final Clock clock;

    /** Refusals shown and recorded there. */
    public RefusedMessages(ErrorPages errors, StrangersLog strangers, Clock clock) {
        this.errors = errors;
        this.strangers = strangers;
        this.clock = clock;
    }

    void refuse(HttpServletRequest request, HttpServletResponse response, String reason, Shown shown)
            throws IOException {
        strangers.refused(RequestIds.exchange(request)
                .entry(clock, Action.MESSAGE_REFUSED, Outcome.REFUSED)
                .reason(reason)
                .httpStatus(shown.status())
                .build());
        errors.send(request, response, shown);
    }
}
