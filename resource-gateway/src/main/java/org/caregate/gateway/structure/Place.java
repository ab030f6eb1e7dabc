package org.caregate.gateway.structure;

import org.jspecify.annotations.Nullable;

/** Where in a resource something stands; written as a path only when it is reported. */
final class Place {
    private final @Nullable Place parent;
    private final String name;
    private final int index;

    private Place(@Nullable Place parent, String name, int index) {
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    /** The root of a resource of that type. */
    static Place root(String type) {
        return new Place(null, type, -1);
    }

    Place child(String property) {
        return new Place(this, property, -1);
    }

    /** The element of that index in this array. */
    Place at(int element) {
        return new Place(this, "", element);
    }

    /** As in FHIRPath, with the names of the JSON form: {@code Observation.category[0].coding[1].code}. */
    String path() {
        StringBuilder path = new StringBuilder();
        append(path);
        return path.toString();
    }

    private void append(StringBuilder path) {
        if (parent != null) {
            parent.append(path);
        }
        if (index >= 0) {
            path.append('[').append(index).append(']');
        } else {
            path.append(parent == null ? "" : ".").append(name);
        }
    }
}
