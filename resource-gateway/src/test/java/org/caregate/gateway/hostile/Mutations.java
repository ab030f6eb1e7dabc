package org.caregate.gateway.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Valid resources into which another patient's reference is put, in shapes, places and spellings that one reader passes over and
 * another one takes.
 */
final class Mutations {
    private final Random random;
    private final String victim;

    Mutations(Random random, String victim) {
        this.random = random;
        this.victim = victim;
    }

    /** JSON in which anything is possible: names twice, and text that is no value. */
    sealed interface Node {
        /** Properties in order; a name may come twice. */
        record Obj(List<Property> properties) implements Node {}

        record Arr(List<Node> elements) implements Node {}

        /** Written as it is. */
        record Raw(String text) implements Node {}
    }

    /** A property, its name written as it is between quotes. */
    record Property(String name, Node value) {}

    private record Spot(Node.Obj in, int at) {
        Property property() {
            return in.properties().get(at);
        }

        void set(Property property) {
            in.properties().set(at, property);
        }
    }

    /** A damaged copy of the resource. */
    String of(Node.Obj seed) {
        Node.Obj copy = (Node.Obj) copy(seed);
        List<Spot> references = new ArrayList<>();
        spots(copy, references, "reference");
        Spot reference = any(references);
        boolean keep = random.nextInt(3) == 0;
        Spot holder = holder(copy, reference);
        if (keep && holder != null) {
            beside(holder);
        } else {
            instead(reference, holder);
        }
        for (int more = random.nextInt(3); more > 0; more--) {
            noise(copy);
        }
        return text(copy);
    }

    /** The victim's reference in place of a valid one, misshapen. */
    private void instead(Spot reference, @Nullable Spot holder) {
        int shape = random.nextInt(16);
        String name = reference.property().name();
        switch (shape) {
            case 0 -> reference.set(new Property(name, list(named())));
            case 1 -> reference.set(new Property(name, list(list(named()))));
            case 2 -> reference.set(new Property(name, object("value", named())));
            case 3 -> reference.set(new Property(cased(name), named()));
            case 4 -> reference.set(new Property("_" + name, object("value", named())));
            case 5 -> reference.set(new Property(escaped(name), named()));
            case 6 -> {
                reference.in().properties().add(random.nextInt(2) * reference.at(), new Property(name, named()));
            }
            case 7 -> reference.in().properties().add(new Property(escaped(name), named()));
            case 8 -> reference.set(new Property("resource", patient()));
            case 9 -> reference.set(new Property("resourceType", raw("\"Patient\"")));
            case 10 -> reference.set(new Property(name, raw("null")));
            case 11 -> reference.set(new Property(name, spelled()));
            case 12 -> reference.set(new Property(name + " ", named()));
            default -> {
                if (holder == null) {
                    reference.set(new Property(name, spelled()));
                } else {
                    holder(holder);
                }
            }
        }
    }

    /** The element that holds the Reference, misshapen as a whole. */
    private void holder(Spot holder) {
        String name = holder.property().name();
        switch (random.nextInt(9)) {
            case 0 -> holder.set(new Property(name, named()));
            case 1 -> holder.set(new Property(name, list(reference())));
            case 2 -> holder.set(new Property(name, list(list(reference()))));
            case 3 -> holder.set(new Property(cased(name), reference()));
            case 4 -> holder.set(new Property("_" + name, reference()));
            case 5 -> holder.set(new Property(name + "Reference", reference()));
            case 6 -> holder.set(new Property(name + ".reference", named()));
            case 7 -> holder.set(new Property(name, patient()));
            default -> holder.set(new Property(escaped(name), reference()));
        }
    }

    /** The victim's reference next to a valid one. */
    private void beside(Spot holder) {
        List<Property> properties = holder.in().properties();
        String name = holder.property().name();
        Property added = switch (random.nextInt(8)) {
            case 0 -> new Property(name, reference());
            case 1 -> new Property(cased(name), reference());
            case 2 -> new Property("contained", list(contained()));
            case 3 -> new Property("extension", list(extension(new Property("resource", patient()))));
            case 4 -> new Property("extension", list(extension(new Property("valueReference", reference()))));
            case 5 -> new Property("modifierExtension", list(extension(new Property("valueObservation", contained()))));
            case 6 -> new Property("contained", contained());
            default ->
                new Property(
                        any(List.of("performer", "author", "focus", "subject", "patient", "basedOn")),
                        random.nextBoolean() ? reference() : list(reference()));
        };
        properties.add(random.nextInt(properties.size() + 1), added);
    }

    /** Any damage that names nobody. */
    private void noise(Node.Obj root) {
        List<Spot> all = new ArrayList<>();
        spots(root, all, "");
        Spot spot = any(all);
        Property property = spot.property();
        switch (random.nextInt(7)) {
            case 0 -> spot.set(new Property(property.name(), list(property.value())));
            case 1 -> spot.in().properties().add(new Property(property.name(), property.value()));
            case 2 -> spot.set(new Property(escaped(property.name()), property.value()));
            case 3 -> spot.set(new Property(property.name(), raw("null")));
            case 4 -> spot.set(new Property(any(all).property().name(), property.value()));
            case 5 -> {
                spot.in().properties().remove(spot.at());
                spot.in().properties().add(property);
            }
            default ->
                spot.set(new Property(property.name(), copy(any(all).property().value())));
        }
    }

