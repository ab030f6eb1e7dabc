package org.caregate.policy.compartment;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

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

    /**
     * May be released if every resource that it is about may be: a Provenance has no record of its own but its targets' (R4, "Provenance").
     *
     * @param targets the targets that are no Patients, as {@code Type/id}, perhaps with a version
     * @param patients those that are
     * @param allowed the patients of the reach under which it may be released
     */
    record DependsOnTargets(Set<String> targets, Set<String> patients, Set<String> allowed) implements Release {
        public DependsOnTargets {
            targets = Set.copyOf(targets);
            patients = Set.copyOf(patients);
            allowed = Set.copyOf(allowed);
        }

        /** The answer, once the targets are judged; the first that may not be released decides. */
        public Release judgedBy(Function<String, Release> ofTarget) {
            Set<String> all = new HashSet<>(patients);
            for (String target : targets) {
                switch (ofTarget.apply(target)) {
                    case Proven(Set<String> ofThat) -> all.addAll(ofThat);
                    case Foreign foreign -> {
                        return new Foreign(Reason.TARGET);
                    }
                    case DependsOnTargets chained -> {
                        return new Foreign(Reason.TARGET);
                    }
                }
            }
            return allowed.containsAll(all) ? new Proven(all) : new Foreign(Reason.OTHER_PATIENT);
        }
    }

    /** Why not; later ones mean that more of the proof held. */
    enum Reason {
        /** Not the grammar of FHIR JSON, so that two readers could read two resources. */
        NOT_FHIR,
        /** Larger than anyone wanted to read, so that nothing is known of it. */
        TOO_LARGE,
        /** No scope reaches this type for this permission. */
        TYPE,
        /** Names no patient, or is of a type that belongs to no patient's record. */
        NO_PATIENT,
        /** Only of patients that are not allowed. */
        COMPARTMENT,
        /** Says whose it is in a form we cannot follow. */
        UNPROVABLE_REFERENCE,
        /** Names an owner of the record, who is not an allowed patient: a group, a device, a name alone. */
        OTHER_OWNER,
        /** About a resource that is not within reach. */
        TARGET,
        /** A second patient's, too. */
        OTHER_PATIENT,
        /** Not of a granted category. */
        CATEGORY;

        /** Whether it may be another patient's data: what no search within the token's reach returns in good order. */
        public boolean isAlarming() {
            return this == NOT_FHIR || this == COMPARTMENT || this == OTHER_PATIENT;
        }
    }
}
