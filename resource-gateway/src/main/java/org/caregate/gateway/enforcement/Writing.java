package org.caregate.gateway.enforcement;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.entry.Outcome;
import org.caregate.gateway.error.Denied;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.HeldResource;
import org.caregate.gateway.guard.ReleaseRefusedException;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.guard.ResponseGuard.Proof;
import org.caregate.gateway.json.MalformedResourceException;
import org.caregate.gateway.json.References;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamClient;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.Permit;
import org.caregate.policy.decision.WriteProof;
import org.caregate.policy.decision.WriteProof.Finding;
import org.caregate.protocol.fhir.Interaction;
import org.caregate.protocol.fhir.ResourceRequest;
import org.jspecify.annotations.Nullable;

/**
 * create and update (FHIR R4, "RESTful API", §3.1.0.8, §3.1.0.4): the body and the stored version are proved before anything is
 * forwarded, and the write holds only for the version that was proved.
 */
final class Writing implements PermittedInteraction {
    private final UpstreamClient upstream;
    private final ResponseGuard guard;
    private final StoredResources stored;
    private final WriteProof proof;
    private final Enforcement enforcement;
    private final Recorder recorder;
    private final References references;

    Writing(
            UpstreamClient upstream,
            ResponseGuard guard,
            WriteProof proof,
            Enforcement enforcement,
            Recorder recorder,
            References references) {
        this.upstream = upstream;
        this.guard = guard;
        this.stored = new StoredResources(guard);
        this.proof = proof;
        this.enforcement = enforcement;
        this.recorder = recorder;
        this.references = references;
    }

    @Override
    public void carryOut(Asked asked, Permit permit, long decidedOn)
            throws RefusedException, ReleaseRefusedException, UpstreamException, IOException {
        HeldResource body;
        Set<String> patients;
        try {
            body = body(asked.exchange());
            patients = allowed(proof.ofBody(permit, body.scanned().facts()));
        } catch (RefusedException refused) {
            enforcement.refuseUnattempted(asked, permit, refused);
            return;
        }
        ResourceRequest request = permit.request();
        AuditReceipt receipt = recorder.attempt(asked, permit.policyVersion(), patients, false)
                .await(); // durable before anything is forwarded
        Permit standing = enforcement.standing(asked, permit, decidedOn, receipt);
        if (standing != permit) {
            allowed(proof.ofBody(standing, body.scanned().facts()));
        }
        UpstreamRequest write = new UpstreamRequest(
                        request.interaction() == Interaction.CREATE ? "POST" : "PUT",
                        request.interaction() == Interaction.CREATE ? "" + request.type() : "" + request.reference(),
                        asked.exchange().id(),
                        request.interaction() == Interaction.CREATE ? Map.of() : condition(asked, standing),
                        "application/fhir+json",
                        body.forUpstream())
                .with("Prefer", "return=representation");
        enforcement.demandStanding(asked); // also after the stored version was fetched
        try (UpstreamAnswer answer = upstream.send(write)) {
            respond(asked, standing, answer);
        }
    }

    private HeldResource body(Exchange exchange) throws RefusedException {
        try {
            return guard.holdBody(exchange.body());
        } catch (MalformedResourceException e) {
            throw new RefusedException(Failure.BODY_UNREADABLE);
        }
    }

    /** The patients of a side of the write that may be. */
    private static Set<String> allowed(Finding finding) throws RefusedException {
        return switch (finding) {
            case Finding.Allowed(Set<String> patients) -> patients;
            case Finding.Refused(DenyReason reason) -> throw new RefusedException(new Denied(reason));
        };
    }

    /** The condition that ties the write to the version that was proved, or to the caller's own. */
    private Map<String, String> condition(Asked asked, Permit permit) throws RefusedException, UpstreamException {
        String wanted = ifMatch(asked.exchange().fields("If-Match"));
        if (!permit.obligations().proveStored()) {
            return wanted == null ? Map.of() : Map.of("If-Match", etag(wanted));
        }
        UpstreamRequest read = UpstreamRequest.get(
                "" + permit.request().reference(), asked.exchange().id());
        try (UpstreamAnswer answer = upstream.send(read)) {
            if (answer.status() == 404 || answer.status() == 410) {
                allowed(proof.ofStored(permit, null));
                if (wanted != null) {
                    throw new RefusedException(Failure.MISSING);
                }
                return Map.of("If-None-Match", "*");
            }
            HeldResource replaced = stored.read(answer, permit, asked.exchange().startedAt());
            allowed(proof.ofStored(permit, replaced.scanned().facts()));
            String version = replaced.scanned().version();
            if (version == null) {
                throw new UpstreamException(Failure.UPSTREAM_UNUSABLE, "NO_VERSION");
            }
            if (wanted != null && !wanted.equals(version)) {
                throw new RefusedException(Failure.PRECONDITION_FAILED);
            }
            return Map.of("If-Match", etag(version));
        }
    }

    private static @Nullable String ifMatch(List<String> fields) throws RefusedException {
        if (fields.isEmpty()) {
            return null;
        }
        String value = fields.getFirst().strip();
        String tag = value.startsWith("W/") ? value.substring(2) : value;
        if (fields.size() > 1 || !tag.matches("\"[A-Za-z0-9.-]{1,64}\"")) {
            throw new RefusedException(Failure.PRECONDITION_FAILED, "IF_MATCH_NOT_UNDERSTOOD");
        }
        return tag.substring(1, tag.length() - 1);
    }

    private static String etag(String version) {
        return "W/\"" + version + "\"";
    }

    private void respond(Asked asked, Permit permit, UpstreamAnswer answer)
            throws RefusedException, ReleaseRefusedException, UpstreamException, IOException {
        int status = answer.status();
        switch (status) {
            case 200, 201 -> {}
            case 404, 410 -> throw new RefusedException(Failure.MISSING);
            case 409 -> throw new RefusedException(Failure.CONFLICT);
            case 412 -> throw new RefusedException(Failure.PRECONDITION_FAILED);
            case 422 -> throw new RefusedException(Failure.UNPROCESSABLE);
            case 400, 405 -> throw new RefusedException(Failure.UPSTREAM_REFUSED_REQUEST);
            default -> throw answer.unexpected(asked.exchange().startedAt());
        }
        answer.demandFhirJson();
        HeldResource written = guard.hold(answer.body());
        if (!written.is(permit.request().type(), permit.request().id())) {
            throw new UpstreamException(Failure.UPSTREAM_UNUSABLE, "ANOTHER_RESOURCE");
        }
        Map<String, String> fields =
                new LinkedHashMap<>(Reading.fields(written, asked.exchange().startedAt()));
        String version = written.scanned().version();
        if (status == 201) {
            String location = references.ours(written.reference());
            fields.put("Location", version == null ? location : location + "/_history/" + version);
        }
        switch (guard.prove(written, permit.obligations())) {
            case Proof.Foreign(var foreign) ->
                throw new UpstreamException(
                        Failure.UPSTREAM_UNUSABLE,
                        "WRITTEN_OUT_OF_REACH_" + foreign.reason().name());
            case Proof.Proven(var part) -> {
                enforcement.release(asked, part, false, status, fields);
                recorder.completed(asked, Outcome.PERMITTED, "", status, 1);
            }
        }
    }
}
