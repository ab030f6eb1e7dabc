package org.caregate.gateway.enforcement;

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
import org.caregate.gateway.enforcement.Forwarding.Forwarded;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.HeldResource;
import org.caregate.gateway.guard.Holding;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.guard.ResponseGuard.Proof;
import org.caregate.gateway.json.References;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.protocol.fhir.FhirIds;
import org.caregate.protocol.fhir.FhirInteraction;
import org.caregate.protocol.fhir.ResourceRequest;
import org.jspecify.annotations.Nullable;

/** What the upstream answers to a write, proved like any read; what it stored and cannot prove raises the alarm. */
final class WriteAnswers {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([A-Za-z0-9\\-.]{1,64})\"");

    private final ResponseGuard guard;
    private final Recorder recorder;
    private final References references;
    private final int maxBytes;

    /**
     * Answers within this bound.
     *
     * @param maxBytes of one resource
     */
    WriteAnswers(ResponseGuard guard, Recorder recorder, References references, int maxBytes) {
        this.guard = guard;
        this.recorder = recorder;
        this.references = references;
        this.maxBytes = maxBytes;
    }

    /**
     * What was sent.
     *
     * @param patients whom the body and the version it replaces speak of
     * @param submitted the addresses in the form the caller gave them, by the form they were sent in
     */
    record Sent(Set<String> patients, Map<String, String> submitted) {}

    /** How the write ended. */
    ProvenAnswer prove(Forwarded forwarded, Sent sent) throws UpstreamException {
        UpstreamAnswer answer = forwarded.upstream();
        return switch (answer.status()) {
            case 200, 201, 204 -> written(forwarded, sent);
            case 404, 410 -> Refused.of(Failure.MISSING);
            case 409 -> Refused.of(Failure.CONFLICT);
            case 412 -> Refused.of(Failure.PRECONDITION_FAILED);
            case 422 -> Refused.of(Failure.UNPROCESSABLE);
            case 400, 405 -> Refused.of(Failure.UPSTREAM_REFUSED_REQUEST);
            default -> throw answer.unexpected(forwarded.incoming().exchange().startedAt());
        };
    }

    private ProvenAnswer written(Forwarded forwarded, Sent sent) {
        UpstreamAnswer answer = forwarded.upstream();
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Alarm alarm = new Alarm(forwarded.incoming(), sent, shown);
        try {
            if (!fits(answer.body(), shown)) {
                return alarm.raise(Failure.UPSTREAM_UNREADABLE, "TOO_LARGE");
            }
            if (shown.size() == 0) {
                return unshown(forwarded, sent);
            }
            return switch (guard.holdWritten(answer, shown.toByteArray(), sent.submitted())) {
                case Holding.Unreadable(String detail) -> alarm.raise(Failure.UPSTREAM_UNREADABLE, detail);
                case HeldResource held -> held(forwarded, sent, held, alarm);
            };
        } catch (UpstreamException unusable) {
            return alarm.raise(unusable.failure(), unusable.detail());
        }
    }

    private ProvenAnswer held(Forwarded forwarded, Sent sent, HeldResource written, Alarm alarm) {
        ResourceRequest request = forwarded.permit().request();
        int status = forwarded.upstream().status();
        if (isOutcome(written, request)) {
            return unshown(forwarded, sent);
        }
        if (!written.is(request.type(), request.id())) {
            return alarm.raise(Failure.UPSTREAM_UNUSABLE, "ANOTHER_RESOURCE");
        }
        Map<String, String> fields = new LinkedHashMap<>(
                VersionFields.of(written, forwarded.incoming().exchange().startedAt()));
        if (status == 201) {
            fields.put(
                    "Location", location(written.reference(), written.scanned().version()));
        }
        return switch (guard.prove(written, forwarded.permit().obligations())) {
            case Proof.Foreign(var foreign) ->
                alarm.raise(
                        Failure.UPSTREAM_UNUSABLE,
                        "WRITTEN_OUT_OF_REACH_" + foreign.reason().name());
            case Proof.Proven(var part) ->
                new ProvenAnswer.Resource(part, status == 204 ? 200 : status, fields, sent.patients());
        };
    }

    /** Whether the whole body is within the bound. */
    private boolean fits(InputStream body, ByteArrayOutputStream into) throws UpstreamException {
        byte[] buffer = new byte[8192];
        try {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                into.write(buffer, 0, n);
                if (into.size() > maxBytes) {
                    return false;
                }
            }
            return true;
        } catch (IOException cut) {
            throw UpstreamException.of(cut);
        }
    }

    /** An upstream may answer with what it thinks of the write instead of the resource; we cannot vouch for its words. */
    private static boolean isOutcome(HeldResource written, ResourceRequest request) {
        return written.type().equals("OperationOutcome") && !"OperationOutcome".equals(request.type());
    }

    /** 200 and 201 say that it was written, with or without the resource (FHIR R4, "RESTful API", §3.1.0.5.1). */
    private ProvenAnswer unshown(Forwarded forwarded, Sent sent) {
        ResourceRequest request = forwarded.permit().request();
        UpstreamAnswer answer = forwarded.upstream();
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
        Set<String> resources = place.id() == null ? Set.of() : Set.of(type + "/" + place.id());
        return new ProvenAnswer.Unshown(created ? 201 : 200, fields, sent.patients(), resources);
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
        String shown = segments.length == 4 && FhirIds.isId(segments[3]) ? segments[3] : version;
        return new Place(segments[1], shown);
    }

    private String location(String reference, @Nullable String version) {
        String location = references.ours(reference);
        return version == null ? location : location + "/_history/" + version;
    }

    /** It is stored, and what the answer shows is not what it may show: this has to be looked into. */
    private final class Alarm {
        private final IncomingRequest incoming;
        private final Sent sent;
        private final ByteArrayOutputStream shown;

        Alarm(IncomingRequest incoming, Sent sent, ByteArrayOutputStream shown) {
            this.incoming = incoming;
            this.sent = sent;
            this.shown = shown;
        }

        Refused raise(Failure failure, String reason) {
            Set<String> patients = new LinkedHashSet<>(sent.patients());
            patients.addAll(PatientsShown.in(shown.toByteArray()));
            recorder.alarmOfWrite(incoming, reason, patients);
            return Refused.failed(failure, reason).about(patients);
        }
    }
}
