package org.caregate.gateway.json;

import java.util.List;
import org.caregate.policy.compartment.CompartmentReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads an object as a Reference (FHIR R4, "References"), and as nothing else. */
final class ReadReference {
    private boolean readable = true;
    private @Nullable String reference;
    private boolean extendsReference;
    private @Nullable String type;
    private boolean hasIdentifier;
    private boolean hasDisplay;

    /** Receives each of its properties, with the token that its value begins with, and the text where that is a string. */
    void property(String name, JsonToken value, @Nullable String text) {
        switch (name) {
            case "reference" -> {
                reference = text;
                readable &= text != null;
            }
            case "type" -> {
                type = text;
                readable &= text != null;
            }
            case "display" -> {
                hasDisplay = true;
                readable &= value == JsonToken.VALUE_STRING;
            }
            case "identifier" -> {
                hasIdentifier = true;
                readable &= value == JsonToken.START_OBJECT;
            }
            case "_reference" -> extendsReference = true;
            case "extension" -> readable &= value == JsonToken.START_ARRAY;
            case "id", "_type", "_display" -> {}
            default -> readable = false;
        }
    }

    /** What was read, at that path. */
    CompartmentReference at(List<String> path) {
        boolean empty = reference == null && !hasIdentifier && !hasDisplay;
        boolean absent = reference == null && extendsReference;
        return readable && !empty && !absent
                ? new CompartmentReference.Understood(path, reference, type, hasIdentifier)
                : new CompartmentReference.Unreadable(path);
    }
}
