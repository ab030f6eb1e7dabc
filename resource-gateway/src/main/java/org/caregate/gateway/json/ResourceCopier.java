package org.caregate.gateway.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Copies one resource token by token and reads on the way what its proof needs, so that the bytes written are those that were
 * understood. Addresses of resources ({@code Reference.reference}, {@code Attachment.url}) are rewritten by the given function.
 */
public final class ResourceCopier {
    private final References references;
    private final UnaryOperator<String> rewrite;

    private ResourceCopier(References references, UnaryOperator<String> rewrite) {
        this.references = references;
        this.rewrite = rewrite;
    }

    /** For what the upstream answers: its addresses become ours. */
    public static ResourceCopier forCaller(References references) {
        return new ResourceCopier(references, references::forCaller);
    }

    /** The same for the answer to a write: addresses that were made relative on their way have the form they were submitted in. */
    public static ResourceCopier forWriter(References references, Map<String, String> submitted) {
        return new ResourceCopier(
                references, address -> references.forCaller(submitted.getOrDefault(address, address)));
    }

    /** For what was rewritten already, or is only read. */
    public static ResourceCopier unchanged(References references) {
        return new ResourceCopier(references, address -> address);
    }

    /**
     * Copies the object that the parser stands at the start of; the parser then stands at its end, whatever was found in it.
     *
     * @throws tools.jackson.core.JacksonException when the text is not JSON within its bounds
     */
    public Scan copy(JsonParser in, JsonGenerator out) throws MalformedResourceException {
        return copy(in, out, Room.UNLIMITED);
    }

    /** The same, as far as there is room. */
    public Scan copy(JsonParser in, JsonGenerator out, Room room) throws MalformedResourceException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedResourceException("a resource is an object");
        }
        ResourceScan scan = new ResourceScan(references);
        Deque<String> elements = new ArrayDeque<>(); // the name of each open object or array
        String name = "";
        JsonToken token = in.currentToken();
        while (true) {
            switch (token) {
                case START_OBJECT -> {
                    scan.startObject();
                    out.writeStartObject();
                    elements.push(name);
                }
                case END_OBJECT -> {
                    scan.endObject();
                    out.writeEndObject();
                    name = elements.pop();
                }
                case START_ARRAY -> {
                    scan.startArray();
                    out.writeStartArray();
                    elements.push(name);
                }
                case END_ARRAY -> {
                    scan.endArray();
                    out.writeEndArray();
                    name = elements.pop();
                }
                case PROPERTY_NAME -> {
                    name = in.currentName();
                    scan.name(name);
                    out.writeName(name);
                }
                case VALUE_STRING -> string(in, out, scan, AddressElements.isAddress(elements.element(), name), room);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
                    scalar(in, out, scan, token);
                default -> throw new MalformedResourceException("unexpected token");
            }
            if (elements.isEmpty()) {
                return scan.result();
            }
            if (!room.understands()) {
                skip(in, elements.size());
                return new Scan.TooLarge();
            }
            token = in.nextToken();
            if (token == null) {
                throw new MalformedResourceException("cut off");
            }
        }
    }

    private static void scalar(JsonParser in, JsonGenerator out, ResourceScan scan, JsonToken token)
            throws MalformedResourceException {
        scan.scalar(token);
        switch (token) {
            case VALUE_TRUE, VALUE_FALSE -> out.writeBoolean(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> out.writeNull();
            default -> out.writeNumber(in.getString()); // FHIR decimals keep their digits
        }
    }

    private static void skip(JsonParser in, int open) throws MalformedResourceException {
        int depth = open;
        while (depth > 0) {
            switch (in.nextToken()) {
                case START_OBJECT, START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                case null -> throw new MalformedResourceException("cut off");
                default -> {}
            }
        }
    }

    private void string(JsonParser in, JsonGenerator out, ResourceScan scan, boolean address, Room room) {
        if (scan.wantsText()) {
            scan.string(in.getString());
        } else {
            scan.scalar(JsonToken.VALUE_STRING);
        }
        if (!room.keeps()) {
            out.writeString("");
        } else if (address) {
            out.writeString(rewrite.apply(in.getString()));
        } else {
            out.writeString(in.getStringCharacters(), in.getStringOffset(), in.getStringLength());
        }
    }
}
