package org.caregate.policy.compartment;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a resource says whose it is: the Patient compartment of FHIR R4, with two changes.
 *
 * <p>{@code Patient.link} makes no member: a linked Patient is another record until someone decides that they are one. {@code
 * Device.patient} makes one: R4 left Device out, US Core's implantable devices are the patient's.
 */
public final class CompartmentPaths {
    private static final Map<String, Map<String, String>> MEMBERSHIPS = load();
    private static final Map<String, Set<List<String>>> PATHS = paths();

    /** The elements that name whose record a resource is, at its root: each type has at most one of them among its paths. */
    private static final Set<String> OWNERS = Set.of("subject", "patient", "beneficiary", "candidate", "individual");

    private static final Set<String> IMPERSONAL =
            DefinitionTable.load("r4-impersonal-types.txt").keySet();

    /** What belongs to no one in particular, so that a scope naming the type may read it; the list is closed on purpose. */
    private static final Set<String> SHARED =
            Set.of("Practitioner", "PractitionerRole", "Organization", "Location", "Medication", "HealthcareService");

    private CompartmentPaths() {}

    private static Map<String, Map<String, String>> load() {
        Map<String, Map<String, String>> table = new HashMap<>(DefinitionTable.load("r4-patient-compartment.txt"));
        table.put("Patient", Map.of());
        table.put("Device", Map.of("patient", "patient"));
        return Map.copyOf(table);
    }

    private static Map<String, Set<List<String>>> paths() {
        Map<String, Set<List<String>>> paths = new HashMap<>();
        MEMBERSHIPS.forEach((type, memberships) -> {
            Set<List<String>> ofType = new LinkedHashSet<>();
            for (String value : memberships.values()) {
                for (String path : value.split(",", -1)) {
                    ofType.add(List.of(path.split("\\.", -1)));
                }
            }
            paths.put(type, Set.copyOf(ofType));
        });
        return Map.copyOf(paths);
    }

    /** The types that have paths. */
    public static Set<String> types() {
        return PATHS.keySet();
    }

    /**
     * The elements holding References that decide membership, as names from the resource's root ({@code participant}, {@code
     * member}); any of the names may be an array. Empty for Patient, which is its own, and for types outside.
     */
    public static Set<List<String>> forType(String type) {
        return PATHS.getOrDefault(type, Set.of());
    }

    /**
     * Whether the element at the path of that type owns the record ({@code Observation.subject}), rather than naming who else had
     * a part in it ({@code Observation.performer}). R4's compartment does not tell them apart; a record follows its owner, no matter who
     * performed it.
     */
    public static boolean isOwner(String type, List<String> path) {
        return path.size() == 1
                && OWNERS.contains(path.getFirst())
                && forType(type).contains(path);
    }

    /** Whether the owner of that type may be several ({@code Account.subject} alone is a list). */
    public static boolean hasSeveralOwners(String type) {
        return type.equals("Account");
    }

    /** Whether resources of the type can lie in a patient's compartment. */
    public static boolean contains(String type) {
        return MEMBERSHIPS.containsKey(type);
    }

    /**
     * Whether resources of the type can be no patient's: outside of the compartment, and FHIR lets them name nothing inside of it. A
     * reference to one tells nothing of a patient, whether or not it exists.
     */
    public static boolean isImpersonal(String type) {
        return IMPERSONAL.contains(type);
    }

    /** Whether resources of the type belong to no one in particular and may be read by anyone granted the type. */
    public static boolean isShared(String type) {
        return SHARED.contains(type);
    }

    /** The search parameter that narrows a search of the type to a compartment; empty for types outside of it. */
    public static Optional<String> narrowingParameter(String type) {
        Map<String, String> memberships = MEMBERSHIPS.get(type);
        if (memberships == null) {
            return Optional.empty();
        }
        if (type.equals("Patient")) {
            return Optional.of("_id");
        }
        if (SearchParameters.typeOf(type, "patient").isPresent()) {
            return Optional.of("patient");
        }
        return memberships.containsKey("subject")
                ? Optional.of("subject")
                : memberships.keySet().stream().sorted().findFirst();
    }
}
