package org.caregate.policy.compartment;

import java.util.Set;

/** What the proof says of one resource. */
public sealed interface Release {
    /**
     * May be released.
     *
     * @param patients the patients it speaks of, for the audit entry; empty for shared types
     */
    record Proven(Set<String> patients) implements Release {
        public Proven {
            patients = Set.copyOf(patients);
        }
    }

    /** May not. */
    record Foreign(Reason reason) implements Release {}

    /** Why not; later ones mean that more of the proof held. */
    enum Reason {
        /** No scope reaches this type for this permission. */
        TYPE,
        /** In no compartment of an allowed patient. */
        COMPARTMENT,
        /** Says whose it is in a form we cannot follow. */
        UNPROVABLE_REFERENCE,
        /** A second patient's, too. */
        OTHER_PATIENT,
        /** Not of a granted category. */
        CATEGORY
    }
}
