package org.caregate.gateway.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caregate.policy.compartment.Coding;
import org.caregate.policy.compartment.CompartmentPaths;
import org.caregate.policy.compartment.CompartmentReference;
import org.caregate.policy.compartment.ResourceFacts;
import org.caregate.protocol.fhir.FhirIds;
import org.caregate.protocol.fhir.type.ResourceTypes;
import org.jspecify.annotations.Nullable;

/** One resource of a scan: the whole, or one within it at a {@link Place} where FHIR has resources. */
final class ScanPart {
    final Place place;
    final Set<Coding> categories = new HashSet<>();
    final List<ScanPart> within = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();
    boolean saysType;
    boolean saysId;
    boolean instanceSaysType;

    @Nullable
    String type;

    @Nullable
    String id;

    @Nullable
    String version;

    @Nullable
    String lastUpdated;

    /** Where FHIR R4 has resources. */
    enum Place {
        ROOT,
        /** {@code DomainResource.contained}. */
        CONTAINED,
        /** {@code Bundle.entry.resource} and {@code Bundle.entry.response.outcome}. */
        ENTRY,
        /** {@code Parameters.parameter.resource}, also below {@code part}. */
        PARAMETER
    }

    /** Something at a step of a path; a reference only where the step is an end. */
    private record Found(ScanPath path, @Nullable ReadReference reference, boolean listed) {}

    ScanPart(Place place) {
        this.place = place;
    }

    void found(ScanPath path, ReadReference reference, boolean listed) {
        found.add(new Found(path, reference, listed));
    }

    void foundUnreadable(ScanPath path) {
        found.add(new Found(path, null, false));
    }

    /** What is wrong with it; null when nothing is. */
    @Nullable
    String defect() {
        if (type == null || !ResourceTypes.contains(type)) {
            return "no resource type of R4";
        }
        if (saysId && (id == null || (place != Place.CONTAINED && !FhirIds.isId(id)))) {
            return "no FHIR id";
        }
        if (instanceSaysType && !type.equals("ExampleScenario")) {
            return "resourceType out of place";
        }
        for (ScanPart inner : within) {
            String wrong = inner.type == null && !takes(inner.place) ? null : defectOf(inner);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private @Nullable String defectOf(ScanPart inner) {
        boolean nested = place == Place.CONTAINED; // R4 dom-2: what is contained contains nothing
        return takes(inner.place) && !nested ? inner.defect() : "resourceType out of place";
    }

    private boolean takes(Place inner) {
        String outer = "" + type;
        return switch (inner) {
            case ROOT -> false;
            case CONTAINED -> !outer.equals("Bundle") && !outer.equals("Parameters") && !outer.equals("Binary");
            case ENTRY -> outer.equals("Bundle");
            case PARAMETER -> outer.equals("Parameters");
        };
    }

    /** The facts of a resource without defect. */
    ResourceFacts facts() {
        String of = "" + type;
        List<CompartmentReference> references = new ArrayList<>();
        for (Found one : found) {
            if (one.path().endsFor(of)) {
                add(references, of, one);
            } else if (one.reference() == null && one.path().passesFor(of)) {
                references.add(new CompartmentReference.Unreadable(one.path().names()));
            }
        }
        return new ResourceFacts(
                of,
                id,
                references,
                categories,
                within.stream()
                        .filter(inner -> inner.type != null)
                        .map(ScanPart::facts)
                        .toList());
    }

    private static void add(List<CompartmentReference> references, String type, Found one) {
        List<String> path = one.path().names();
        ReadReference read = one.reference();
        boolean misplaced =
                one.listed() && CompartmentPaths.isOwner(type, path) && !CompartmentPaths.hasSeveralOwners(type);
        if (read != null) {
            references.add(read.at(path));
        }
        if (read == null || misplaced) {
            references.add(new CompartmentReference.Unreadable(path));
        }
    }
}
