package org.caregate.gateway.enforcement;

import java.util.Map;
import java.util.Set;
import org.caregate.audit.AuditReceipt;
import org.caregate.gateway.enforcement.WriteResult.OfStored;
import org.caregate.gateway.enforcement.WriteResult.Replaced;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.structure.WrittenBody;
import org.caregate.gateway.upstream.UpstreamRequest;
import org.caregate.policy.decision.Permit;
import org.caregate.protocol.fhir.FhirInteraction;

/** create (FHIR R4, "RESTful API", §3.1.0.8). */
final class CreateInteraction extends WriteInteraction {
    CreateInteraction(Steps steps) {
        super(steps);
    }

    @Override
    public Set<FhirInteraction> rows() {
        return Set.of(FhirInteraction.CREATE);
    }

    @Override
    Check conditions(WriteConditions conditions) {
        return conditions.isEmpty() ? new Check.Passed() : Refused.of(Failure.CONDITION_ON_CREATE);
    }

    @Override
    OfStored replaced(IncomingRequest incoming, Permit permit, AuditReceipt receipt, WriteConditions conditions) {
        return Replaced.nothing();
    }

    @Override
    UpstreamRequest write(IncomingRequest incoming, Permit permit, Replaced replaced, WrittenBody body) {
        return new UpstreamRequest(
                "POST",
                "" + permit.request().type(),
                incoming.exchange().id(),
                Map.of(),
                "application/fhir+json",
                body.forUpstream());
    }
}
