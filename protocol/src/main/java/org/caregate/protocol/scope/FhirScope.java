package org.caregate.protocol.scope;

import java.util.List;
import java.util.Set;

/**
 * A SMART clinical scope: {@code patient/Observation.rs?category=...} (SMART App Launch 2.2, "Scopes for requesting FHIR resources").
 *
 * @param level whose data: the patient in context, what the user may see, or the system's
 * @param resourceType a FHIR R4 resource type or {@code *}
 * @param permissions what may be done, never empty
 * @param restrictions the query part, AND-ed; empty when there is none
 * @param text the canonical spelling in the syntax (v1 or v2) it was asked in
 */
public record FhirScope(
        Level level, String resourceType, Set<Permission> permissions, List<Restriction> restrictions, String text)
        implements Scope {

    public FhirScope {
        permissions = Set.copyOf(permissions);
        restrictions = List.copyOf(restrictions);
    }

    /** Whose data the scope speaks of. */
    public enum Level {
        PATIENT,
        USER,
        SYSTEM
    }

    /** SMART's five permissions, in the only order they may be written: {@code cruds}. */
    public enum Permission {
        CREATE,
        READ,
        UPDATE,
        DELETE,
        SEARCH
    }

    /** One {@code name=value} of the query part, percent-decoded; a token search value such as {@code system|code}. */
    public record Restriction(String name, String value) {}
}
