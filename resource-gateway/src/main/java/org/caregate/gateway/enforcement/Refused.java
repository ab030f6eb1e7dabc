package org.caregate.gateway.enforcement;

import java.util.Set;
import org.caregate.gateway.error.Denied;
import org.caregate.gateway.error.Refusal;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.decision.Deny;
import org.caregate.policy.decision.DenyReason;
import org.jspecify.annotations.Nullable;

/**
 * Why an exchange ends without what was asked for.
 *
 * @param reason the word in the audit log, which may say more than the response
 * @param failure whether something is broken, rather than not allowed, though the response does not say so
 * @param patients whom it turned out to be about, beyond those of the attempt
 * @param scope the least scope that would have passed, for the challenge; empty when none is to be named
 * @param policyVersion of the role definitions that were in force; null when nothing was decided
 */
record Refused(
        Refusal refusal,
        String reason,
        boolean failure,
        Set<String> patients,
        String scope,
        @Nullable String policyVersion)
        implements Decided,
                Preparation,
                Forwarding,
                ProvenAnswer,
                Ending,
                Check,
                StoredResource,
                ConditionsResult,
                WriteResult.OfBody,
                WriteResult.OfProof,
                WriteResult.OfStored {

    /** Answered and recorded with the same word. */
    static Refused of(Refusal refusal) {
        return of(refusal, refusal.reason());
    }

    /** Answered with less than is recorded. */
    static Refused of(Refusal refusal, String reason) {
        return new Refused(refusal, reason, refusal.status() >= 500, Set.of(), "", null);
    }

    static Refused of(DenyReason denied) {
        return of(new Denied(denied));
    }

    /** Something is broken, whatever the response says. */
    static Refused failed(Refusal refusal, String reason) {
        return new Refused(refusal, reason, true, Set.of(), "", null);
    }

    static Refused by(Deny deny) {
        Refusal refusal = new Denied(deny.reason());
        return new Refused(
                refusal,
                refusal.reason(),
                refusal.status() >= 500,
                Set.of(),
                deny.requiredScope(),
                deny.policyVersion());
    }

    static Refused by(UpstreamException unusable) {
        return failed(unusable.refusal(), unusable.detail());
    }

    @Override
    public ProvenAnswer provenBy(Prepared prepared) {
        return this;
    }

    Refused about(Set<String> others) {
        return new Refused(refusal, reason, failure, Set.copyOf(others), scope, policyVersion);
    }

    Refused under(String version) {
        return new Refused(refusal, reason, failure, patients, scope, version);
    }
}
