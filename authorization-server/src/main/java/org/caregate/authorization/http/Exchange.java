package org.caregate.authorization.http;

import java.time.Clock;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.entry.Outcome;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.registry.client.Client;
import org.jspecify.annotations.Nullable;

/** Begins the audit entries of one request, so that none forgets who called from where. */
public final class Exchange {
    private final EndpointRequest request;
    private final Clock clock;

    public Exchange(EndpointRequest request, Clock clock) {
        this.request = request;
        this.clock = clock;
    }

    /** What was asked. */
    public EndpointRequest request() {
        return request;
    }

    /** An entry about something that was allowed. */
    public AuditEntryBuilder permitted(Action action, @Nullable Client client) {
        return of(action, Outcome.PERMITTED, client);
    }

    /** An entry about a refusal: its reason is the error's. */
    public AuditEntryBuilder refused(Action action, @Nullable Client client, ProtocolError error) {
        AuditEntryBuilder entry =
                of(action, Outcome.REFUSED, client).reason(error.reason()).detail("error", error.code());
        return error.privateDetail().isEmpty() ? entry : entry.detail("cause", error.privateDetail());
    }

    /** An entry about a failure of our own. */
    public AuditEntryBuilder failed(Action action, String reason) {
        return of(action, Outcome.FAILED, null).reason(reason);
    }

    private AuditEntryBuilder of(Action action, Outcome outcome, @Nullable Client client) {
        AuditEntryBuilder entry = AuditEntry.of(clock.instant(), request.requestId(), action, outcome)
                .requestLine(request.method() + " " + request.path())
                .sourceAddress(request.remoteAddress())
                .userAgent(request.header("user-agent").orElse(null));
        return client == null
                ? entry
                : entry.client(client.id().value()).profile(client.profile().name());
    }
}