    private Node named() {
        return raw("\"Patient/" + victim + "\"");
    }

    private Node spelled() {
        String base =
                any(List.of("http://127.0.0.1:8080/fhir/", "https://localhost:9443/fhir/", "https://elsewhere/r4/"));
        return raw("\""
                + any(List.of(
                        "Patient/" + victim,
                        "Patient\\/" + victim,
                        "\\u0050atient/" + victim,
                        base + "Patient/" + victim,
                        base.toUpperCase(Locale.ROOT) + "Patient/" + victim,
                        base + "/Patient/" + victim,
                        base + "x/../Patient/" + victim,
                        "/Patient/" + victim,
                        "./Patient/" + victim,
                        " Patient/" + victim,
                        "Patient/" + victim + " ",
                        "Patient/" + victim + "/",
                        "Patient//" + victim,
                        "Patient/" + victim + "/_history/1",
                        "Patient/" + victim + "/_history/",
                        "Patient/" + victim + "#x",
                        "Patient/" + victim + "?x",
                        "patient/" + victim,
                        "Practitioner/../Patient/" + victim,
                        "Practitioner/x/Patient/" + victim,
                        "Patient?_id=" + victim,
                        "urn:uuid:" + victim,
                        "Patient%2F" + victim,
                        "Patient/\\u200b" + victim))
                + "\"");
    }

    private Node.Obj reference() {
        Node.Obj reference = object("reference", random.nextInt(4) == 0 ? spelled() : named());
        if (random.nextInt(4) == 0) {
            reference.properties().add(new Property("type", raw("\"Practitioner\"")));
        }
        return reference;
    }

    private Node patient() {
        Node.Obj patient = object("resourceType", raw("\"Patient\""));
        patient.properties().add(random.nextInt(2), new Property("id", raw("\"" + victim + "\"")));
        return patient;
    }

    private Node contained() {
        Node.Obj observation = object("resourceType", raw("\"Observation\""));
        observation.properties().add(new Property("id", raw("\"c\"")));
        observation.properties().add(new Property("status", raw("\"final\"")));
        observation.properties().add(new Property("code", object("text", raw("\"c\""))));
        observation.properties().add(random.nextInt(5), new Property("subject", reference()));
        return observation;
    }

    private static Node extension(Property value) {
        Node.Obj extension = object("url", raw("\"http://example.org/x\""));
        extension.properties().add(value);
        return extension;
    }

    private static Node.Obj object(String name, Node value) {
        List<Property> properties = new ArrayList<>();
        properties.add(new Property(name, value));
        return new Node.Obj(properties);
    }

    private static Node list(Node element) {
        List<Node> elements = new ArrayList<>();
        elements.add(element);
        return new Node.Arr(elements);
    }

    private static Node raw(String text) {
        return new Node.Raw(text);
    }

    private String cased(String name) {
        return random.nextBoolean()
                ? name.toUpperCase(Locale.ROOT)
                : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private String escaped(String name) {
        if (name.contains("\\")) {
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

    private static void spots(Node node, List<Spot> into, String name) {
        switch (node) {
            case Node.Obj object -> {
                for (int i = 0; i < object.properties().size(); i++) {
                    if (name.isEmpty() || object.properties().get(i).name().equals(name)) {
                        into.add(new Spot(object, i));
                    }
                    spots(object.properties().get(i).value(), into, name);
                }
            }
            case Node.Arr array -> array.elements().forEach(element -> spots(element, into, name));
            case Node.Raw raw -> {}
        }
    }

    /** The property whose value is the object that this spot is in; null when that stands in an array. */
    @SuppressWarnings("ReferenceEquality") // the very object, not one that looks the same
    private static @Nullable Spot holder(Node.Obj root, Spot inner) {
        List<Spot> all = new ArrayList<>();
        spots(root, all, "");
        return all.stream()
                .filter(spot -> spot.property().value() == inner.in())
                .findFirst()
                .orElse(null);
    }

    private static Node copy(Node node) {
        return switch (node) {
            case Node.Obj object ->
                new Node.Obj(object.properties().stream()
                        .map(property -> new Property(property.name(), copy(property.value())))
                        .collect(Collectors.toCollection(ArrayList::new)));
            case Node.Arr array ->
                new Node.Arr(array.elements().stream()
                        .map(Mutations::copy)
                        .collect(Collectors.toCollection(ArrayList::new)));
            case Node.Raw raw -> raw;
        };
    }

    private static String text(Node node) {
        return switch (node) {
            case Node.Obj object ->
                object.properties().stream()
                        .map(property -> "\"" + property.name() + "\":" + text(property.value()))
                        .collect(Collectors.joining(",", "{", "}"));
            case Node.Arr array ->
                array.elements().stream().map(Mutations::text).collect(Collectors.joining(",", "[", "]"));
            case Node.Raw raw -> raw.text();
        };
    }
}
