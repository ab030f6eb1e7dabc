package org.caregate.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.caregate.policy.compartment.BodyReference;
import org.caregate.policy.compartment.Coding;
import org.caregate.policy.compartment.CompartmentPaths;
import org.caregate.policy.compartment.CompartmentReference;
import org.caregate.policy.compartment.Release;
import org.caregate.policy.compartment.ReleaseProof;
import org.caregate.policy.compartment.ResourceFacts;
import org.caregate.policy.decision.Facts.ClientFact;
import org.caregate.policy.decision.Facts.GrantFact;
import org.caregate.policy.decision.Facts.PersonFact;
import org.caregate.policy.decision.Facts.RevocationFact;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.fhir.FhirHttpRequest;
import org.caregate.protocol.fhir.FhirInteraction;
import org.caregate.protocol.fhir.FhirRequestParser;
import org.caregate.protocol.fhir.ParsedRequest;
import org.caregate.protocol.scope.ScopeParse.Parsed;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/**
 * One row of a decision table: who asks what under which facts, and the answer. What a row does not say is as in the plainest
 * permitted case: a patient's app with the patient in context.
 */
record DecisionRow(String file, Map<String, Object> cells) {
    static final String BASE = "https://api.example.org/fhir";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Set<String> BASES = Set.of(BASE, "http://upstream.internal/fhir/");

    String name() {
        return Objects.requireNonNull((String) cells.get("name"), "a row without a name");
    }

    Map<String, Object> expected() {
        return section("expect");
    }

    ParsedRequest request() {
        String line = (String) Objects.requireNonNull(cells.get("request"));
        String[] words = line.split(" ", 2);
        int question = words[1].indexOf('?');
        return FhirRequestParser.parse(new FhirHttpRequest(
                words[0],
                question < 0 ? words[1] : words[1].substring(0, question),
                question < 0 ? null : words[1].substring(question + 1),
                text(section("headers"), "content-type", "application/fhir+json"),
                text(section("headers"), "accept", null),
                section("headers").containsKey("if-none-exist"),
                (String) cells.get("form")));
    }

    Caller caller() {
        if (cells.get("caller") instanceof String reason) {
            return new Unauthenticated(DenyReason.valueOf(reason));
        }
        Map<String, Object> token = section("token");
        boolean system = Boolean.TRUE.equals(token.get("system"));
        String grant = text(token, "grant", "g1");
        Parsed scopes = (Parsed) ScopeParser.parse(Objects.requireNonNull(text(token, "scope", "")));
        return new TestAuthentication()
                .as(new TokenClaims(
                        "jti",
                        new TokenClaims.Holder(
                                new ClientId("app"),
                                system ? null : new PersonId("person"),
                                system || grant == null || grant.equals("none") ? null : new GrantId(grant),
                                "SmartApp2026"),
                        scopes.scopes(),
                        Objects.requireNonNull(text(token, "audience", BASE)),
                        NOW.minusSeconds(100),
                        NOW.plusSeconds(((Integer) token.getOrDefault("expiresIn", 200))),
                        ((Integer) token.getOrDefault("rv", 5))));
    }

    Facts facts() {
        Map<String, Object> revocation = section("revocation");
        Map<String, Object> grant = section("grant");
        Map<String, Object> person = section("person");
        return new Facts(
                NOW,
                missing("revocation")
                        ? null
                        : new RevocationFact(
                                flag(revocation, "fresh", true), flag(revocation, "revoked", false), ((Integer)
                                        revocation.getOrDefault("version", 7))),
                missing("client") ? null : new ClientFact(flag(section("client"), "enabled", true)),
                missing("grant")
                        ? null
                        : new GrantFact(
                                flag(grant, "live", true),
                                grant.containsKey("patient") ? text(grant, "patient", null) : "p1",
                                text(grant, "fhirUser", null)),
                missing("person")
                        ? null
                        : new PersonFact(
                                flag(person, "enabled", true),
                                strings(person, "roles", Set.of("patient")),
                                strings(person, "patients", Set.of("p1"))));
    }

    /** The outcome in the words of the table, empty where the row expects nothing of the kind. */
    String outcome(PolicyDecisionPoint pdp) {
        Decision decision = pdp.decide(request(), caller(), facts());
        assertThat(decision.policyVersion()).isNotEmpty();
        return switch (decision) {
            case Deny deny -> deny.reason() + (deny.requiredScope().isEmpty() ? "" : " " + deny.requiredScope());
            case Permit permit -> permitted(permit);
        };
    }

    String expectedOutcome() {
        Map<String, Object> expect = expected();
        if (expect.get("deny") instanceof String reason) {
            return reason + (expect.containsKey("scope") ? " " + expect.get("scope") : "");
        }
        List<String> words = new ArrayList<>(List.of("permit"));
        for (String key :
                List.of("query", "restricted", "createByUpdate", "release", "body", "stored", "refers", "referred")) {
            if (expect.containsKey(key)) {
                words.add(key + "=" + expect.get(key));
            }
        }
        return String.join(" ", words);
    }

