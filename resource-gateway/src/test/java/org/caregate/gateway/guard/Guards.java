package org.caregate.gateway.guard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.caregate.gateway.json.FhirJson;
import org.caregate.gateway.json.References;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.compartment.Coding;
import org.caregate.policy.compartment.Reach;
import org.caregate.policy.compartment.Reach.PatientReach;
import org.caregate.policy.compartment.Release;
import org.caregate.policy.compartment.ReleaseProof;
import org.caregate.policy.decision.Obligations;
import org.caregate.protocol.fhir.SearchQuery;
import org.caregate.protocol.scope.FhirScope.Permission;

/** A guard, tokens, and what the guard says of a text. */
public final class Guards {
    public static final String OURS = "https://localhost:9443/fhir";
    static final String UPSTREAM = "http://127.0.0.1:8080/fhir";
    static final References REFERENCES = new References(URI.create(OURS), URI.create(UPSTREAM));
    static final ReleaseProof PROOF = new ReleaseProof(Set.of(OURS, UPSTREAM));
    static final FhirJson JSON = new FhirJson(64, 1 << 20);
    static final ResponseGuard GUARD = new ResponseGuard(JSON, REFERENCES, PROOF, new Bounds(1 << 20, 1 << 18, 400));

    static final SearchLinks LINKS = new SearchLinks() {
        @Override
        public String self() {
            return OURS + "/Observation?a=\"b\"";
        }

        @Override
        public String next(String upstreamAddress) {
            return OURS + "/Observation?_page=1";
        }
    };

    private static final Set<Permission> ALLOWED = Set.of(Permission.READ, Permission.SEARCH);

    private Guards() {}

    /** A token for every type of the records of p1. */
    public static Obligations onlyP1(Permission permission) {
        return obligations(permission, new Reach("*", ALLOWED, new PatientReach.Only(Set.of("p1")), null, null));
    }

    /** A token for one category of the observations of p1. */
    public static Obligations onlyVitalSignsOfP1(Permission permission) {
        Coding vitalSigns = new Coding("http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs");
        return obligations(
                permission, new Reach("Observation", ALLOWED, new PatientReach.Only(Set.of("p1")), vitalSigns, null));
    }

    /** A token for everything. */
    public static Obligations everything(Permission permission) {
        return obligations(permission, new Reach("*", ALLOWED, new PatientReach.Unrestricted(), null, null));
    }

    private static Obligations obligations(Permission permission, Reach reach) {
        return new Obligations(
                permission, List.of(reach), List.of(reach), SearchQuery.EMPTY, true, false, false, false);
    }

    /** The bytes of a read that may leave, or the reason why not. */
    public static Object read(String json, Obligations obligations) {
        return switch (hold(json.getBytes(StandardCharsets.UTF_8))) {
            case Holding.Unreadable unreadable -> Release.Reason.NOT_FHIR;
            case HeldResource held ->
                switch (GUARD.prove(held, obligations)) {
                    case ResponseGuard.Proof.Proven(ProvenPart part) ->
                        StandardCharsets.UTF_8.decode(part.bytes()).toString();
                    case ResponseGuard.Proof.Foreign(ForeignResource foreign) -> foreign.reason();
                };
        };
    }

    /** What is stored, of bytes that come whole. */
    static Holding hold(byte[] json) {
        try {
            return GUARD.hold(new ByteArrayInputStream(json));
        } catch (UpstreamException cutOff) {
            throw new AssertionError("nothing cuts off what is in memory", cutOff);
        }
    }

    /** Every part of a search result, in order. */
    static void search(
            byte[] bundle, Obligations obligations, Consumer<ForeignResource> heldBack, Consumer<ProvenPart> sink)
            throws UpstreamException {
        try (SearchResult result =
                GUARD.search(new ByteArrayInputStream(bundle), obligations, LINKS, Targets.NONE, heldBack)) {
            ProvenPart part;
            do {
                part = result.next();
                sink.accept(part);
            } while (!part.isLast());
        }
    }

    /** What became of a search result. */
    public record Searched(String bytes, List<ForeignResource> heldBack, boolean whole) {}

    public static Searched search(String bundle, Obligations obligations) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<ForeignResource> heldBack = new ArrayList<>();
        boolean whole = true;
        try {
            search(
                    bundle.getBytes(StandardCharsets.UTF_8),
                    obligations,
                    heldBack::add,
                    part -> out.writeBytes(bytes(part)));
        } catch (UpstreamException brokenOff) {
            whole = false;
        }
        return new Searched(out.toString(StandardCharsets.UTF_8), heldBack, whole);
    }

    static byte[] bytes(ProvenPart part) {
        byte[] bytes = new byte[part.bytes().remaining()];
        part.bytes().duplicate().get(bytes);
        return bytes;
    }
}
