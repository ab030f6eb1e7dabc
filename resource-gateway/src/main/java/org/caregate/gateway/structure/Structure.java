package org.caregate.gateway.structure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The elements of one type, or of one element that has elements of its own. */
final class Structure implements ElementType {
    private final String name;
    private final Map<String, Property> properties = new HashMap<>();
    private final List<String> elements = new ArrayList<>();
    private final List<Boolean> required = new ArrayList<>();

    Structure(String name) {
        this.name = name;
    }

    /**
     * One name in JSON.
     *
     * @param name as it stands there: {@code valueQuantity}, {@code _birthDate}
     * @param element which element of the structure; the types of a choice share one
     * @param base the name without the underscore
     * @param extensions whether it holds id and extensions of a primitive, which stands beside it
     * @param impersonal whether it is a Reference that can name only what is no patient's
     */
    record Property(
            String name,
            int element,
            String base,
            ElementType type,
            boolean many,
            boolean extensions,
            boolean impersonal) {}

    /** The next element, whose number is the answer. */
    int element(String element, boolean isRequired) {
        elements.add(element);
        required.add(isRequired);
        return elements.size() - 1;
    }

    void add(Property property) {
        properties.put(property.name(), property);
    }

    /** What FHIR defines under that name; null when it does not. */
    @Nullable
    Property property(String jsonName) {
        return properties.get(jsonName);
    }

    String name() {
        return name;
    }

    int size() {
        return elements.size();
    }

    String elementName(int element) {
        return elements.get(element);
    }

    boolean isRequired(int element) {
        return required.get(element);
    }
}
