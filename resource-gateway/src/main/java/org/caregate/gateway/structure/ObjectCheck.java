package org.caregate.gateway.structure;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.caregate.gateway.structure.Structure.Property;
import org.jspecify.annotations.Nullable;

/** What can be said of an object only when its properties were seen: choices, required elements, arrays that belong together. */
final class ObjectCheck {
    private final Structure structure;
    private final Place place;
    private final @Nullable Property[] seen;
    private @Nullable Map<String, Arrays> arrays;
    private boolean empty = true;

    /** The values of a repeating primitive, and the ids and extensions of each; null where the array is absent. */
    private static final class Arrays {
        @Nullable
        Elements values;

        @Nullable
        Elements extensions;
    }

    /** Which of so many elements are null. */
    private record Elements(int length, BitSet absent) {}

    ObjectCheck(Structure structure, Place place) {
        this.structure = structure;
        this.place = place;
        this.seen = new @Nullable Property[structure.size()];
    }

    /** {@code resourceType}, which no structure names. */
    void type() {
        empty = false;
    }

    /** The property that a name stands for. */
    Property property(String name) throws InvalidBodyException {
        Property property = structure.property(name);
        if (property == null) {
            throw new InvalidBodyException(Defect.UNKNOWN_ELEMENT, isPrintable(name) ? place.child(name) : place);
        }
        Property other = seen[property.element()];
        if (other != null && !other.base().equals(property.base())) {
            throw new InvalidBodyException(Defect.TWO_CHOICES, place.child(name));
        }
        seen[property.element()] = property;
        empty = false;
        return property;
    }

    /** An array of primitives, or of their extensions, with nulls in it. */
    void array(Property property, int length, BitSet absent) {
        if (arrays == null) {
            arrays = new HashMap<>();
        }
        Arrays both = arrays.computeIfAbsent(property.base(), base -> new Arrays());
        if (property.extensions()) {
            both.extensions = new Elements(length, absent);
        } else {
            both.values = new Elements(length, absent);
        }
    }

    void end() throws InvalidBodyException {
        if (empty) {
            throw new InvalidBodyException(Defect.EMPTY, place);
        }
        for (int i = 0; i < seen.length; i++) {
            if (seen[i] == null && structure.isRequired(i)) {
                throw new InvalidBodyException(Defect.MISSING_ELEMENT, place.child(structure.elementName(i)));
            }
        }
        if (arrays != null) {
            for (Map.Entry<String, Arrays> entry : arrays.entrySet()) {
                if (!aligned(entry.getValue())) {
                    throw new InvalidBodyException(Defect.UNALIGNED, place.child(entry.getKey()));
                }
            }
        }
    }

    /** Nulls fill out both arrays, and where one has a null the other has content (FHIR R4, "JSON", §2.6.2.3). */
    private static boolean aligned(Arrays arrays) {
        Elements values = arrays.values;
        Elements extensions = arrays.extensions;
        if (values == null || extensions == null) {
            Elements alone = values == null ? extensions : values;
            return alone == null || alone.absent().isEmpty();
        }
        return values.length() == extensions.length() && !values.absent().intersects(extensions.absent());
    }

    /** Whether a name can be shown to the caller as it is: it looks like an element's, so that it is not someone's data. */
    private static boolean isPrintable(String name) {
        int letters = name.startsWith("_") ? 1 : 0;
        return name.length() > letters
                && name.length() <= 48
                && name.chars()
                        .skip(letters)
                        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
    }
}
