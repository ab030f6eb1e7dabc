package org.caregate.gateway.structure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The {@code resourceType} of every object of a text, by the order in which the objects begin. JSON has no order of properties, so
 * that a resource may say its type last; reading the text twice is cheaper than holding it.
 */
final class TypeScan {
    private final List<@Nullable String> types = new ArrayList<>();

    private TypeScan() {}

    /** Reads to the end of the text. */
    static TypeScan of(JsonParser in) {
        TypeScan scan = new TypeScan();
        Deque<Integer> open = new ArrayDeque<>();
        for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
            switch (token) {
                case START_OBJECT -> {
                    open.push(scan.types.size());
                    scan.types.add(null);
                }
                case END_OBJECT -> open.pop();
                case PROPERTY_NAME -> {
                    boolean names = in.currentName().equals("resourceType");
                    if (names && in.nextToken() == JsonToken.VALUE_STRING) {
                        scan.types.set(open.element(), in.getString());
                    } else if (names && in.currentToken() == JsonToken.START_OBJECT) {
                        open.push(scan.types.size());
                        scan.types.add(null);
                    }
                }
                default -> {}
            }
        }
        return scan;
    }

    /** What the object of that number says; null when it says nothing, or no text. */
    @Nullable
    String type(int object) {
        return types.get(object);
    }
}
