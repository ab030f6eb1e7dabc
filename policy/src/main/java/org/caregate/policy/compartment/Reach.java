package org.caregate.policy.compartment;

import java.util.Set;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.jspecify.annotations.Nullable;

/**
 * What one scope of one token reaches, once context and people are known.
 *
 * @param type a resource type or {@code *}
 * @param permissions what may be done
 * @param patients whose records
 * @param category the one category a resource must carry, or null
 * @param onlyId the one logical id meant (the person's own {@code fhirUser}), or null
 */
public record Reach(
        String type,
        Set<Permission> permissions,
        PatientReach patients,
        @Nullable Coding category,
        @Nullable String onlyId) {

    public Reach {
        permissions = Set.copyOf(permissions);
    }

    /** Whose records. */
    public sealed interface PatientReach {
        /** Every patient's, and what is no patient's. */
        record Unrestricted() implements PatientReach {}

        /** Those patients' (logical ids), and types that are no one's in particular. */
        record Only(Set<String> patients) implements PatientReach {
            public Only {
                patients = Set.copyOf(patients);
            }
        }
    }

    /** Whether it speaks of that type and permission at all. */
    public boolean allows(String resourceType, Permission permission) {
        return (type.equals("*") || type.equals(resourceType)) && permissions.contains(permission);
    }

    /** Whether nothing but type and permission limits it. */
    public boolean isUnrestricted() {
        return patients instanceof PatientReach.Unrestricted && category == null && onlyId == null;
    }
}