    private String permitted(Permit permit) {
        assertThat(permit.request()).isEqualTo(request());
        Obligations duties = permit.obligations();
        FhirInteraction interaction = permit.request().interaction();
        assertThat(duties.reaches()).allMatch(reach -> reach.permissions().contains(duties.permission()));
        assertThat(duties.proveBody())
                .isEqualTo(interaction == FhirInteraction.CREATE || interaction == FhirInteraction.UPDATE);
        assertThat(duties.proveStored()).isEqualTo(interaction == FhirInteraction.UPDATE);
        ReleaseProof proof = new ReleaseProof(BASES);
        List<String> words = new ArrayList<>(List.of("permit"));
        Map<String, Object> expect = expected();
        if (expect.containsKey("query")) {
            words.add("query="
                    + duties.query().parameters().stream()
                            .map(p -> p.key() + "=" + p.value())
                            .collect(Collectors.joining("&")));
        }
        if (expect.containsKey("restricted")) {
            words.add("restricted=" + duties.restricted());
        }
        if (expect.containsKey("createByUpdate")) {
            words.add("createByUpdate=" + duties.mayCreateByUpdate());
        }
        if (expect.containsKey("release")) {
            words.add("release="
                    + switch (proof.check(resource("resource"), duties.permission(), duties.reaches())) {
                        case Release.Proven(Set<String> patients) ->
                            patients.stream().sorted().toList();
                        case Release.Foreign(Release.Reason reason) -> reason;
                        case Release.DependsOnTargets depends ->
                            "depends on " + depends.targets().stream().sorted().toList();
                    });
        }
        WriteProof write = new WriteProof(proof);
        if (expect.containsKey("body")) {
            words.add("body=" + word(write.ofBody(permit, resource("resource"))));
        }
        if (expect.containsKey("stored")) {
            words.add("stored="
                    + word(write.ofStored(permit, cells.containsKey("current") ? resource("current") : null)));
        }
        ReferenceProof ofReferences = new ReferenceProof(proof, BASES);
        if (expect.containsKey("refers")) {
            words.add("refers=" + word(ofReferences.of(permit, bodyReference(), Map.of("c", "Practitioner"))));
        }
        if (expect.containsKey("referred")) {
            words.add("referred=" + ofReferences.reaches(permit, resource("referred")));
        }
        return String.join(" ", words);
    }

    /** A reference somewhere in the body, which contains a Practitioner {@code c}. */
    private BodyReference bodyReference() {
        Map<String, Object> refers = section("refers");
        return new BodyReference(
                text(refers, "reference", null),
                text(refers, "type", null),
                flag(refers, "identifier", false),
                flag(refers, "impersonal", false));
    }

    private static String word(ReferenceProof.Finding finding) {
        return switch (finding) {
            case ReferenceProof.Finding.Allowed() -> "ok";
            case ReferenceProof.Finding.Lookup lookup -> "lookup " + lookup.address();
            case ReferenceProof.Finding.Refused(DenyReason reason) -> reason.name();
        };
    }

    private static String word(WriteProof.Finding finding) {
        return switch (finding) {
            case WriteProof.Finding.Allowed allowed -> "ok";
            case WriteProof.Finding.Refused(DenyReason reason) -> reason.name();
        };
    }

    private ResourceFacts resource(String cell) {
        return resource(section(cell), "Observation");
    }

    /** The first reference stands where the type names its owner, unless it says {@code at}; the others where it names another. */
    private static ResourceFacts resource(Map<String, Object> resource, String otherwise) {
        String type = Objects.requireNonNull(text(resource, "type", otherwise));
        List<CompartmentReference> references = new ArrayList<>();
        for (Object reference : (List<?>) resource.getOrDefault("references", List.of())) {
            boolean first = references.isEmpty();
            if (reference instanceof Map<?, ?> map) {
                List<String> path = map.containsKey("at") ? List.of((String) map.get("at")) : path(type, first);
                references.add(
                        map.containsKey("unreadable")
                                ? new CompartmentReference.Unreadable(path)
                                : new CompartmentReference.Understood(
                                        path,
                                        (String) map.get("reference"),
                                        (String) map.get("type"),
                                        map.containsKey("identifier")));
            } else {
                references.add(CompartmentReference.to(path(type, first), (String) reference));
            }
        }
        List<ResourceFacts> contained = new ArrayList<>();
        section(resource, "contained").forEach((id, inner) -> contained.add(contained(id, inner)));
        return new ResourceFacts(
                type,
                text(resource, "id", null),
                references,
                strings(resource, "categories", Set.of()).stream()
                        .map(token -> Coding.parse(token).orElseThrow())
                        .collect(Collectors.toSet()),
                contained);
    }

    @SuppressWarnings("unchecked")
    private static ResourceFacts contained(String id, Object inner) {
        Map<String, Object> cells =
                new HashMap<>(inner instanceof String type ? Map.of("type", type) : (Map<String, Object>) inner);
        cells.put("id", id);
        return resource(cells, "Observation");
    }

    private static List<String> path(String type, boolean owner) {
        return CompartmentPaths.forType(type).stream()
                .filter(path -> CompartmentPaths.isOwner(type, path) == owner)
                .findFirst()
                .orElse(List.of(owner ? "target" : "performer"));
    }

    private boolean missing(String fact) {
        return cells.containsKey(fact) && cells.get(fact) == null;
    }

    private Map<String, Object> section(String key) {
        return section(cells, key);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(Map<String, Object> map, String key) {
        Object section = map.get(key);
        return section == null ? Map.of() : (Map<String, Object>) section;
    }

    private static @Nullable String text(Map<String, Object> map, String key, @Nullable String otherwise) {
        return map.containsKey(key) ? (String) map.get(key) : otherwise;
    }

    private static boolean flag(Map<String, Object> map, String key, boolean otherwise) {
        return map.get(key) instanceof Boolean flag ? flag : otherwise;
    }

    private static Set<String> strings(Map<String, Object> map, String key, Set<String> otherwise) {
        return map.get(key) instanceof List<?> list
                ? list.stream().map(String.class::cast).collect(Collectors.toSet())
                : otherwise;
    }
}
