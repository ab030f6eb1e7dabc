package org.caregate.gateway.enforcement;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.caregate.accesstoken.standing.CurrentRevocations;
import org.caregate.accesstoken.standing.Knowledge;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.entry.Outcome;
import org.caregate.gateway.error.Denied;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.error.Refusal;
import org.caregate.gateway.guard.ProvenPart;
import org.caregate.gateway.guard.ReleaseRefusedException;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.Decision;
import org.caregate.policy.decision.Deny;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.Facts;
import org.caregate.policy.decision.Facts.RevocationFact;
import org.caregate.policy.decision.Permit;
import org.caregate.policy.decision.PolicyDecisionPoint;
import org.caregate.policy.decision.TokenRules;
import org.jspecify.annotations.Nullable;

/** Decides, and decides again when revocations moved on; lets proved parts leave only while the token stands (invariant 3). */
final class Enforcement {
    private static final int MOST_DECISIONS = 4;

    private final PolicyInForce policy;
    private final Knowledge knowledge;
    private final CurrentRevocations revocations;
    private final Recorder recorder;

    Enforcement(PolicyInForce policy, Knowledge knowledge, CurrentRevocations revocations, Recorder recorder) {
        this.policy = policy;
        this.knowledge = knowledge;
        this.revocations = revocations;
        this.recorder = recorder;
    }

    /**
     * A decision and the revocation version it was made on.
     *
     * @param version -1 when no revocation was looked up
     */
    record Decided(Decision decision, long version) {}

    Decided decide(Asked asked) {
        PolicyDecisionPoint point = policy.now();
        Facts facts = knowledge.gather(point.factsFor(asked.request(), asked.caller()));
        RevocationFact revocation = facts.revocation();
        return new Decided(
                point.decide(asked.request(), asked.caller(), facts), revocation == null ? -1 : revocation.version());
    }

    /**
     * The permit as it stands after its attempt was recorded: a receipt that has seen a newer revocation version than the decision
     * makes us catch up and decide again.
     */
    Permit standing(Asked asked, Permit permit, long decidedOn, AuditReceipt receipt) throws RefusedException {
        if (!receipt.exchangeId().equals(asked.exchange().id())
                || !permit.request().equals(asked.request())) {
            throw new IllegalStateException("permit and receipt answer different requests");
        }
        Permit current = permit;
        long version = decidedOn;
        for (int i = 0; version >= 0 && version < receipt.revocationVersion(); i++) {
            if (i == MOST_DECISIONS || !revocations.caughtUpWith(receipt.revocationVersion())) {
                throw new RefusedException(Failure.DECISION_OUTDATED);
            }
            Decided again = decide(asked);
            version = again.version();
            current = switch (again.decision()) {
                case Permit renewed -> renewed;
                case Deny deny -> throw new RefusedException(new Denied(deny.reason()));
            };
        }
        return current;
    }

    /**
     * Records what the part discloses unless the attempt's entry already says it, asks about revocation again, and lets it leave.
     */
    void release(Asked asked, ProvenPart part, boolean recorded, int status, Map<String, String> fields)
            throws ReleaseRefusedException, IOException {
        long seen;
        try {
            seen = recorded || part.resources().isEmpty() ? -1 : recorder.disclosed(asked, part);
        } catch (AuditUnavailableException unavailable) {
            throw new ReleaseRefusedException(Failure.AUDIT_UNAVAILABLE);
        }
        Refusal fallen = fallen(asked, seen);
        if (fallen != null) {
            throw new ReleaseRefusedException(fallen);
        }
        asked.exchange().release(part, status, fields);
    }

    /** Records what was written, where the upstream did not show it, and says so to the caller. */
    void confirm(Asked asked, Set<String> patients, Set<String> resources, int status, Map<String, String> fields)
            throws ReleaseRefusedException, IOException {
        try {
            recorder.disclosed(asked, patients, resources);
        } catch (AuditUnavailableException unavailable) {
            throw new ReleaseRefusedException(Failure.AUDIT_UNAVAILABLE);
        }
        asked.exchange().done(status, fields);
    }

    /** Refuses what was permitted when the token fell since, or when nobody can tell (invariant 3). */
    void demandStanding(Asked asked) throws RefusedException {
        Refusal fallen = fallen(asked, -1);
        if (fallen != null) {
            throw new RefusedException(fallen);
        }
    }

    /** Why the token is good for nothing more; null while it is, as far as that revocation version and this moment can tell. */
    private @Nullable Refusal fallen(Asked asked, long seen) {
        if (!(asked.caller() instanceof Authenticated token)) {
            return null;
        }
        if (!revocations.caughtUpWith(seen)) {
            return Failure.DECISION_OUTDATED;
        }
        DenyReason objection = TokenRules.all().ofRevocations(token.claims(), revocations.of(token));
        return objection == null ? null : new Denied(objection);
    }

    /** Refuses a permitted request of which no attempt was recorded yet: one durable entry, then the answer. */
    void refuseUnattempted(Asked asked, Permit permit, RefusedException refused) throws IOException {
        recorder.refused(asked, refused.refusal(), refused.reason(), permit.policyVersion());
        asked.exchange().refuse(refused.refusal(), "");
    }

    /** Refuses a permitted request after its attempt was recorded, unless part of the answer is out: then it is broken off. */
    void refuse(Asked asked, RefusedException refused) throws IOException {
        Exchange exchange = asked.exchange();
        int status = refused.refusal().status();
        Outcome outcome = refused.isFailure() ? Outcome.FAILED : Outcome.REFUSED;
        recorder.completed(asked, outcome, refused.reason(), status, 0, refused.patients());
        if (exchange.isCommitted()) {
            exchange.abort();
        } else {
            exchange.refuse(refused.refusal(), "");
        }
    }
}
