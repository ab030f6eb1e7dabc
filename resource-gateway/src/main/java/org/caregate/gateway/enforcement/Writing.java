package org.caregate.gateway.enforcement;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.caregate.audit.AuditReceipt;
import org.caregate.gateway.enforcement.WriteAnswers.Sent;
import org.caregate.gateway.error.Denied;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.error.InvalidBody;
import org.caregate.gateway.guard.ReleaseRefusedException;
import org.caregate.gateway.json.MalformedResourceException;
import org.caregate.gateway.json.ScannedResource;
import org.caregate.gateway.structure.BodyReader;
import org.caregate.gateway.structure.InvalidBodyException;
import org.caregate.gateway.structure.WrittenBody;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamClient;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.Permit;
import org.caregate.policy.decision.ReferenceProof.Finding;
import org.caregate.policy.decision.WriteProof;
import org.caregate.protocol.fhir.FhirInteraction;
import org.caregate.protocol.fhir.ResourceRequest;
import org.jspecify.annotations.Nullable;

/**
 * create and update (FHIR R4, "RESTful API", §3.1.0.8, §3.1.0.4): the body is held against FHIR's own structure, body, references
 * and stored version are proved before anything is forwarded, and the write holds only for the version that was proved.
 */
final class Writing implements PermittedInteraction {
    private final UpstreamClient upstream;
    private final BodyReader bodies;
    private final StoredResources stored;
    private final WriteProof proof;
    private final ReferencedRecords referenced;
    private final Enforcement enforcement;
    private final Recorder recorder;
    private final WriteAnswers answers;

    Writing(
            UpstreamClient upstream,
            BodyReader bodies,
            StoredResources stored,
            WriteProof proof,
            ReferencedRecords referenced,
            Enforcement enforcement,
            Recorder recorder,
            WriteAnswers answers) {
        this.upstream = upstream;
        this.bodies = bodies;
        this.stored = stored;
        this.proof = proof;
        this.referenced = referenced;
        this.enforcement = enforcement;
        this.recorder = recorder;
        this.answers = answers;
    }

    /** The version that an update replaces; null when there is none. */
    private record Replaced(@Nullable ScannedResource stored, Set<String> patients) {}

    /** What the request alone says. */
    private record Wanted(WrittenBody body, WriteConditions conditions) {}

    /** What was proved of it under one permit. */
    private record Proved(Set<String> patients, Map<Finding.Lookup, String> lookups) {}

    @Override
    public void carryOut(Asked asked, Permit permit, long decidedOn)
            throws RefusedException, ReleaseRefusedException, UpstreamException, IOException {
        Wanted wanted;
        Proved proved;
        try {
            wanted = wanted(asked.exchange(), permit);
            proved = prove(permit, wanted.body());
        } catch (RefusedException refused) {
            enforcement.refuseUnattempted(asked, permit, refused);
            return;
        }
        ResourceRequest request = permit.request();
        AuditReceipt receipt = recorder.attempt(asked, permit.policyVersion(), proved.patients(), false)
                .await(); // durable before anything is forwarded
        Permit standing = enforcement.standing(asked, permit, decidedOn, receipt);
        if (standing != permit) {
            proved = prove(standing, wanted.body());
        }
        boolean create = request.interaction() == FhirInteraction.CREATE;
        Replaced replaced = create ? new Replaced(null, Set.of()) : replaced(asked, standing, wanted);
        Set<String> patients = new HashSet<>(proved.patients());
        patients.addAll(replaced.patients());
        if (replaced.stored() != null
                && proof.moves(replaced.stored().facts(), wanted.body().facts())) {
            throw new RefusedException(Failure.RECORD_WOULD_MOVE, Failure.RECORD_WOULD_MOVE.reason(), false, patients);
        }
        referenced.demand(asked, standing, proved.lookups());
        UpstreamRequest write = new UpstreamRequest(
                        create ? "POST" : "PUT",
                        create ? "" + request.type() : "" + request.reference(),
                        asked.exchange().id(),
                        create ? Map.of() : condition(replaced.stored()),
                        "application/fhir+json",
                        wanted.body().forUpstream())
                .with("Prefer", "return=representation");
        enforcement.demandStanding(asked); // also after the upstream was asked
        try (UpstreamAnswer answer = upstream.send(write)) {
            answers.respond(asked, standing, new Sent(patients, wanted.body().submitted()), answer);
        }
    }

    private Wanted wanted(Exchange exchange, Permit permit) throws RefusedException {
        WriteConditions conditions = WriteConditions.of(exchange);
        if (permit.request().interaction() == FhirInteraction.CREATE && !conditions.isEmpty()) {
            throw new RefusedException(Failure.CONDITION_ON_CREATE);
        }
        try {
            return new Wanted(bodies.read(exchange.body()), conditions);
        } catch (MalformedResourceException e) {
            throw new RefusedException(Failure.BODY_UNREADABLE);
        } catch (InvalidBodyException e) {
            throw new RefusedException(new InvalidBody(e.defect(), e.path()));
        }
    }

    private Proved prove(Permit permit, WrittenBody body) throws RefusedException {
        return new Proved(allowed(proof.ofBody(permit, body.facts())), referenced.lookups(permit, body));
    }

    /** The patients of a side of the write that may be. */
    private static Set<String> allowed(WriteProof.Finding finding) throws RefusedException {
        return switch (finding) {
            case WriteProof.Finding.Allowed(Set<String> patients) -> patients;
            case WriteProof.Finding.Refused(DenyReason reason) -> throw new RefusedException(new Denied(reason));
        };
    }

    /** Proves the version that an update replaces, and the caller's conditions on it. */
    private Replaced replaced(Asked asked, Permit permit, Wanted wanted) throws RefusedException, UpstreamException {
        UpstreamRequest read = UpstreamRequest.get(
                "" + permit.request().reference(), asked.exchange().id());
        try (UpstreamAnswer answer = upstream.send(read)) {
            if (answer.status() == 404 || answer.status() == 410) {
                allowed(proof.ofStored(permit, null));
                demand(wanted.conditions().hold(null));
                return new Replaced(null, Set.of());
            }
            ScannedResource before =
                    stored.read(answer, permit, asked.exchange().startedAt()).scanned();
            Set<String> patients = allowed(proof.ofStored(permit, before.facts()));
            if (before.version() == null) {
                throw new UpstreamException(Failure.UPSTREAM_UNUSABLE, "NO_VERSION");
            }
            demand(wanted.conditions().hold(before));
            return new Replaced(before, patients);
        }
    }

    private static void demand(boolean conditionsHold) throws RefusedException {
        if (!conditionsHold) {
            throw new RefusedException(Failure.PRECONDITION_FAILED);
        }
    }

    /** The condition that ties the write to the version that was proved. */
    private static Map<String, String> condition(@Nullable ScannedResource stored) {
        return stored == null ? Map.of("If-None-Match", "*") : Map.of("If-Match", "W/\"" + stored.version() + "\"");
    }
}
