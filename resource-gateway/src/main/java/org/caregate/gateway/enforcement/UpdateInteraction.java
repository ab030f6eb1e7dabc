package org.caregate.gateway.enforcement;

import java.util.Map;
import java.util.Set;
import org.caregate.audit.AuditReceipt;
import org.caregate.gateway.enforcement.WriteResult.OfStored;
import org.caregate.gateway.enforcement.WriteResult.Replaced;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.HeldResource;
import org.caregate.gateway.json.ScannedResource;
import org.caregate.gateway.structure.WrittenBody;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.Permit;
import org.caregate.policy.decision.WriteProof.Finding;
import org.caregate.protocol.fhir.FhirInteraction;
import org.jspecify.annotations.Nullable;

/** update (FHIR R4, "RESTful API", §3.1.0.4): tied to the stored version that was proved. */
final class UpdateInteraction extends WriteInteraction {
    UpdateInteraction(Steps steps) {
        super(steps);
    }

    @Override
    public Set<FhirInteraction> rows() {
        return Set.of(FhirInteraction.UPDATE);
    }

    @Override
    Check conditions(WriteConditions conditions) {
        return new Check.Passed(); // they are held against the stored version
    }

    @Override
    OfStored replaced(IncomingRequest incoming, Permit permit, AuditReceipt receipt, WriteConditions conditions)
            throws UpstreamException {
        FhirExchange exchange = incoming.exchange();
        UpstreamRequest read = UpstreamRequest.get("" + permit.request().reference(), exchange.id());
        try (UpstreamAnswer answer = steps().forwarder().forward(permit, receipt, read)) {
            if (answer.status() == 404 || answer.status() == 410) {
                return allowed(permit, null, conditions);
            }
            return switch (steps().stored().read(answer, permit, exchange.startedAt())) {
                case Refused refused -> refused;
                case StoredResource.Found(HeldResource held) -> allowed(permit, held.scanned(), conditions);
            };
        }
    }

    private OfStored allowed(Permit permit, @Nullable ScannedResource stored, WriteConditions conditions) {
        return switch (steps().proof().ofStored(permit, stored == null ? null : stored.facts())) {
            case Finding.Refused(DenyReason reason) -> Refused.of(reason);
            case Finding.Allowed(Set<String> patients) -> {
                if (stored != null && stored.version() == null) {
                    yield Refused.failed(Failure.UPSTREAM_UNUSABLE, "NO_VERSION");
                }
                yield conditions.hold(stored)
                        ? new Replaced(stored, patients)
                        : Refused.of(Failure.PRECONDITION_FAILED);
            }
        };
    }

    @Override
    UpstreamRequest write(IncomingRequest incoming, Permit permit, Replaced replaced, WrittenBody body) {
        ScannedResource stored = replaced.stored();
        return new UpstreamRequest(
                "PUT",
                "" + permit.request().reference(),
                incoming.exchange().id(),
                stored == null ? Map.of("If-None-Match", "*") : Map.of("If-Match", "W/\"" + stored.version() + "\""),
                "application/fhir+json",
                body.forUpstream());
    }
}
