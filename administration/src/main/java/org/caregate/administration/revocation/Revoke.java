package org.caregate.administration.revocation;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.entry.Outcome;
import org.caregate.identity.session.SessionStore;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.pending.PendingAuthorizations;
import org.caregate.registry.revocation.IssuanceFence;
import org.caregate.registry.revocation.Revocation;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.revocation.Revocations;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;

/**
 * Revokes, with its audit entry, in one transaction that waits for what is being issued: what is under way is ended too, and needs a new
 * sign-in or a new request.
 */
public final class Revoke {
    private static final String REASON = "OPERATOR_REVOKED";

    private final Transactions transactions;
    private final Revocations revocations;
    private final Grants grants;
    private final Holders holders;
    private final PendingAuthorizations pending;
    private final SessionStore sessions;
    private final IssuanceFence fence;
    private final AuditLog audit;
    private final Clock clock;

    public Revoke(
            Revocations revocations,
            Grants grants,
            Holders holders,
            PendingAuthorizations pending,
            SessionStore sessions,
            IssuanceFence fence,
            AuditedTransactions audited) {
        this.transactions = audited.transactions();
        this.revocations = revocations;
        this.grants = grants;
        this.holders = holders;
        this.pending = pending;
        this.sessions = sessions;
        this.fence = fence;
        this.audit = audited.audit();
        this.clock = audited.clock();
    }

    /** Carries out the order. */
    public RevocationOutcome revoke(RevocationOrder order, Operator operator) {
        return transactions.inTransaction(() -> switch (order) {
            case RevocationOrder.OfToken(String jti) ->
                revoked(
                        Kind.TOKEN,
                        jti,
                        0,
                        0,
                        entry(operator, Action.TOKEN_REVOKED).tokenId(jti));
            case RevocationOrder.OfGrant(GrantId grant) -> ofGrant(grant, operator);
            case RevocationOrder.OfClient(ClientId client) -> ofClient(client, operator);
            case RevocationOrder.OfPerson(PersonId person) -> ofPerson(person, operator);
            case RevocationOrder.Before(Instant time) -> before(time, operator);
        });
    }

    private RevocationOutcome before(Instant time, Operator operator) {
        if (time.isAfter(clock.instant())) {
            throw new IllegalArgumentException("only what was issued can be revoked");
        }
        fence.revoking(Kind.ALL, Revocation.EVERYTHING);
        int closed = sessions.endAllOpenedUpTo(time);
        pending.endAllRequestedUpTo(time);
        List<GrantId> ended = grants.revokeAllCreatedUpTo(time);
        AuditEntryBuilder entry = entry(operator, Action.ALL_REVOKED)
                .detail("issuedUpTo", time.toString())
                .detail("sessions", Integer.toString(closed));
        audit.enlist(entry.count((long) ended.size()).build());
        long version = revocations.revoke(
                Kind.ALL, Revocation.EVERYTHING, time, clock.instant().plus(Revocation.KEPT), REASON);
        return new RevocationOutcome.Revoked(version, ended.size(), closed);
    }

    private RevocationOutcome ofGrant(GrantId grant, Operator operator) {
        AuditEntryBuilder entry = entry(operator, Action.GRANT_REVOKED).grant(grant.value());
        return grants.revoke(grant) ? revoked(Kind.GRANT, grant.value(), 1, 0, entry) : nothing(entry);
    }

    private RevocationOutcome ofClient(ClientId client, Operator operator) {
        AuditEntryBuilder entry = entry(operator, Action.CLIENT_REVOKED).client(client.value());
        fence.revoking(Kind.CLIENT, client.value());
        if (holders.clients().find(client).isEmpty()) {
            return nothing(entry);
        }
        pending.endAllOf(client);
        List<GrantId> ended = grants.revokeAllOf(client);
        return revoked(Kind.CLIENT, client.value(), ended.size(), 0, entry);
    }

    private RevocationOutcome ofPerson(PersonId person, Operator operator) {
        AuditEntryBuilder entry = entry(operator, Action.PERSON_REVOKED).person(person.value());
        fence.revoking(Kind.PERSON, person.value());
        if (holders.people().find(person).isEmpty()) {
            return nothing(entry);
        }
        int closed = sessions.endAllOf(person);
        pending.endAllOf(person);
        List<GrantId> ended = grants.revokeAllOf(person);
        return revoked(Kind.PERSON, person.value(), ended.size(), closed, entry);
    }

    /** The entry first: the version's row is locked from the last statement to the commit. */
    private RevocationOutcome revoked(Kind kind, String value, int ended, int closed, AuditEntryBuilder entry) {
        Instant now = clock.instant();
        audit.enlist(entry.count((long) ended)
                .detail("sessions", Integer.toString(closed))
                .build());
        long version = revocations.revoke(kind, value, now, now.plus(Revocation.KEPT), REASON);
        return new RevocationOutcome.Revoked(version, ended, closed);
    }

    private RevocationOutcome nothing(AuditEntryBuilder entry) {
        audit.enlist(entry.reason("NOTHING_TO_REVOKE").build());
        return new RevocationOutcome.NothingToRevoke();
    }

    private AuditEntryBuilder entry(Operator operator, Action action) {
        return operator.entry(clock, action, Outcome.PERMITTED).detail("reason", REASON);
    }
}
