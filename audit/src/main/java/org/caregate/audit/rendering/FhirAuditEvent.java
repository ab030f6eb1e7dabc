package org.caregate.audit.rendering;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.proof.Proof;
import org.jspecify.annotations.Nullable;

/**
 * An entry as FHIR R4 AuditEvents, by the patterns of IHE BALP 1.1.4: one for each patient.
 *
 * <p>A token is named by its {@code jti}, as BALP's Minimal pattern does. BALP's Opaque pattern records the last 32 characters of the
 * token, which is most of what is secret about it, and is never used.
 *
 * @see <a href="https://profiles.ihe.net/ITI/BALP/">IHE Basic Audit Log Patterns</a>
 * @see <a href="https://hl7.org/fhir/R4/auditevent.html">FHIR R4 AuditEvent</a>
 */
public final class FhirAuditEvent {
    static final String OWN_ACTIONS = "https://caregate.org/fhir/CodeSystem/audit-action";
    private static final String BALP = "https://profiles.ihe.net/ITI/BALP/";
    private static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";
    private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String IP_ADDRESS = "2"; // http://hl7.org/fhir/network-type
    private static final String URI = "5";
    private static final String PROOF = "https://caregate.org/fhir/CodeSystem/audit-proof";
    private static final String NOT_COMPLETED = "NOT_COMPLETED";

    private FhirAuditEvent() {}

    /**
     * The events of an entry, at least one.
     *
     * @param origin the log's name, for what recorded it
     */
    public static List<Map<String, Object>> of(FoundEntry found, String origin) {
        AuditEntry entry = found.entry();
        List<String> patients = entry.sensitive().patients();
        if (patients.size() < 2) {
            return List.of(
                    event(found, origin, entry.id().toString(), patients.isEmpty() ? null : patients.getFirst(), true));
        }
        List<Map<String, Object>> events = new ArrayList<>();
        for (String patient : patients) {
            events.add(event(found, origin, entry.id() + "-" + (events.size() + 1), patient, false));
        }
        return events;
    }

    private static Map<String, Object> event(
            FoundEntry found, String origin, String id, @Nullable String patient, boolean ofOnePatient) {
        AuditEntry entry = found.entry();
        AuditEventCode code = AuditEventCode.of(entry.action());
        return new Fields()
                .put("resourceType", "AuditEvent")
                .put("id", id)
                .put("meta", meta(found, patient))
                .put("type", coding(code.typeSystem(), code.type()))
                .put("subtype", subtypes(entry, code))
                .put("action", code.action())
                .put("recorded", entry.time().toString())
                .put("outcome", outcome(entry))
                .put("outcomeDesc", outcomeDesc(entry))
                .put("agent", agents(entry, code, origin))
                .put(
                        "source",
                        new Fields()
                                .put("observer", identified(origin))
                                .put("type", List.of(coding(TERMINOLOGY + "security-source-type", "4")))
                                .toMap())
                .putAll("entity", entities(entry, patient, ofOnePatient))
                .toMap();
    }

    /** A profile, and a tag for an event that nothing vouches for yet or at all. */
    private static @Nullable Map<String, Object> meta(FoundEntry found, @Nullable String patient) {
        String profile = found.unreadable() ? null : profile(found.entry(), patient);
        List<Map<String, Object>> tags = new ArrayList<>();
        if (found.proof() != Proof.PROVED) {
            tags.add(coding(PROOF, found.proof().word()));
        }
        if (found.unreadable()) {
            tags.add(coding(PROOF, "sealed_unreadable"));
        }
        if (profile == null && tags.isEmpty()) {
            return null;
        }
        return new Fields()
                .putAll("profile", profile == null ? List.of() : List.of(BALP + "StructureDefinition/" + profile))
                .putAll("tag", tags)
                .toMap();
    }

    /** The BALP profile that the event fulfils in full; they speak of what succeeded. */
    private static @Nullable String profile(AuditEntry entry, @Nullable String patient) {
        boolean told = entry.outcome() == Outcome.PERMITTED
                && (entry.phase() == Phase.RELEASE || entry.phase() == Phase.SINGLE)
                && entry.client() != null
                && entry.sensitive().sourceAddress() != null;
        boolean one = entry.sensitive().resources().size() == 1
                && entry.sensitive().patients().size() < 2;
        String kind = switch (entry.action()) {
            case RESOURCE_READ, RESOURCE_VREAD -> told && one ? "Read" : null;
            case RESOURCE_CREATE -> told && one ? "Create" : null;
            case RESOURCE_UPDATE -> told && one ? "Update" : null;
            case RESOURCE_SEARCH -> told && entry.sensitive().query() != null ? "Query" : null;
            default -> null;
        };
        return kind == null ? null : "IHE.BasicAudit." + (patient == null ? "" : "Patient") + kind;
    }

    private static List<Map<String, Object>> subtypes(AuditEntry entry, AuditEventCode code) {
        List<Map<String, Object>> subtypes = new ArrayList<>();
        if (code.subtype() != null) {
            subtypes.add(coding(code.subtypeSystem(), code.subtype()));
        }
        subtypes.add(coding(OWN_ACTIONS, entry.action().word()));
        return subtypes;
    }

