package org.caregate.gateway.enforcement;

import org.caregate.accesstoken.standing.CurrentRevocations;
import org.caregate.accesstoken.standing.Knowledge;
import org.caregate.audit.AuditReceipt;
import org.caregate.gateway.enforcement.Decided.Permitted;
import org.caregate.gateway.error.Failure;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.Deny;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.Facts;
import org.caregate.policy.decision.Facts.RevocationFact;
import org.caregate.policy.decision.Permit;
import org.caregate.policy.decision.TokenRules;

/** Decides, and decides again when revocations moved on (invariant 3). */
final class Decisions {
    private static final int MAX_DECISIONS = 4;

    private final PolicyInForce policy;
    private final Knowledge knowledge;
    private final CurrentRevocations revocations;

    Decisions(PolicyInForce policy, Knowledge knowledge, CurrentRevocations revocations) {
        this.policy = policy;
        this.knowledge = knowledge;
        this.revocations = revocations;
    }

    /** Looks up what the decision needs: all of its I/O. */
    Facts facts(IncomingRequest incoming) {
        return knowledge.gather(policy.now().factsFor(incoming.request(), incoming.caller()));
    }

    Decided decide(IncomingRequest incoming, Facts facts) {
        if (incoming.unreadable() != null) {
            return incoming.unreadable();
        }
        RevocationFact revocation = facts.revocation();
        return switch (policy.now().decide(incoming.request(), incoming.caller(), facts)) {
            case Deny deny -> Refused.by(deny);
            case Permit permit -> new Permitted(permit, revocation == null ? -1 : revocation.version());
        };
    }

    /**
     * The permit as it stands now that its attempt is recorded: a receipt that has seen a newer revocation version than the decision
     * makes us catch up and decide again.
     */
    Decided standing(IncomingRequest incoming, Permitted permitted, AuditReceipt receipt) {
        if (!receipt.exchangeId().equals(incoming.exchange().id())
                || !permitted.permit().request().equals(incoming.request())) {
            throw new IllegalStateException("permit and receipt answer different requests");
        }
        Permitted current = permitted;
        for (int i = 0; current.version() >= 0 && current.version() < receipt.revocationVersion(); i++) {
            if (i == MAX_DECISIONS || !revocations.caughtUpWith(receipt.revocationVersion())) {
                return Refused.of(Failure.DECISION_OUTDATED);
            }
            switch (decide(incoming, facts(incoming))) {
                case Permitted renewed -> current = renewed;
                case Refused refused -> {
                    return refused;
                }
            }
        }
        return current;
    }

    /** Whether the token is still good, as far as that revocation version and this moment can tell. */
    Check stillGood(IncomingRequest incoming, AuditReceipt receipt) {
        if (!(incoming.caller() instanceof Authenticated token)) {
            return new Check.Passed();
        }
        if (!revocations.caughtUpWith(receipt.revocationVersion())) {
            return Refused.of(Failure.DECISION_OUTDATED);
        }
        DenyReason objection = TokenRules.all().ofRevocations(token.claims(), revocations.of(token));
        return objection == null ? new Check.Passed() : Refused.of(objection);
    }
}
