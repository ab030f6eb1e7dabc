package org.caregate.gateway.json;

import org.caregate.gateway.json.ScanPart.Place;
import org.caregate.policy.compartment.Coding;
import org.caregate.protocol.fhir.FhirIds;
import org.caregate.protocol.fhir.type.ResourceTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Collects, while a resource passes, the references that say whose it is, its categories and the resources within it.
 *
 * <p>It reads a closed grammar. What is not FHIR's grammar (names that FHIR cannot have, a name twice, a {@code resourceType} where
 * FHIR has no resource) is a defect of the whole. What is not a Reference where the compartment has one is noted as unreadable.
 * Paths are compared name by name, never as joined text: a property may be called {@code "category.coding"}.
 */
final class ResourceScan {
    private final References references;
    private final ScanPart root = new ScanPart(Place.ROOT);
    private @Nullable Frame top;
    private @Nullable String defect;

    /** What an open object is by its place. */
    private enum Kind {
        RESOURCE,
        /** Of a Parameters resource. */
        PARAMETER,
        OTHER
    }

    /** An open object or array. */
    private static final class Frame {
        final @Nullable Frame outer;
        final boolean array;
        /** The property it is the value of, or an element of the value of. */
        final String name;
        /** The resource it belongs to. */
        final ScanPart part;

        final @Nullable ScanPath path;
        final @Nullable ReadReference reference;
        final boolean isResource;
        final boolean isParameter;
        final Names names = new Names();
        String current = "";

        @Nullable
        ScanPath next;

        @Nullable
        String system;

        @Nullable
        String code;

        Frame(
                @Nullable Frame outer,
                boolean array,
                String name,
                ScanPart part,
                @Nullable ScanPath path,
                @Nullable ReadReference reference,
                Kind kind) {
            this.outer = outer;
            this.array = array;
            this.name = name;
            this.part = part;
            this.path = path;
            this.reference = reference;
            this.isResource = kind == Kind.RESOURCE;
            this.isParameter = kind == Kind.PARAMETER;
        }

        /** The name that a value which begins now belongs to. */
        String naming() {
            return array ? name : current;
        }

        /** Whether this is an element of the resource's own list of that name. */
        boolean isIn(String list) {
            return !array && outer != null && outer.array && outer.name.equals(list) && outer.outer != null;
        }

        boolean isInResources(String list) {
            return isIn(list) && outer != null && outer.outer != null && outer.outer.isResource;
        }

        boolean isMeta() {
            return !array && name.equals("meta") && outer != null && outer.isResource;
        }
    }

    ResourceScan(References references) {
        this.references = references;
    }

    void name(String name) {
        Frame frame = top();
        frame.current = name;
        if (!frame.names.add(name)) {
            defect("a property twice");
        }
        if (!Names.isFhir(name)) {
            defect("a property that FHIR cannot have");
        }
        if (frame.isResource) {
            frame.part.saysType |= name.equals("resourceType");
            frame.part.saysId |= name.equals("id");
        }
        if (isResourceType(name) && !(frame.isResource && name.equals("resourceType"))) {
            if (frame.isInResources("instance") && name.equals("resourceType")) {
                frame.part.instanceSaysType = true; // ExampleScenario.instance.resourceType is a code
            } else {
                defect("resourceType out of place");
            }
        }
        frame.next = frame.path == null ? null : frame.path.step(name);
        if (frame.path != null && frame.next == null) {
            ScanPath almost = frame.path.almost(name);
            if (almost != null) {
                frame.part.foundUnreadable(almost);
            }
        }
    }

    private static boolean isResourceType(String name) {
        return name.length() >= 12
                && name.length() <= 13
                && name.regionMatches(true, name.length() - 12, "resourceType", 0, 12);
    }

    /** Whether the text of a string that comes now is wanted; else {@link #scalar} will do. */
    boolean wantsText() {
        Frame frame = top();
        if (frame.array) {
            return false;
        }
        return switch (frame.current) {
            case "resourceType", "id" -> frame.isResource;
            case "reference", "type" -> frame.reference != null;
            case "system", "code" -> frame.path != null && frame.path.isCoding();
            case "versionId", "lastUpdated" -> frame.isMeta();
            default -> false;
        };
    }

