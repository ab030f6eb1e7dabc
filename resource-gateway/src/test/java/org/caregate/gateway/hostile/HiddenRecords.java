package org.caregate.gateway.hostile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Resources of another patient, marked, that pretend to be the token's own patient's: by an owner that one reader passes over and another
 * takes, or by standing whole inside of a resource of the own patient.
 */
final class HiddenRecords {
    private static final String OWN = "{\"reference\":\"Patient/p1\"}";

    /** A type, the element that owns it, one that names who else had a part, and whether that is a list. */
    private record Kind(String type, String owner, String other, boolean list) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("Observation", "subject", "performer", true),
            new Kind("ServiceRequest", "subject", "performer", true),
            new Kind("DocumentReference", "subject", "author", true),
            new Kind("Composition", "subject", "author", true),
            new Kind("QuestionnaireResponse", "subject", "author", false),
            new Kind("Communication", "subject", "sender", false),
            new Kind("List", "subject", "source", false),
            new Kind("Condition", "subject", "asserter", false),
            new Kind("AllergyIntolerance", "patient", "recorder", false),
            new Kind("Coverage", "beneficiary", "subscriber", false),
            new Kind("CarePlan", "subject", "author", false));

    private final Random random;
    private final String victim;
    private final String marker;

    HiddenRecords(Random random, String victim, String marker) {
        this.random = random;
        this.victim = victim;
        this.marker = marker;
    }

    /** The next one, as JSON. */
    String next() {
        return random.nextInt(2) == 0 ? misowned() : inside();
    }

    /** Another patient's record that the own patient had a part in. */
    private String misowned() {
        Kind kind = any(KINDS);
        List<String> properties = basic(kind.type());
        properties.add("\"note\":[{\"text\":\"" + marker + "\"}]");
        properties.add("\"" + kind.other() + "\":" + (kind.list() ? "[" + OWN + "]" : OWN));
        String name = kind.owner();
        switch (random.nextInt(8)) {
            case 0 -> properties.add("\"" + cased(name) + "\":" + reference());
            case 1 -> properties.add("\"_" + name + "\":" + reference());
            case 2 ->
                properties.add("\"" + name + any(List.of(" ", ".reference", "\\u0000", "[x]", "\u200b")) + "\":"
                        + reference());
            case 3 -> {
                properties.add("\"" + name + "\":" + OWN);
                properties.add("\"" + escaped(any(List.of(name, cased(name)))) + "\":" + reference());
            }
            case 4 -> {
                String own = "\"" + name + "\":{\"reference\":\"Patient/p1\"";
                properties.add(
                        own + ",\"" + any(List.of("reference", "Reference", "referenc\\u0065", "value", "resource"))
                                + "\":" + text() + "}");
            }
            default -> properties.add("\"" + escaped(name) + "\":" + owner());
        }
        return object(properties);
    }

    /** A value in the owner's place that is not the own patient's reference. */
    private String owner() {
        String text = text();
        return switch (random.nextInt(18)) {
            case 0 -> text;
            case 1 -> "[" + text + "]";
            case 2 -> "[" + reference() + "]";
            case 3 -> "[[" + reference() + "]]";
            case 4 -> "[" + OWN + "," + reference() + "]";
            case 5 -> "{\"reference\":[" + text + "]}";
            case 6 -> "{\"reference\":{\"value\":" + text + "}}";
            case 7 ->
                "{\"" + any(List.of("Reference", "REFERENCE", "_reference", "ref", "uri", "id")) + "\":" + text + "}";
            case 8 -> "{\"_reference\":{\"id\":" + text + "},\"display\":" + text + "}";
            case 9 -> "{\"extension\":[{\"url\":\"u\",\"valueReference\":" + reference() + "}]}";
            case 10 -> any(List.of("null", "{}", "0", "true", "1e3"));
            case 11 ->
                "{\"reference\":" + any(List.of("null", "1", "true", "{}", "\"\"")) + ",\"display\":" + text + "}";
            case 12 -> "{\"display\":" + text + "}";
            case 13 -> "{\"identifier\":{\"value\":" + text + "}}";
            case 14 -> "{\"reference\":\"Patient/p1\",\"type\":[\"Patient\"],\"display\":" + text + "}";
            case 15 ->
                "{\"reference\":\""
                        + any(List.of("Group/g", "Device/p1", "#", "#x", "urn:uuid:p1", "Patient/p1#x", " Patient/p1"))
                        + "\",\"display\":" + text + "}";
            case 16 -> "{\"identifier\":[{\"value\":\"1\"}],\"reference\":\"Patient/p1\",\"display\":" + text + "}";
            default -> reference();
        };
    }

    /** A whole resource of another patient somewhere inside of the own patient's. */
    private String inside() {
        Kind kind = any(KINDS);
        List<String> properties = basic(kind.type());
        properties.add("\"" + kind.owner() + "\":" + OWN);
        String foreign = random.nextBoolean() ? patient() : record(any(KINDS));
        String value = switch (random.nextInt(6)) {
            case 0 -> "[" + foreign + "]";
            case 1 -> "[[" + foreign + "]]";
            case 2 -> "[{\"url\":\"u\",\"resource\":" + foreign + "}]";
            case 3 ->
                "[{\"resourceType\":\"" + any(List.of("Bundle", "Parameters", "Specimen", "List")) + "\",\""
                        + any(List.of("entry", "parameter", "contained")) + "\":[{\"resource\":" + foreign + "}]}]";
            case 4 -> "{\"value\":" + foreign + "}";
            default -> foreign;
        };
        String name = any(List.of(
                "contained",
                "extension",
                "modifierExtension",
                "entry",
                "parameter",
                "resource",
                "valueResource",
                "outcome",
                "note",
                "code",
                "Contained",
                "_contained",
                "contain\\u0065d"));
        properties.add("\"" + name + "\":" + value);
        return object(properties);
    }

    private String patient() {
        return object(new ArrayList<>(List.of(
                "\"" + type() + "\":\"Patient\"",
                "\"id\":\"" + victim + "\"",
                "\"name\":[{\"text\":\"" + marker + "\"}]")));
    }

    private String record(Kind kind) {
        return object(new ArrayList<>(List.of(
                "\"" + type() + "\":\"" + kind.type() + "\"",
                "\"" + kind.owner() + "\":" + reference(),
                "\"code\":{\"text\":\"" + marker + "\"}")));
    }

    private String type() {
        return random.nextInt(4) == 0
                ? any(List.of("resourc\\u0065Type", "ResourceType", "resourcetype"))
                : "resourceType";
    }

    private List<String> basic(String type) {
        return new ArrayList<>(List.of("\"resourceType\":\"" + type + "\"", "\"id\":\"x1\"", "\"status\":\"final\""));
    }

    private String reference() {
        return "{\"reference\":" + text() + "}";
    }

    private String text() {
        return "\""
                + any(List.of(
                        "Patient/",
                        "Patient\\/",
                        Guard.UPSTREAM,
                        Guard.OURS,
                        "https://elsewhere.example/fhir/Patient/"))
                + victim + "\"";
    }

    /** The two names of the base. */
    private static final class Guard {
        static final String OURS = "https://localhost:9443/fhir/Patient/";
        static final String UPSTREAM = "http://127.0.0.1:8080/fhir/Patient/";
    }

    private String object(List<String> properties) {
        Collections.shuffle(properties, random);
        return "{" + String.join(",", properties) + "}";
    }

    private static String cased(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private String escaped(String name) {
        if (random.nextInt(3) > 0) {
            return name;
        }
        int at = random.nextInt(name.length());
        return name.substring(0, at)
                + String.format(Locale.ROOT, "\\u%04x", (int) name.charAt(at))
                + name.substring(at + 1);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
