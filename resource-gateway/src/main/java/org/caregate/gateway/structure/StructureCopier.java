package org.caregate.gateway.structure;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.caregate.gateway.json.MalformedResourceException;
import org.caregate.gateway.json.References;
import org.caregate.gateway.structure.ElementType.AnyResource;
import org.caregate.gateway.structure.Structure.Property;
import org.caregate.gateway.structure.WrittenBody.Referring;
import org.caregate.policy.compartment.BodyReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Copies one resource along the structure FHIR defines for it; the parser bounds the depth, and with it the recursion. */
final class StructureCopier {
    private final References addresses;
    private final TypeScan types;
    private final List<Referring> references = new ArrayList<>();
    private final Map<String, String> submitted = new HashMap<>();
    private final Set<String> unchanged = new HashSet<>();
    private int objects;
    private boolean contained;

    StructureCopier(References addresses, TypeScan types) {
        this.addresses = addresses;
        this.types = types;
    }

    /** The parts of a Reference that say what it names. */
    private static final class Named {
        @Nullable
        String reference;

        @Nullable
        String type;

        boolean identifier;
    }

    /** Copies the whole text. */
    void copy(JsonParser in, JsonGenerator out) throws MalformedResourceException, InvalidBodyException {
        in.nextToken();
        resource(in, out, null);
        if (in.nextToken() != null) {
            throw new MalformedResourceException("more than one value");
        }
    }

    /** Every Reference, in the order of the text. */
    List<Referring> references() {
        return references;
    }

    /** Relative addresses that were submitted as absolute ones, unless the body has the same relative one, too. */
    Map<String, String> submitted() {
        submitted.keySet().removeAll(unchanged);
        return submitted;
    }

    private void resource(JsonParser in, JsonGenerator out, @Nullable Place place) throws InvalidBodyException {
        String type = types.type(objects++);
        Structure structure = type == null ? null : Structures.ofResource(type);
        if (type == null || structure == null) {
            throw new InvalidBodyException(Defect.NO_RESOURCE_TYPE, place == null ? Place.root("Resource") : place);
        }
        object(in, out, structure, place == null ? Place.root(type) : place, type, false);
    }

    private void object(
            JsonParser in,
            JsonGenerator out,
            Structure structure,
            Place place,
            @Nullable String resourceType,
            boolean impersonal)
            throws InvalidBodyException {
        ObjectCheck check = new ObjectCheck(structure, place);
        Named named = structure.name().equals("Reference") ? new Named() : null;
        out.writeStartObject();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            if (resourceType != null && name.equals("resourceType")) {
                out.writeName(name);
                out.writeString(resourceType);
                check.type();
                continue;
            }
            Property property = check.property(name);
            Place at = place.child(name);
            out.writeName(name);
            if (named != null) {
                named.identifier |= name.equals("identifier");
            }
            if (property.many()) {
                array(in, out, property, at, check);
            } else if (property.type() instanceof Primitive primitive) {
                primitive(in, out, primitive, at, isAddress(structure, name));
                note(named, name, in);
            } else {
                element(in, out, property, at);
            }
        }
        check.end();
        out.writeEndObject();
        if (named != null) {
            references.add(new Referring(
                    new BodyReference(named.reference, named.type, named.identifier, impersonal), place.path()));
        }
    }

    private static boolean isAddress(Structure structure, String name) {
        return switch (structure.name()) {
            case "Reference" -> name.equals("reference");
            case "Attachment" -> name.equals("url");
            default -> false;
        };
    }

    private void note(@Nullable Named named, String name, JsonParser in) {
        if (named != null && name.equals("reference")) {
            named.reference = relative(in.getString());
        } else if (named != null && name.equals("type")) {
            named.type = in.getString();
        }
    }

    private void array(JsonParser in, JsonGenerator out, Property property, Place place, ObjectCheck check)
            throws InvalidBodyException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw new InvalidBodyException(Defect.WRONG_JSON_TYPE, place);
        }
        out.writeStartArray();
        boolean nullable = property.type() instanceof Primitive || property.extensions();
        BitSet absent = new BitSet(0);
        int length = 0;
        for (; in.nextToken() != JsonToken.END_ARRAY; length++) {
            Place at = place.at(length);
            if (nullable && in.currentToken() == JsonToken.VALUE_NULL) {
                absent.set(length);
                out.writeNull();
            } else if (property.type() instanceof Primitive primitive) {
                primitive(in, out, primitive, at, false);
            } else {
                element(in, out, property, at);
            }
        }
        if (length == 0) {
            throw new InvalidBodyException(Defect.EMPTY, place);
        }
        if (nullable) {
            check.array(property, length, absent);
        }
        out.writeEndArray();
    }

    private void element(JsonParser in, JsonGenerator out, Property property, Place place) throws InvalidBodyException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new InvalidBodyException(Defect.WRONG_JSON_TYPE, place);
        }
        switch (property.type()) {
            case AnyResource()
            when property.name().equals("contained") -> {
                if (contained) {
                    throw new InvalidBodyException(Defect.NESTED_CONTAINED, place);
                }
                contained = true;
                resource(in, out, place);
                contained = false;
            }
            case AnyResource() -> resource(in, out, place);
            case Structure structure -> {
                objects++;
                object(in, out, structure, place, null, property.impersonal());
            }
            case Primitive primitive -> throw new IllegalStateException(primitive.code());
        }
    }

    private void primitive(JsonParser in, JsonGenerator out, Primitive primitive, Place place, boolean address)
            throws InvalidBodyException {
        JsonToken token = Objects.requireNonNull(in.currentToken());
        if (!primitive.isWrittenAs(token)) {
            throw new InvalidBodyException(Defect.WRONG_JSON_TYPE, place);
        }
        if (!primitive.accepts(in)) {
            throw new InvalidBodyException(Defect.WRONG_FORMAT, place);
        }
        switch (token) {
            case VALUE_TRUE, VALUE_FALSE -> out.writeBoolean(token == JsonToken.VALUE_TRUE);
            case VALUE_STRING -> {
                if (address) {
                    out.writeString(rewritten(in.getString()));
                } else {
                    out.writeString(in.getStringCharacters(), in.getStringOffset(), in.getStringLength());
                }
            }
            default -> out.writeNumber(in.getString()); // decimals keep their digits
        }
    }

    private String rewritten(String address) {
        String relative = relative(address);
        if (relative.equals(address)) {
            unchanged.add(address);
        } else if (!address.equals(submitted.computeIfAbsent(relative, key -> address))) {
            unchanged.add(relative);
        }
        return relative;
    }

    /** As the upstream will see it; the base alone stays what it is, since a string is never empty. */
    private String relative(String address) {
        String relative = addresses.relative(address);
        return relative.isEmpty() ? address : relative;
    }
}