    void string(String value) {
        Frame frame = top();
        switch (frame.current) {
            case "resourceType" -> frame.part.type = value;
            case "id" -> frame.part.id = value;
            case "system" -> frame.system = value;
            case "code" -> frame.code = value;
            case "versionId" -> frame.part.version = value;
            case "lastUpdated" -> frame.part.lastUpdated = value;
            default -> {}
        }
        String text = frame.current.equals("reference") ? references.relative(value) : value;
        value(frame, JsonToken.VALUE_STRING, text);
        unreadable(frame);
    }

    /** A value that is no object and no array, and of which no more is wanted. */
    void scalar(JsonToken token) {
        Frame frame = top();
        value(frame, token, null);
        unreadable(frame);
    }

    private static void unreadable(Frame frame) {
        ScanPath path = frame.array ? frame.path : frame.next;
        if (path != null) {
            frame.part.foundUnreadable(path);
        }
    }

    private static void value(Frame frame, JsonToken token, @Nullable String text) {
        if (frame.reference != null) {
            frame.reference.property(frame.current, token, text);
        }
    }

    void startArray() {
        Frame outer = top();
        value(outer, JsonToken.START_ARRAY, null);
        ScanPath path = outer.next;
        if (outer.array) {
            defect("a list of lists");
        }
        top = new Frame(outer, true, outer.naming(), outer.part, path, null, Kind.OTHER);
    }

    void startObject() {
        Frame outer = top;
        if (outer == null) {
            top = new Frame(null, false, "", root, ScanPath.ROOT, null, Kind.RESOURCE);
            return;
        }
        value(outer, JsonToken.START_OBJECT, null);
        Place place = place(outer);
        if (place != null) {
            ScanPart part = new ScanPart(place);
            outer.part.within.add(part);
            top = new Frame(outer, false, outer.naming(), part, ScanPath.ROOT, null, Kind.RESOURCE);
            return;
        }
        ScanPath path = outer.array ? outer.path : outer.next;
        if (path != null && !outer.array && (path.isCategory() || path.isCoding())) {
            path = null; // both are lists
        }
        ReadReference reference = path != null && path.isEnd() ? new ReadReference() : null;
        if (path != null && reference != null) {
            outer.part.found(path, reference, outer.array);
        }
        boolean parameter = outer.array
                && outer.outer != null
                && ((outer.name.equals("parameter") && outer.outer.isResource)
                        || (outer.name.equals("part") && outer.outer.isParameter));
        top = new Frame(
                outer, false, outer.naming(), outer.part, path, reference, parameter ? Kind.PARAMETER : Kind.OTHER);
    }

    /** Whether an object that begins in this frame is a resource by its place; null when it is not. */
    private static @Nullable Place place(Frame frame) {
        if (frame.array) {
            boolean contained = frame.name.equals("contained") && frame.outer != null && frame.outer.isResource;
            return contained ? Place.CONTAINED : null;
        }
        return switch (frame.current) {
            case "resource" -> frame.isInResources("entry") ? Place.ENTRY : frame.isParameter ? Place.PARAMETER : null;
            case "outcome" ->
                frame.name.equals("response") && frame.outer != null && frame.outer.isInResources("entry")
                        ? Place.ENTRY
                        : null;
            default -> null;
        };
    }

    void endArray() {
        top = top().outer;
    }

    void endObject() {
        Frame ended = top();
        if (ended.system != null && ended.code != null && !ended.system.isEmpty() && !ended.code.isEmpty()) {
            ended.part.categories.add(new Coding(ended.system, ended.code));
        }
        top = ended.outer;
    }

    private Frame top() {
        if (top == null) {
            throw new IllegalStateException("nothing is open");
        }
        return top;
    }

    private void defect(String words) {
        defect = defect == null ? words : defect;
    }

    Scan result() {
        String wrong = defect == null ? root.defect() : defect;
        if (wrong != null) {
            String type = root.type != null && ResourceTypes.contains(root.type) ? root.type : null;
            return new Scan.NotFhir(type, root.id != null && FhirIds.isId(root.id) ? root.id : null, wrong);
        }
        String version = root.version;
        return new ScannedResource(
                root.facts(), version != null && FhirIds.isId(version) ? version : null, root.lastUpdated);
    }
}
