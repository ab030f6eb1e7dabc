package org.caregate.policy.compartment;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caregate.policy.compartment.ReferenceTarget.OtherTarget;
import org.caregate.policy.compartment.ReferenceTarget.PatientTarget;
import org.caregate.policy.compartment.ReferenceTarget.UnknownTarget;

/**
 * Whom a resource and all it contains speak of.
 *
 * @param patients the patients that are named
 * @param unknown whether it may name someone we cannot see
 * @param otherOwner whether it, or something it contains, names an owner and none of the named is a patient
 * @param containsNobodysRecord whether it contains something of a patient's record that does not say whose
 * @param targets what a Provenance is about besides patients, as {@code Type/id}
 */
record Whose(
        Set<String> patients, boolean unknown, boolean otherOwner, boolean containsNobodysRecord, Set<String> targets) {

    /** Types that carry further resources of any kind, whose place is not within another. */
    private static final Set<String> CARRIERS = Set.of("Bundle", "Parameters");

    static Whose of(ResourceFacts resource, Set<String> bases) {
        Gathering gathering = new Gathering(bases, resource.contained());
        if (resource.type().equals("Patient")) {
            String id = resource.id();
            gathering.unknown = id == null;
            if (id != null) {
                gathering.patients.add(id);
            }
        } else {
            gathering.references(resource, resource.type().equals("Provenance"));
        }
        for (ResourceFacts inner : resource.contained()) {
            if (CARRIERS.contains(resource.type())) {
                gathering.add(of(inner, bases)); // a resource of its own, with an id of its own
            } else {
                gathering.contained(inner);
            }
        }
        return gathering.result();
    }

    /** The patients named where the type says whose record a resource is. */
    static Set<String> owners(ResourceFacts resource, Set<String> bases) {
        Set<String> owners = new HashSet<>();
        for (CompartmentReference reference : resource.references()) {
            if (CompartmentPaths.isOwner(resource.type(), reference.path())
                    && ReferenceTarget.of(reference, bases, resource.contained()) instanceof PatientTarget(String id)) {
                owners.add(id);
            }
        }
        return owners;
    }

    private static final class Gathering {
        private final Set<String> bases;
        private final List<ResourceFacts> siblings;
        private final Set<String> patients = new HashSet<>();
        private final Set<String> targets = new HashSet<>();
        private boolean unknown;
        private boolean otherOwner;
        private boolean nobodys;

        Gathering(Set<String> bases, List<ResourceFacts> siblings) {
            this.bases = bases;
            this.siblings = siblings;
        }

        /** Answers whether any of them names a patient. */
        boolean references(ResourceFacts resource, boolean dependsOnTargets) {
            boolean names = false;
            boolean owned = false;
            boolean namesOwner = false;
            for (CompartmentReference reference : resource.references()) {
                boolean owner = CompartmentPaths.isOwner(resource.type(), reference.path());
                namesOwner |= owner;
                switch (ReferenceTarget.of(reference, bases, siblings)) {
                    case PatientTarget(String id) -> {
                        patients.add(id);
                        names = true;
                        owned |= owner;
                    }
                    case UnknownTarget() -> unknown = true;
                    case OtherTarget(var local)
                    when dependsOnTargets -> {
                        unknown |= local == null;
                        if (local != null) {
                            targets.add(local);
                        }
                    }
                    case OtherTarget other -> {}
                }
            }
            otherOwner |= namesOwner && !owned;
            return names;
        }

        /** A contained resource has no life of its own (R4, "Contained Resources"): whom it names, its container names. */
        void contained(ResourceFacts inner) {
            unknown |= inner.type().equals("Patient") || CARRIERS.contains(inner.type());
            boolean names = references(inner, false);
            nobodys |= CompartmentPaths.contains(inner.type()) && !names;
        }

        void add(Whose other) {
            patients.addAll(other.patients());
            unknown |= other.unknown();
            otherOwner |= other.otherOwner();
        }

        Whose result() {
            return new Whose(patients, unknown, otherOwner, nobodys, targets);
        }
    }
}
