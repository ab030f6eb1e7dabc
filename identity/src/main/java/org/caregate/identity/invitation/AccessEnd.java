package org.caregate.identity.invitation;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.identity.page.AuditedRequest;
import org.caregate.identity.session.SessionStore;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.pending.PendingAuthorizations;
import org.caregate.registry.revocation.IssuanceFence;
import org.caregate.registry.revocation.Revocation;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.revocation.Revocations;

/** Ends all that a person's former factors opened. */
public final class AccessEnd {
    private static final String REASON = "FACTORS_REPLACED";

    private final Grants grants;
    private final SessionStore sessions;
    private final PendingAuthorizations pending;
    private final IssuanceFence fence;
    private final Revocations revocations;
    private final AuditLog audit;
    private final Clock clock;

    /** In those stores. */
    public AccessEnd(
            Grants grants,
            SessionStore sessions,
            PendingAuthorizations pending,
            IssuanceFence fence,
            Revocations revocations,
            AuditLog audit,
            Clock clock) {
        this.grants = grants;
        this.sessions = sessions;
        this.pending = pending;
        this.fence = fence;
        this.revocations = revocations;
        this.audit = audit;
        this.clock = clock;
    }

    /** Waits for whatever is being issued to that person, first in the caller's transaction, so that {@link #endAllOf} sees it. */
    void begin(PersonId person) {
        fence.revoking(Kind.PERSON, person.value());
    }

    /**
     * Ends sessions, waiting authorizations, grants and tokens, in the caller's transaction and last in it, as {@link Revocations#revoke}
     * needs.
     */
    void endAllOf(PersonId person, AuditedRequest exchange) {
        int closed = sessions.endAllOf(person);
        pending.endAllOf(person);
        List<GrantId> ended = grants.revokeAllOf(person);
        audit.enlist(exchange.entry(clock, Action.PERSON_REVOKED, Outcome.PERMITTED)
                .person(person.value())
                .count((long) ended.size())
                .detail("reason", REASON)
                .detail("sessions", Integer.toString(closed))
                .build());
        Instant now = clock.instant();
        revocations.revoke(Kind.PERSON, person.value(), now, now.plus(Revocation.KEPT), REASON);
    }
}
