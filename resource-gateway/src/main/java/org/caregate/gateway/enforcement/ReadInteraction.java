package org.caregate.gateway.enforcement;

import java.util.HashSet;
import java.util.Set;
import org.caregate.audit.PromisedReceipt;
import org.caregate.gateway.enforcement.Decided.Permitted;
import org.caregate.gateway.enforcement.Forwarding.Forwarded;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.HeldResource;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.guard.ResponseGuard.Proof;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;
import org.caregate.policy.compartment.CompartmentPaths;
import org.caregate.policy.compartment.Reach;
import org.caregate.policy.compartment.Reach.PatientReach;
import org.caregate.policy.decision.Obligations;
import org.caregate.policy.decision.Permit;
import org.caregate.protocol.fhir.FhirInteraction;
import org.caregate.protocol.fhir.ResourceRequest;

/** read and vread (FHIR R4, "RESTful API", §3.1.0.2, §3.1.0.3). */
final class ReadInteraction implements PermittedInteraction {
    private final ReadForwarder forwarder;
    private final ResponseGuard guard;
    private final StoredResources stored;

    ReadInteraction(ReadForwarder forwarder, ResponseGuard guard) {
        this.forwarder = forwarder;
        this.guard = guard;
        this.stored = new StoredResources(guard);
    }

    @Override
    public Set<FhirInteraction> rows() {
        return Set.of(FhirInteraction.READ, FhirInteraction.VREAD);
    }

    @Override
    public Preparation prepare(IncomingRequest incoming, Permitted permitted) {
        ResourceRequest request = permitted.permit().request();
        Set<String> patients = patientsKnown(request, permitted.permit().obligations());
        Attempt attempt = new Attempt(patients, Set.of("" + request.reference()), !patients.isEmpty());
        return new PreparedRead(incoming, permitted, attempt);
    }

    private final class PreparedRead implements Prepared {
        private final IncomingRequest incoming;
        private final Permitted permitted;
        private final Attempt attempt;

        PreparedRead(IncomingRequest incoming, Permitted permitted, Attempt attempt) {
            this.incoming = incoming;
            this.permitted = permitted;
            this.attempt = attempt;
        }

        @Override
        public Permit permit() {
            return permitted.permit();
        }

        @Override
        public Attempt attempt() {
            return attempt;
        }

        @Override
        public Forwarding forward(PromisedReceipt receipt) throws UpstreamException {
            return forwarder.forward(incoming, permitted, receipt, request());
        }

        private UpstreamRequest request() {
            ResourceRequest request = permit().request();
            String query = permit().obligations().query().encoded();
            String path = request.reference() + (request.version() == null ? "" : "/_history/" + request.version());
            return UpstreamRequest.get(
                    path + (query.isEmpty() ? "" : "?" + query),
                    incoming.exchange().id());
        }

        @Override
        public ProvenAnswer prove(Forwarded forwarded) throws UpstreamException {
            var now = incoming.exchange().startedAt();
            return switch (stored.read(forwarded.upstream(), forwarded.permit(), now)) {
                case Refused refused -> refused;
                case StoredResource.Found(HeldResource held) -> {
                    Obligations obligations = forwarded.permit().obligations();
                    yield switch (guard.prove(held, obligations, forwarder.targets(forwarded, guard))) {
                        case Proof.Foreign(var foreign) ->
                            Refused.of(
                                    Failure.MISSING,
                                    "OUT_OF_REACH_" + foreign.reason().name());
                        case Proof.Proven(var part) ->
                            new ProvenAnswer.Resource(part, 200, VersionFields.of(held, now), Set.of());
                    };
                }
            };
        }
    }

    /** Whose the resource is, where token and request say so: a Patient is its own, and a token's one patient owns the rest; else empty. */
    private static Set<String> patientsKnown(ResourceRequest request, Obligations obligations) {
        String type = request.type();
        String id = request.id();
        if (type == null || id == null || !CompartmentPaths.contains(type)) {
            return Set.of();
        }
        if (type.equals("Patient")) {
            return Set.of(id);
        }
        Set<String> patients = new HashSet<>();
        for (Reach reach : obligations.reaches()) {
            if (!reach.allows(type, obligations.permission())) {
                continue;
            }
            if (!(reach.patients() instanceof PatientReach.Only(Set<String> only))) {
                return Set.of();
            }
            patients.addAll(only);
        }
        return patients.size() == 1 ? patients : Set.of();
    }
}
