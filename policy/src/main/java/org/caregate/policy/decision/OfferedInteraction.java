package org.caregate.policy.decision;

import org.caregate.protocol.fhir.FhirInteraction;
import org.caregate.protocol.fhir.ResourceRequest;

/** Whatever has no proof yet is not offered to anyone: operations, batches, history, patches, conditional writes. */
final class OfferedInteraction implements Rule {
    @Override
    public Verdict on(Question question) {
        ResourceRequest request = question.request();
        if (request == null || request.interaction().isOffered()) {
            return Verdict.notApplicable();
        }
        return Verdict.refuses(
                request.interaction() == FhirInteraction.GRAPHQL
                        ? DenyReason.GRAPHQL_NOT_OFFERED
                        : DenyReason.INTERACTION_NOT_OFFERED);
    }
}
