package org.caregate.gateway.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caregate.policy.compartment.Coding;
import org.caregate.policy.compartment.CompartmentPaths;
import org.caregate.policy.compartment.CompartmentReference;
import org.caregate.policy.compartment.ResourceFacts;
import org.caregate.policy.compartment.ResourceFacts.ContainedResource;
import org.caregate.protocol.fhir.FhirIds;
import org.caregate.protocol.fhir.ResourceTypes;
import org.jspecify.annotations.Nullable;

/**
 * Collects, while a resource passes, the references that say whose it is, its categories and what it contains.
 *
 * <p>JSON has no order: every object is kept as a candidate by its path until the type is known, and only then are those at the
 * type's compartment paths taken, none left out.
 */
final class ResourceScan {
    private static final Set<String> READ = Set.of(
            "resourceType", "id", "versionId", "lastUpdated", "reference", "type", "system", "code", "url", "fullUrl");

    private final References references;
    private final Deque<Element> open = new ArrayDeque<>();
    private final List<Element> candidates = new ArrayList<>();
    private final Set<Coding> categories = new HashSet<>();
    private final List<ContainedResource> contained = new ArrayList<>();
    private @Nullable String type;
    private @Nullable String id;
    private @Nullable String version;
    private @Nullable String lastUpdated;

    /** An object, or an array standing for the elements in it. */
    private static final class Element {
        final String path;
        final boolean array;

        @Nullable
        String reference;

        @Nullable
        String type;

        boolean identifier;

        @Nullable
        String system;

        @Nullable
        String code;

        @Nullable
        String resourceType;

        @Nullable
        String id;

        Element(String path, boolean array) {
            this.path = path;
            this.array = array;
        }
    }

    ResourceScan(References references) {
        this.references = references;
    }

    /** Whether the scan wants the text of strings of that name. */
    static boolean reads(String name) {
        return READ.contains(name);
    }

    void startObject(@Nullable String name) {
        Element parent = open.peek();
        if (parent != null && !parent.array && "identifier".equals(name)) {
            parent.identifier = true;
        }
        open.push(new Element(path(parent, name), false));
    }

    void startArray(@Nullable String name) {
        Element parent = open.peek();
        if (parent != null && !parent.array && "identifier".equals(name)) {
            parent.identifier = true;
        }
        open.push(new Element(path(parent, name), true));
    }

    private static String path(@Nullable Element parent, @Nullable String name) {
        if (parent == null || name == null) {
            return "";
        }
        if (parent.array) {
            return parent.path; // elements of an array have the array's path
        }
        return parent.path.isEmpty() ? name : parent.path + "." + name;
    }

    void endArray() {
        open.pop();
    }

    void endObject() {
        Element ended = open.pop();
        if (ended.path.isEmpty()) {
            type = ended.resourceType;
            id = ended.id;
        } else if (ended.path.equals("contained")) {
            contained.add(new ContainedResource(ended.id, ended.resourceType == null ? "" : ended.resourceType));
        } else if (ended.path.equals("category.coding")) {
            if (ended.system != null && ended.code != null && !ended.system.isEmpty() && !ended.code.isEmpty()) {
                categories.add(new Coding(ended.system, ended.code));
            }
        } else if (!ended.path.startsWith("contained.")) {
            candidates.add(ended);
        }
    }

    void string(String name, String value) {
        Element element = open.peek();
        if (element == null || element.array) {
            return;
        }
        switch (name) {
            case "reference" -> element.reference = references.relative(value);
            case "type" -> element.type = value;
            case "system" -> element.system = value;
            case "code" -> element.code = value;
            case "resourceType" -> element.resourceType = value;
            case "id" -> element.id = value;
            case "versionId" -> version = element.path.equals("meta") ? value : version;
            case "lastUpdated" -> lastUpdated = element.path.equals("meta") ? value : lastUpdated;
            default -> {}
        }
    }

    ScannedResource result() throws MalformedResourceException {
        if (type == null || !ResourceTypes.contains(type)) {
            throw new MalformedResourceException("not a resource type of R4");
        }
        if (id != null && !FhirIds.isId(id)) {
            throw new MalformedResourceException("not a FHIR id");
        }
        var paths = CompartmentPaths.forType(type);
        List<CompartmentReference> found = new ArrayList<>();
        for (Element candidate : candidates) {
            if (paths.contains(candidate.path)) {
                found.add(new CompartmentReference(candidate.reference, candidate.type, candidate.identifier));
            }
        }
        return new ScannedResource(
                new ResourceFacts(type, id, found, categories, contained),
                version != null && FhirIds.isId(version) ? version : null,
                lastUpdated);
    }
}
