package org.caregate.gateway.discovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caregate.gateway.json.MalformedResourceException;
import org.caregate.policy.decision.OfferedSearch;
import org.caregate.protocol.fhir.FhirInteraction;
import org.caregate.protocol.fhir.type.ResourceTypes;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One {@code CapabilityStatement.rest.resource} of the upstream, cut to what the gateway offers of it: interactions that it forwards,
 * parameters and includes that it accepts of any token (FHIR R4, CapabilityStatement). Held whole, since JSON has no order and the
 * rest can only be judged once the type is known.
 */
final class OfferedResource {
    private static final Set<String> INTERACTIONS = Stream.of(FhirInteraction.values())
            .map(FhirInteraction::capabilityCode)
            .filter(code -> !code.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> VERSIONING = Set.of("no-version", "versioned", "versioned-update");

    private String type = "";
    private String profile = "";
    private String versioning = "";
    private List<String> supportedProfiles = List.of();
    private List<String> includes = List.of();
    private List<String> reverseIncludes = List.of();
    private List<Map<String, String>> interactions = List.of();
    private List<Map<String, String>> parameters = List.of();

    /** Reads the object that the parser stands at the start of. */
    OfferedResource(JsonParser in) throws MalformedResourceException {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "type" -> type = text(in);
                case "profile" -> profile = text(in);
                case "versioning" -> versioning = text(in);
                case "supportedProfile" -> supportedProfiles = texts(in);
                case "searchInclude" -> includes = texts(in);
                case "searchRevInclude" -> reverseIncludes = texts(in);
                case "interaction" -> interactions = objects(in);
                case "searchParam" -> parameters = objects(in);
                default -> in.skipChildren();
            }
        }
    }

    /** Writes what is offered: nothing of a type that R4 does not have. */
    void write(JsonGenerator out) {
        if (!ResourceTypes.contains(type)) {
            return;
        }
        out.writeStartObject();
        out.writeStringProperty("type", type);
        if (!profile.isEmpty()) {
            out.writeStringProperty("profile", profile);
        }
        array(out, "supportedProfile", supportedProfiles);
        interactions(out);
        if (VERSIONING.contains(versioning)) {
            out.writeStringProperty("versioning", versioning);
        }
        array(
                out,
                "searchInclude",
                includes.stream()
                        .filter(value -> OfferedSearch.include(type, value))
                        .toList());
        array(
                out,
                "searchRevInclude",
                reverseIncludes.stream().filter(OfferedSearch::reverseInclude).toList());
        parameters(out);
        out.writeEndObject();
    }

    private void interactions(JsonGenerator out) {
        List<String> codes = interactions.stream()
                .map(interaction -> interaction.getOrDefault("code", ""))
                .filter(INTERACTIONS::contains)
                .distinct()
                .toList();
        if (!codes.isEmpty()) {
            out.writeName("interaction");
            out.writeStartArray();
            for (String code : codes) {
                out.writeStartObject();
                out.writeStringProperty("code", code);
                out.writeEndObject();
            }
            out.writeEndArray();
        }
    }

    private void parameters(JsonGenerator out) {
        Map<String, Map<String, String>> offered = new LinkedHashMap<>();
        for (Map<String, String> parameter : parameters) {
            String name = parameter.getOrDefault("name", "");
            if (OfferedSearch.parameter(type, name).isPresent()) {
                offered.putIfAbsent(name, parameter);
            }
        }
        if (offered.isEmpty()) {
            return;
        }
        out.writeName("searchParam");
        out.writeStartArray();
        offered.forEach((name, parameter) -> {
            out.writeStartObject();
            out.writeStringProperty("name", name);
            String definition = parameter.getOrDefault("definition", "");
            if (!definition.isEmpty()) {
                out.writeStringProperty("definition", definition);
            }
            out.writeStringProperty("type", OfferedSearch.parameter(type, name).orElseThrow());
            out.writeEndObject();
        });
        out.writeEndArray();
    }

    private static void array(JsonGenerator out, String name, List<String> values) {
        if (!values.isEmpty()) {
            out.writeName(name);
            out.writeStartArray();
            values.forEach(out::writeString);
            out.writeEndArray();
        }
    }

    private static String text(JsonParser in) throws MalformedResourceException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedResourceException("a text was expected");
        }
        return in.getString();
    }

    private static List<String> texts(JsonParser in) throws MalformedResourceException {
        demandArray(in);
        List<String> texts = new ArrayList<>();
        while (in.nextToken() == JsonToken.VALUE_STRING) {
            texts.add(in.getString());
        }
        demandEnd(in);
        return texts;
    }

    /** The texts of each object in an array; whatever else is in them is left out. */
    private static List<Map<String, String>> objects(JsonParser in) throws MalformedResourceException {
        demandArray(in);
        List<Map<String, String>> objects = new ArrayList<>();
        while (in.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> texts = new LinkedHashMap<>();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                if (in.nextToken() == JsonToken.VALUE_STRING) {
                    texts.put(name, in.getString());
                } else {
                    in.skipChildren();
                }
            }
            objects.add(texts);
        }
        demandEnd(in);
        return objects;
    }

    private static void demandEnd(JsonParser in) throws MalformedResourceException {
        if (in.currentToken() != JsonToken.END_ARRAY) {
            throw new MalformedResourceException("an array of one kind was expected");
        }
    }

    private static void demandArray(JsonParser in) throws MalformedResourceException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedResourceException("an array was expected");
        }
    }
}
