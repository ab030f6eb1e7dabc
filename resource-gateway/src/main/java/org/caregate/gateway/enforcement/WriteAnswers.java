package org.caregate.gateway.enforcement;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caregate.audit.entry.Outcome;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.HeldResource;
import org.caregate.gateway.guard.ReleaseRefusedException;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.guard.ResponseGuard.Proof;
import org.caregate.gateway.json.References;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamClient;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.decision.Permit;
import org.caregate.protocol.fhir.FhirIds;
import org.caregate.protocol.fhir.FhirInteraction;
import org.caregate.protocol.fhir.ResourceRequest;
import org.jspecify.annotations.Nullable;

/** What the upstream answers to a write, proved like any read; what it stored and cannot prove raises the alarm. */
final class WriteAnswers {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([A-Za-z0-9\\-.]{1,64})\"");

    private final ResponseGuard guard;
    private final Enforcement enforcement;
    private final Recorder recorder;
    private final References references;
    private final int most;

    /**
     * Answers within this bound.
     *
     * @param most bytes of one resource
     */
    WriteAnswers(ResponseGuard guard, Enforcement enforcement, Recorder recorder, References references, int most) {
        this.guard = guard;
        this.enforcement = enforcement;
        this.recorder = recorder;
        this.references = references;
        this.most = most;
    }

    /** Tells the caller how the write ended; {@code patients} are those of the body and of the version it replaced. */
    void respond(Asked asked, Permit permit, Sent sent, UpstreamAnswer answer)
            throws RefusedException, ReleaseRefusedException, UpstreamException, IOException {
        int status = answer.status();
        switch (status) {
            case 200, 201, 204 -> {}
            case 404, 410 -> throw new RefusedException(Failure.MISSING);
            case 409 -> throw new RefusedException(Failure.CONFLICT);
            case 412 -> throw new RefusedException(Failure.PRECONDITION_FAILED);
            case 422 -> throw new RefusedException(Failure.UNPROCESSABLE);
            case 400, 405 -> throw new RefusedException(Failure.UPSTREAM_REFUSED_REQUEST);
            default -> throw answer.unexpected(asked.exchange().startedAt());
        }
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        HeldResource written;
        try {
            read(answer.body(), shown);
            written = shown.size() == 0 ? null : held(answer, shown.toByteArray(), sent);
        } catch (UpstreamException unusable) {
            throw stored(asked, sent, shown.toByteArray(), unusable.failure(), unusable.detail());
        }
        if (written == null || isOutcome(written, permit.request())) {
            withoutBody(asked, permit.request(), sent, answer);
            return;
        }
        if (!written.is(permit.request().type(), permit.request().id())) {
            throw stored(asked, sent, shown.toByteArray(), Failure.UPSTREAM_UNUSABLE, "ANOTHER_RESOURCE");
        }
        Map<String, String> fields =
                new LinkedHashMap<>(Reading.fields(written, asked.exchange().startedAt()));
        String version = written.scanned().version();
        if (status == 201) {
            fields.put("Location", location(written.reference(), version));
        }
        switch (guard.prove(written, permit.obligations())) {
            case Proof.Foreign(var foreign) ->
                throw stored(
                        asked,
                        sent,
                        shown.toByteArray(),
                        Failure.UPSTREAM_UNUSABLE,
                        "WRITTEN_OUT_OF_REACH_" + foreign.reason().name());
            case Proof.Proven(var part) -> {
                enforcement.release(asked, part, false, status == 204 ? 200 : status, fields);
                recorder.completed(asked, Outcome.PERMITTED, "", status, 1, sent.patients());
            }
        }
    }

    /**
     * What was sent.
     *
     * @param patients whom the body and the version it replaces speak of
     * @param submitted the addresses in the form the caller gave them, by the form they were sent in
     */
    record Sent(Set<String> patients, Map<String, String> submitted) {}

    private HeldResource held(UpstreamAnswer answer, byte[] body, Sent sent) throws UpstreamException {
        answer.demandFhirJson();
        return guard.holdWritten(new ByteArrayInputStream(body), sent.submitted());
    }

    private void read(InputStream body, ByteArrayOutputStream into) throws UpstreamException {
        byte[] buffer = new byte[8192];
        try {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                into.write(buffer, 0, n);
                if (into.size() > most) {
                    throw new UpstreamException(Failure.UPSTREAM_UNREADABLE, "TOO_LARGE");
                }
            }
        } catch (IOException cut) {
            throw UpstreamClient.unusable(cut);
        }
    }

    /** An upstream may answer with what it thinks of the write instead of the resource; its words are not ours to vouch for. */
    private static boolean isOutcome(HeldResource written, ResourceRequest request) {
        return written.type().equals("OperationOutcome") && !"OperationOutcome".equals(request.type());
    }

    /** 200 and 201 say that it was written, with or without the resource (FHIR R4, "RESTful API", §3.1.0.5.1). */
    private void withoutBody(Asked asked, ResourceRequest request, Sent sent, UpstreamAnswer answer)
            throws ReleaseRefusedException, IOException {
        String type = "" + request.type();
        Place place = place(answer, type, request.id());
        boolean created =
                answer.status() == 201 || (answer.status() == 204 && request.interaction() == FhirInteraction.CREATE);
        Map<String, String> fields = new HashMap<>();
        if (place.version() != null) {
            fields.put("ETag", "W/\"" + place.version() + "\"");
        }
        if (created && place.id() != null) {
            fields.put("Location", location(type + "/" + place.id(), place.version()));
        }
        int status = created ? 201 : 200;
        Set<String> resources = place.id() == null ? Set.of() : Set.of(type + "/" + place.id());
        enforcement.confirm(asked, sent.patients(), resources, status, fields);
        recorder.completed(asked, Outcome.PERMITTED, "", status, 1, sent.patients());
    }

    private record Place(@Nullable String id, @Nullable String version) {}

    /** Where the upstream says it is: from {@code Location} and {@code ETag}, as far as they fit the request. */
    private Place place(UpstreamAnswer answer, String type, @Nullable String requested) {
        String tag = answer.field("ETag");
        Matcher weak = TAG.matcher(tag == null ? "" : tag.strip());
        String version = weak.matches() ? weak.group(1) : null;
        String location = answer.field("Location");
        String[] segments = location == null
                ? new String[0]
                : references.relative(location.strip()).split("/", -1);
        boolean fits = (segments.length == 2 || (segments.length == 4 && segments[2].equals("_history")))
                && segments[0].equals(type)
                && FhirIds.isId(segments[1])
                && (requested == null || requested.equals(segments[1]));
        if (!fits) {
            return new Place(requested, version);
        }
        String said = segments.length == 4 && FhirIds.isId(segments[3]) ? segments[3] : version;
        return new Place(segments[1], said);
    }

    private String location(String reference, @Nullable String version) {
        String location = references.ours(reference);
        return version == null ? location : location + "/_history/" + version;
    }

    /** It is stored, and what the answer shows is not what may be: somebody has to look. */
    private RefusedException stored(Asked asked, Sent sent, byte[] shown, Failure failure, String reason) {
        Set<String> patients = new LinkedHashSet<>(sent.patients());
        patients.addAll(PatientsShown.in(shown));
        recorder.alarmOfWrite(asked, reason, patients);
        return new RefusedException(failure, reason, true, patients);
    }
}
