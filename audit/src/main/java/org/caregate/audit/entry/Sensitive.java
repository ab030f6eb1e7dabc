package org.caregate.audit.entry;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an entry that are sealed at rest: who was looked at, from where, and whatever may hold health information.
 *
 * @param patients FHIR Patient ids, without {@code Patient/}
 * @param resources references such as {@code Observation/o1}
 * @param query text of the query, which may name a patient
 * @param other anything else that must not lie in clear
 */
public record Sensitive(
        List<String> patients,
        List<String> resources,
        @Nullable String sourceAddress,
        @Nullable String userAgent,
        @Nullable String query,
        @Nullable String userName,
        Map<String, String> other) {
    /** Nothing sensitive to tell. */
    public static final Sensitive NONE = new Sensitive(List.of(), List.of(), null, null, null, null, Map.of());

    public Sensitive {
        patients = List.copyOf(patients);
        resources = List.copyOf(resources);
        other = Text.sorted(other);
    }

    @Override
    public String toString() {
        return "Sensitive[" + patients.size() + " patients, " + resources.size() + " resources]";
    }
}