    /** FHIR's scale: 0 success, 4 minor failure, 8 serious failure; absent while the end of a permitted attempt is unknown. */
    private static @Nullable String outcome(AuditEntry entry) {
        return switch (entry.outcome()) {
            case PERMITTED -> entry.phase() == Phase.ATTEMPT ? null : "0";
            case REFUSED -> "4";
            case FAILED -> "8";
        };
    }

    private static @Nullable String outcomeDesc(AuditEntry entry) {
        if (!entry.reason().isEmpty()) {
            return entry.reason();
        }
        return outcome(entry) == null ? NOT_COMPLETED : null;
    }

    private static List<Map<String, Object>> agents(AuditEntry entry, AuditEventCode code, String origin) {
        List<Map<String, Object>> agents = new ArrayList<>();
        String policy = entry.tokenId() == null ? null : "urn:ietf:params:oauth:jti:" + entry.tokenId();
        String client = entry.client();
        String address = entry.sensitive().sourceAddress();
        boolean person = entry.person() != null || entry.sensitive().userName() != null;
        if (client != null || address != null || !person) {
            agents.add(new Fields()
                    .put("type", concept(DICOM, code.clientRole()))
                    .put("who", identified(client == null ? "unidentified" : client))
                    .put("requestor", !person)
                    .put("policy", person || policy == null ? null : List.of(policy))
                    .put("network", address == null ? null : network(address, IP_ADDRESS))
                    .toMap());
        }
        String server = entry.audience() == null ? origin : entry.audience();
        agents.add(new Fields()
                .put("type", concept(DICOM, code.serverRole()))
                .put("who", identified(server))
                .put("requestor", false)
                .put("network", network(server, URI))
                .toMap());
        if (person) {
            agents.add(new Fields()
                    .put(
                            "type",
                            Map.of(
                                    "coding",
                                    List.of(
                                            coding(TERMINOLOGY + "v3-ParticipationType", "IRCP"),
                                            coding(BALP + "CodeSystem/UserAgentTypes", "UserOauthAgent"))))
                    .put("who", entry.person() == null ? null : identified(entry.person()))
                    .put("name", entry.sensitive().userName())
                    .put("requestor", true)
                    .put("policy", policy == null ? null : List.of(policy))
                    .toMap());
        }
        return agents;
    }

    private static List<Map<String, Object>> entities(
            AuditEntry entry, @Nullable String patient, boolean ofOnePatient) {
        List<Map<String, Object>> entities = new ArrayList<>();
        if (patient != null) {
            entities.add(new Fields()
                    .put("what", Map.of("reference", "Patient/" + patient))
                    .put("type", coding(TERMINOLOGY + "audit-entity-type", "1"))
                    .put("role", coding(TERMINOLOGY + "object-role", "1"))
                    .toMap());
        }
        boolean search = entry.action() == Action.RESOURCE_SEARCH; // BALP's Query has the query as its only object
        if (ofOnePatient
                && !search) { // of several patients, nothing says whose a resource is: an event tells its own patient's
            // reader of no other
            for (String resource : entry.sensitive().resources()) {
                entities.add(new Fields()
                        .put("what", Map.of("reference", resource))
                        .put("type", coding(TERMINOLOGY + "audit-entity-type", "2"))
                        .put("role", coding(TERMINOLOGY + "object-role", "4"))
                        .toMap());
            }
        }
        String query = entry.sensitive().query();
        if (query != null) {
            entities.add(new Fields()
                    .put("type", coding(TERMINOLOGY + "audit-entity-type", "2"))
                    .put("role", coding(TERMINOLOGY + "object-role", "24"))
                    .put("query", Base64.getEncoder().encodeToString(query.getBytes(StandardCharsets.UTF_8)))
                    .toMap());
        }
        entities.add(new Fields()
                .put("what", identified(entry.exchangeId()))
                .put("type", coding(BALP + "CodeSystem/BasicAuditEntityType", "XrequestId"))
                .putAll("detail", details(entry, ofOnePatient && search))
                .toMap());
        return entities;
    }

    private static List<Map<String, Object>> details(AuditEntry entry, boolean withResources) {
        List<Map<String, Object>> details = new ArrayList<>();
        if (withResources) {
            entry.sensitive().resources().forEach(resource -> detail(details, "released", resource));
        }
        detail(details, "phase", entry.phase().word());
        detail(details, "request", entry.requestLine());
        detail(details, "status", entry.httpStatus());
        detail(details, "scopes", entry.scopes());
        detail(details, "profile", entry.profile());
        detail(details, "grant", entry.grant());
        detail(details, "policy", entry.policyVersion());
        detail(details, "count", entry.count());
        entry.detail().forEach((name, value) -> detail(details, name, value));
        return details;
    }

    private static void detail(List<Map<String, Object>> details, String name, @Nullable Object value) {
        if (value != null) {
            details.add(new Fields()
                    .put("type", name)
                    .put("valueString", value.toString())
                    .toMap());
        }
    }

    private static Map<String, Object> network(String address, String type) {
        return new Fields().put("address", address).put("type", type).toMap();
    }

    private static Map<String, Object> identified(String value) {
        return Map.of("identifier", Map.of("value", value));
    }

    private static Map<String, Object> concept(String system, String code) {
        return Map.of("coding", List.of(coding(system, code)));
    }

    private static Map<String, Object> coding(String system, String code) {
        return new Fields().put("system", system).put("code", code).toMap();
    }
}
