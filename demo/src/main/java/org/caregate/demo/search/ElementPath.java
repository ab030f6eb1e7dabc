package org.caregate.demo.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of FHIRPath that R4's search parameters are written in: elements, {@code as(Type)},
 * {@code where(resolve() is Type)} and {@code where(name='value')}. A path beyond it is not supported, and then neither
 * is its parameter: better refused with 400 than answered wrongly.
 */
final class ElementPath {

    private static final Pattern STEP = Pattern.compile(
            "\\.(?:as\\((\\w+)\\)|where\\(resolve\\(\\) is (\\w+)\\)|where\\((\\w+)='([^']*)'\\)|([a-z]\\w*)(?![\\w(]))");
    private static final Pattern AS = Pattern.compile("^\\((.+) as (\\w+)\\)$|^(.+) as (\\w+)$");

    /** The types that a choice element {@code value[x]} can have in JSON: {@code classHistory} is no choice of {@code class}. */
    private static final Set<String> CHOICES = Set.of(
            "Age",
            "Boolean",
            "CodeableConcept",
            "Date",
            "DateTime",
            "Duration",
            "Identifier",
            "Instant",
            "Integer",
            "Money",
            "Period",
            "Quantity",
            "Range",
            "Ratio",
            "Reference",
            "String",
            "Time",
            "Timing",
            "Uri");

    private sealed interface Step {
        record Child(String name) implements Step {}

        record OfType(String type) implements Step {}

        record ReferenceTo(String type) implements Step {}

        record Where(String field, String value) implements Step {}
    }

    /** A node together with the type its choice element named, if it came from one. */
    private record Element(JsonNode node, @Nullable String choice) {}

    private final List<Step> steps;

    private ElementPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Reads one alternative of a parameter's expression, without the leading type name. */
    static Optional<ElementPath> parse(String expression) {
        String text = expression;
        Matcher as = AS.matcher(text);
        if (as.matches()) {
            text = as.group(1) != null
                    ? as.group(1) + ".as(" + as.group(2) + ")"
                    : as.group(3) + ".as(" + as.group(4) + ")";
        }
        int dot = text.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text).region(dot, text.length());
        int at = dot;
        while (matcher.find() && matcher.start() == at) {
            at = matcher.end();
            if (matcher.group(1) != null) {
                steps.add(new Step.OfType(matcher.group(1)));
            } else if (matcher.group(2) != null) {
                steps.add(new Step.ReferenceTo(matcher.group(2)));
            } else if (matcher.group(3) != null) {
                steps.add(new Step.Where(matcher.group(3), matcher.group(4)));
            } else {
                steps.add(new Step.Child(matcher.group(5)));
            }
        }
        return at == text.length() ? Optional.of(new ElementPath(steps)) : Optional.empty();
    }

    /** Every node that the path leads to, arrays taken apart. */
    List<JsonNode> find(JsonNode resource) {
        List<Element> here = List.of(new Element(resource, null));
        for (Step step : steps) {
            List<Element> next = new ArrayList<>();
            for (Element element : here) {
                follow(step, element, next);
            }
            here = next;
        }
        return here.stream().map(Element::node).toList();
    }

    private static void follow(Step step, Element from, List<Element> to) {
        JsonNode node = from.node();
        switch (step) {
            case Step.Child(String name) -> {
                addAll(node.get(name), null, to);
                if (!node.has(name)) {
                    node.propertyStream()
                            .filter(field -> field.getKey().startsWith(name)
                                    && CHOICES.contains(field.getKey().substring(name.length())))
                            .forEach(field ->
                                    addAll(field.getValue(), field.getKey().substring(name.length()), to));
                }
            }
            case Step.OfType(String type) -> {
                if (from.choice() == null || from.choice().equalsIgnoreCase(type)) {
                    to.add(from);
                }
            }
            case Step.ReferenceTo(String type) -> {
                if (node.path("reference").asText().startsWith(type + "/")) {
                    to.add(from);
                }
            }
            case Step.Where(String field, String value) -> {
                if (node.path(field).asText().equals(value)) {
                    to.add(from);
                }
            }
        }
    }

    private static void addAll(@Nullable JsonNode node, @Nullable String choice, List<Element> to) {
        if (node == null) {
            return;
        }
        if (node.isArray()) {
            node.forEach(item -> to.add(new Element(item, choice)));
        } else {
            to.add(new Element(node, choice));
        }
    }
}
