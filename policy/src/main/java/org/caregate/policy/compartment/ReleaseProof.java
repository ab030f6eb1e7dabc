package org.caregate.policy.compartment;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.caregate.policy.compartment.Reach.PatientReach;
import org.caregate.policy.compartment.ReferenceTarget.PatientTarget;
import org.caregate.policy.compartment.ReferenceTarget.UnknownTarget;
import org.caregate.policy.compartment.Release.Foreign;
import org.caregate.policy.compartment.Release.Proven;
import org.caregate.policy.compartment.Release.Reason;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.jspecify.annotations.Nullable;

/**
 * Proves that one resource may be released (or written) under what a token reaches: the boundary behind every search, whatever the
 * upstream answered (architecture, decision 8).
 *
 * <p>One reach has to carry the whole proof: the type and permission, then the patients, then the category. Under a reach limited
 * to patients, a resource of the compartment must name at least one of them at the compartment's paths and no other, and every
 * reference there must be one we can follow.
 */
public final class ReleaseProof {
    private final Set<String> bases;

    /**
     * A proof for one server.
     *
     * @param bases the FHIR bases whose absolute references mean this server's resources, without a trailing slash
     */
    public ReleaseProof(Set<String> bases) {
        this.bases = bases.stream()
                .map(base -> base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether one of the reaches allows {@code permission} on the resource. */
    public Release check(ResourceFacts resource, Permission permission, List<Reach> reaches) {
        Whose whose = whose(resource);
        Reason nearest = Reason.TYPE;
        for (Reach reach : reaches) {
            if (!reach.allows(resource.type(), permission)) {
                continue;
            }
            Reason objection = objection(resource, permission, reach, whose);
            if (objection == null) {
                return new Proven(whose.patients());
            }
            nearest = objection.compareTo(nearest) > 0 ? objection : nearest;
        }
        return new Foreign(nearest);
    }

    /** The patients a resource names, and whether it may name somebody we cannot see. */
    private record Whose(Set<String> patients, boolean unknown) {}

    private Whose whose(ResourceFacts resource) {
        Set<String> patients = new HashSet<>();
        boolean unknown = resource.contained().stream().anyMatch(c -> c.type().equals("Patient"));
        if (resource.type().equals("Patient")) {
            String id = resource.id();
            return id == null ? new Whose(Set.of(), true) : new Whose(Set.of(id), unknown);
        }
        for (CompartmentReference reference : resource.references()) {
            switch (ReferenceTarget.of(reference, bases, resource.contained())) {
                case PatientTarget(String id) -> patients.add(id);
                case UnknownTarget() -> unknown = true;
                case ReferenceTarget.OtherTarget() -> {}
            }
        }
        return new Whose(patients, unknown);
    }

    private static @Nullable Reason objection(ResourceFacts resource, Permission permission, Reach reach, Whose whose) {
        String onlyId = reach.onlyId();
        if (onlyId != null) {
            return onlyId.equals(resource.id()) ? null : Reason.COMPARTMENT;
        }
        Reason patients = switch (reach.patients()) {
            case PatientReach.Unrestricted() -> null;
            case PatientReach.Only(Set<String> allowed) -> outside(resource.type(), permission, whose, allowed);
        };
        if (patients != null) {
            return patients;
        }
        Coding category = reach.category();
        return category == null || resource.categories().contains(category) ? null : Reason.CATEGORY;
    }

    private static @Nullable Reason outside(String type, Permission permission, Whose whose, Set<String> allowed) {
        if (CompartmentPaths.isShared(type)) {
            boolean reads = permission == Permission.READ || permission == Permission.SEARCH;
            return reads ? null : Reason.COMPARTMENT;
        }
        if (!CompartmentPaths.contains(type)) {
            return Reason.COMPARTMENT;
        }
        if (whose.unknown()) {
            return Reason.UNPROVABLE_REFERENCE;
        }
        if (whose.patients().stream().noneMatch(allowed::contains)) {
            return Reason.COMPARTMENT;
        }
        return allowed.containsAll(whose.patients()) ? null : Reason.OTHER_PATIENT;
    }
}
