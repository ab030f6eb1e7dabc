package org.caregate.demo.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One row of the table: a parameter of one resource type and where it looks. */
public final class SearchParameter {

    /** The kinds of parameter that this server understands. */
    public enum Kind {
        /** A code, identifier or boolean. */
        TOKEN,
        /** A reference to another resource. */
        REFERENCE,
        /** A date or a period. */
        DATE,
        /** Text, matched from its beginning. */
        STRING,
        /** A measured value. */
        QUANTITY,
        /** A URI. */
        URI
    }

    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

    private final String name;
    private final Kind kind;
    private final List<ElementPath> paths;
    private final Set<String> targets;

    SearchParameter(String name, Kind kind, List<ElementPath> paths, Set<String> targets) {
        this.name = name;
        this.kind = kind;
        this.paths = List.copyOf(paths);
        this.targets = Set.copyOf(targets);
    }

    /** The name in the query. */
    public String name() {
        return name;
    }

    /** How its values are compared. */
    public Kind kind() {
        return kind;
    }

    /** The types that a reference may point to; empty when it is no reference or may point to any. */
    public Set<String> targets() {
        return targets;
    }

    List<IndexValue> in(StoredResource resource) {
        return resource.values(name, this::extract);
    }

    private List<IndexValue> extract(JsonNode resource) {
        List<IndexValue> values = new ArrayList<>();
        for (ElementPath path : paths) {
            for (JsonNode node : path.find(resource)) {
                switch (kind) {
                    case TOKEN -> tokens(node, values);
                    case REFERENCE -> references(node, values);
                    case DATE -> dates(node, values);
                    case STRING -> strings(node, values);
                    case QUANTITY -> quantities(node, values);
                    case URI -> values.add(new IndexValue.Uri(node.asText()));
                }
            }
        }
        return List.copyOf(values);
    }

    private static void tokens(JsonNode node, List<IndexValue> values) {
        if (node.has("coding") || node.has("text")) {
            node.path("coding").forEach(coding -> tokens(coding, values));
        } else if (node.isObject()) {
            String code = node.has("code") ? text(node, "code") : text(node, "value");
            if (code != null) {
                values.add(new IndexValue.Token(text(node, "system"), code));
            }
        } else {
            values.add(new IndexValue.Token(null, node.asText()));
        }
    }

    private static void references(JsonNode node, List<IndexValue> values) {
        String target = node.isTextual() ? node.asText() : text(node, "reference");
        if (target != null) {
            values.add(new IndexValue.Reference(target));
        }
    }

    private static void dates(JsonNode node, List<IndexValue> values) {
        if (node.isTextual()) {
            Optional.ofNullable(DateRange.parse(node.asText()))
                    .map(IndexValue.Date::new)
                    .ifPresent(values::add);
        } else if (node.has("event")) {
            node.path("event").forEach(event -> dates(event, values));
        } else {
            Optional.ofNullable(DateRange.period(text(node, "start"), text(node, "end")))
                    .map(IndexValue.Date::new)
                    .ifPresent(values::add);
        }
    }

    private static void strings(JsonNode node, List<IndexValue> values) {
        if (node.isTextual()) {
            values.add(new IndexValue.Text(fold(node.asText()), node.asText()));
            return;
        }
        // HumanName and Address: any part of them; their period and use are not for searching.
        Stream.of(
                        "family",
                        "given",
                        "prefix",
                        "suffix",
                        "text",
                        "line",
                        "city",
                        "district",
                        "state",
                        "postalCode",
                        "country")
                .map(node::path)
                .flatMap(part -> part.isArray() ? part.valueStream() : Stream.of(part))
                .filter(JsonNode::isTextual)
                .forEach(part -> strings(part, values));
    }

    private static void quantities(JsonNode node, List<IndexValue> values) {
        if (node.has("value")) {
            values.add(new IndexValue.Quantity(
                    node.path("value").decimalValue(), text(node, "system"), text(node, "code"), text(node, "unit")));
        }
    }

    static String fold(String text) {
        return ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null ? null : value.asText();
    }
}
