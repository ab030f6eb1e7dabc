package org.caregate.policy.decision;

import org.caregate.protocol.fhir.ResourceRequest;

/** Allowed, under obligations; minted by the combiner alone. */
public final class Permit implements Decision {
    private final ResourceRequest request;
    private final Obligations obligations;
    private final String policyVersion;

    Permit(ResourceRequest request, Obligations obligations, String policyVersion) {
        this.request = request;
        this.obligations = obligations;
        this.policyVersion = policyVersion;
    }

    /** The request it answers, so that no other is forwarded on it. */
    public ResourceRequest request() {
        return request;
    }

    /** What anyone who enforces this must do. */
    public Obligations obligations() {
        return obligations;
    }

    @Override
    public String policyVersion() {
        return policyVersion;
    }

    @Override
    public String toString() {
        return "Permit[" + request + ", " + obligations + "]";
    }
}
