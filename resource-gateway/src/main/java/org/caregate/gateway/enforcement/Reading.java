package org.caregate.gateway.enforcement;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.caregate.audit.PromisedReceipt;
import org.caregate.audit.entry.Outcome;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.HeldResource;
import org.caregate.gateway.guard.ReleaseRefusedException;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamClient;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;
import org.caregate.policy.compartment.CompartmentPaths;
import org.caregate.policy.compartment.Reach;
import org.caregate.policy.compartment.Reach.PatientReach;
import org.caregate.policy.decision.Obligations;
import org.caregate.policy.decision.Permit;
import org.caregate.protocol.fhir.ResourceRequest;
import org.jspecify.annotations.Nullable;

/** read and vread (FHIR R4, "RESTful API", §3.1.0.2, §3.1.0.3): the entry is written while the upstream works. */
final class Reading implements PermittedInteraction {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final UpstreamClient upstream;
    private final ResponseGuard guard;
    private final StoredResources stored;
    private final Enforcement enforcement;
    private final Recorder recorder;

    Reading(UpstreamClient upstream, ResponseGuard guard, Enforcement enforcement, Recorder recorder) {
        this.upstream = upstream;
        this.guard = guard;
        this.stored = new StoredResources(guard);
        this.enforcement = enforcement;
        this.recorder = recorder;
    }

    @Override
    public void carryOut(Asked asked, Permit permit, long decidedOn)
            throws RefusedException, ReleaseRefusedException, UpstreamException, IOException {
        ResourceRequest request = permit.request();
        Set<String> patients = patientsKnown(request, permit.obligations());
        boolean single = !patients.isEmpty();
        Set<String> resources = Set.of("" + request.reference());
        PromisedReceipt promised = recorder.attempt(asked, permit.policyVersion(), patients, single);
        try (UpstreamAnswer answer = sendMeanwhile(request(asked, permit), promised)) {
            Permit standing = enforcement.standing(asked, permit, decidedOn, promised.await());
            HeldResource held = stored.read(answer, standing, asked.exchange().startedAt());
            switch (guard.prove(held, standing.obligations(), new StoredTargets(upstream, guard, asked))) {
                case ResponseGuard.Proof.Foreign(var foreign) ->
                    throw new RefusedException(
                            Failure.MISSING, "OUT_OF_REACH_" + foreign.reason().name());
                case ResponseGuard.Proof.Proven(var part) -> {
                    boolean recorded =
                            single && patients.containsAll(part.patients()) && resources.containsAll(part.resources());
                    enforcement.release(
                            asked,
                            part,
                            recorded,
                            200,
                            fields(held, asked.exchange().startedAt()));
                    if (!recorded) { // else one entry has said all, unless something follows that says otherwise
                        recorder.completed(asked, Outcome.PERMITTED, "", 200, 1);
                    }
                }
            }
        }
    }

    /** The upstream call may overlap the entry; but no answer, not even a refusal, is given before the entry is durable. */
    private UpstreamAnswer sendMeanwhile(UpstreamRequest request, PromisedReceipt promised) throws UpstreamException {
        try {
            return upstream.send(request);
        } catch (UpstreamException e) {
            promised.await();
            throw e;
        }
    }

    private static UpstreamRequest request(Asked asked, Permit permit) {
        ResourceRequest request = permit.request();
        String query = permit.obligations().query().encoded();
        String path = request.reference() + (request.version() == null ? "" : "/_history/" + request.version());
        return UpstreamRequest.get(
                path + (query.isEmpty() ? "" : "?" + query), asked.exchange().id());
    }

    /**
     * ETag and Last-Modified (RFC 9110 §8.8) from what was proved, not from what the upstream's fields say. A time that is still to
     * come is not told (§8.8.2.1).
     */
    static Map<String, String> fields(HeldResource held, Instant now) {
        Map<String, String> fields = new LinkedHashMap<>();
        String version = held.scanned().version();
        if (version != null) {
            fields.put("ETag", "W/\"" + version + "\"");
        }
        Instant lastUpdated = instant(held.scanned().lastUpdated());
        if (lastUpdated != null && !lastUpdated.isAfter(now)) {
            fields.put("Last-Modified", HTTP_DATE.format(lastUpdated));
        }
        return fields;
    }

    /** FHIR's instant; null when there is none, or something else. */
    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException other) {
            return null;
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
