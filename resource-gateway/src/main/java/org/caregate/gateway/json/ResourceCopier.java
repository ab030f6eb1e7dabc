package org.caregate.gateway.json;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Copies one resource token by token and reads on the way what its proof needs, so that the bytes written are those that were
 * understood. References are rewritten by the given function.
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

    /** For what a caller sends: addresses under the base become relative, since the upstream has another name for it. */
    public static ResourceCopier forUpstream(References references) {
        return new ResourceCopier(references, references::relative);
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
        int depth = 0;
        String name = null;
        JsonToken token = in.currentToken();
        while (true) {
            switch (token) {
                case START_OBJECT -> {
                    scan.startObject();
                    out.writeStartObject();
                    depth++;
                }
                case END_OBJECT -> {
                    scan.endObject();
                    out.writeEndObject();
                    depth--;
                }
                case START_ARRAY -> {
                    scan.startArray();
                    out.writeStartArray();
                    depth++;
                }
                case END_ARRAY -> {
                    scan.endArray();
                    out.writeEndArray();
                    depth--;
                }
                case PROPERTY_NAME -> {
                    name = in.currentName();
                    scan.name(name);
                    out.writeName(name);
                }
                case VALUE_STRING -> string(in, out, scan, name, room);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    scan.scalar(token);
                    out.writeNumber(in.getString()); // FHIR decimals keep their digits
                }
                case VALUE_TRUE, VALUE_FALSE -> {
                    scan.scalar(token);
                    out.writeBoolean(token == JsonToken.VALUE_TRUE);
                }
                case VALUE_NULL -> {
                    scan.scalar(token);
                    out.writeNull();
                }
                default -> throw new MalformedResourceException("unexpected token");
            }
            if (depth == 0) {
                return scan.result();
            }
            if (!room.understands()) {
                skip(in, depth);
                return new Scan.TooLarge();
            }
            token = in.nextToken();
            if (token == null) {
                throw new MalformedResourceException("cut off");
            }
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

    private void string(JsonParser in, JsonGenerator out, ResourceScan scan, @Nullable String name, Room room) {
        boolean wanted = scan.wantsText();
        boolean address = name != null && isAddress(name);
        if (wanted) {
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

    private static boolean isAddress(String name) {
        return name.equals("reference") || name.equals("url") || name.equals("fullUrl");
    }
}
