package org.caregate.policy.compartment;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.caregate.policy.compartment.Reach.PatientReach;
import org.caregate.policy.compartment.Release.DependsOnTargets;
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
 * to patients, a resource of the compartment must name at least one of them at the compartment's paths and no other, every reference
 * there must be one we can follow, and its owner (its subject, patient or beneficiary) must be such a patient where it names one at
 * all. What a resource contains is held to the same.
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

    /** The patients whose record the resource is: those that its subject, patient or beneficiary names. */
    public Set<String> owners(ResourceFacts resource) {
        return Whose.owners(resource, bases);
    }

    /** Whether one of the reaches allows {@code permission} on the resource. */
    public Release check(ResourceFacts resource, Permission permission, List<Reach> reaches) {
        Whose whose = Whose.of(resource, bases);
        Release nearest = new Foreign(Reason.TYPE);
        for (Reach reach : reaches) {
            if (!reach.allows(resource.type(), permission)) {
                continue;
            }
            Release found = under(reach, resource, permission, whose);
            if (found instanceof Proven) {
                return found;
            }
            nearest = nearer(nearest, found);
        }
        return nearest;
    }

    private static Release nearer(Release one, Release other) {
        if (one instanceof Foreign(Reason reason) && other instanceof Foreign(Reason second)) {
            return second.compareTo(reason) > 0 ? other : one;
        }
        return one instanceof DependsOnTargets ? one : other;
    }

    private static Release under(Reach reach, ResourceFacts resource, Permission permission, Whose whose) {
        String onlyId = reach.onlyId();
        if (onlyId != null) {
            boolean alone = resource.contained().stream().noneMatch(c -> CompartmentPaths.contains(c.type()));
            return onlyId.equals(resource.id()) && alone
                    ? new Proven(whose.patients())
                    : new Foreign(Reason.COMPARTMENT);
        }
        Reason objection = switch (reach.patients()) {
            case PatientReach.Unrestricted() -> null;
            case PatientReach.Only(Set<String> allowed) -> outside(resource, permission, whose, allowed);
        };
        if (objection != null) {
            return new Foreign(objection);
        }
        Coding category = reach.category();
        if (category != null && !resource.categories().contains(category)) {
            return new Foreign(Reason.CATEGORY);
        }
        return reach.patients() instanceof PatientReach.Only(Set<String> allowed)
                        && !whose.targets().isEmpty()
                ? new DependsOnTargets(whose.targets(), whose.patients(), allowed)
                : new Proven(whose.patients());
    }

    private static @Nullable Reason outside(
            ResourceFacts resource, Permission permission, Whose whose, Set<String> allowed) {
        boolean shared = CompartmentPaths.isShared(resource.type());
        boolean reads = permission == Permission.READ || permission == Permission.SEARCH;
        if (shared && !reads) {
            return Reason.COMPARTMENT;
        }
        if (!shared && !CompartmentPaths.contains(resource.type())) {
            return Reason.NO_PATIENT;
        }
        if (!allowed.containsAll(whose.patients())) {
            return whose.patients().stream().anyMatch(allowed::contains) ? Reason.OTHER_PATIENT : Reason.COMPARTMENT;
        }
        if (whose.unknown()) {
            return Reason.UNPROVABLE_REFERENCE;
        }
        if (whose.otherOwner()) {
            return Reason.OTHER_OWNER;
        }
        boolean somebodys = !whose.patients().isEmpty() || !whose.targets().isEmpty();
        if (shared) {
            return whose.containsNobodysRecord() ? Reason.UNPROVABLE_REFERENCE : null;
        }
        return somebodys ? null : Reason.NO_PATIENT;
    }
}
