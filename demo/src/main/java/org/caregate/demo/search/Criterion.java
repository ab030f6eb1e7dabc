package org.caregate.demo.search;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One {@code name:modifier=a,b} of a query: the resource must answer any of its values. */
record Criterion(SearchParameter parameter, @Nullable String modifier, List<String> anyOf) {

    /** The criterion, or nothing when modifier or a value does not belong to such a parameter. */
    static Optional<Criterion> parse(SearchParameter parameter, @Nullable String modifier, String value) {
        Criterion criterion = new Criterion(parameter, modifier, split(value));
        return criterion.anyOf.stream().allMatch(criterion::wellFormed) ? Optional.of(criterion) : Optional.empty();
    }

    private boolean wellFormed(String value) {
        if (value.isEmpty()) {
            return false;
        }
        if ("missing".equals(modifier)) {
            return value.equals("true") || value.equals("false");
        }
        return switch (parameter.kind()) {
            case TOKEN -> modifier == null || modifier.equals("not");
            case STRING -> modifier == null || modifier.equals("exact") || modifier.equals("contains");
            case REFERENCE -> modifier == null || parameter.targets().contains(modifier);
            case DATE -> modifier == null && DateRange.parse(Prefix.strip(value)) != null;
            case QUANTITY -> modifier == null && number(value) != null;
            case URI -> modifier == null;
        };
    }

    boolean matches(StoredResource resource) {
        List<IndexValue> values = parameter.in(resource);
        if ("missing".equals(modifier)) {
            return anyOf.contains(Boolean.toString(values.isEmpty()));
        }
        boolean any = values.stream().anyMatch(value -> anyOf.stream().anyMatch(wanted -> matches(wanted, value)));
        return "not".equals(modifier) != any;
    }

    private boolean matches(String wanted, IndexValue value) {
        return switch (value) {
            case IndexValue.Token token -> matchesToken(wanted, token);
            case IndexValue.Reference(String target) -> matchesReference(wanted, target);
            case IndexValue.Date(DateRange stored) -> {
                DateRange range = DateRange.parse(Prefix.strip(wanted));
                yield range != null && range.matches(Prefix.of(wanted), stored);
            }
            case IndexValue.Text text -> matchesText(wanted, text);
            case IndexValue.Quantity quantity -> matchesQuantity(wanted, quantity);
            case IndexValue.Uri(String uri) -> uri.equals(wanted);
        };
    }

    private static boolean matchesToken(String wanted, IndexValue.Token token) {
        int bar = wanted.indexOf('|');
        if (bar < 0) {
            return token.code().equals(wanted);
        }
        String system = wanted.substring(0, bar);
        String code = wanted.substring(bar + 1);
        boolean sameSystem = system.isEmpty() ? token.system() == null : system.equals(token.system());
        return sameSystem && (code.isEmpty() || token.code().equals(code));
    }

    private boolean matchesReference(String wanted, String stored) {
        int history = stored.indexOf("/_history/");
        String target = history < 0 ? stored : stored.substring(0, history);
        if (wanted.contains("/")) {
            return target.equals(wanted) && (modifier == null || wanted.startsWith(modifier + "/"));
        }
        return modifier == null
                ? target.substring(target.lastIndexOf('/') + 1).equals(wanted)
                : target.equals(modifier + "/" + wanted);
    }

    private boolean matchesText(String wanted, IndexValue.Text text) {
        if ("exact".equals(modifier)) {
            return text.exact().equals(wanted);
        }
        String folded = SearchParameter.fold(wanted);
        return "contains".equals(modifier)
                ? text.folded().contains(folded)
                : text.folded().startsWith(folded);
    }

    private static boolean matchesQuantity(String wanted, IndexValue.Quantity quantity) {
        String[] parts = Prefix.strip(wanted).split("\\|", -1);
        BigDecimal number = number(wanted);
        if (number == null) {
            return false;
        }
        if (parts.length > 1) {
            String system = parts.length == 3 ? parts[1] : "";
            String unit = parts[parts.length - 1];
            boolean sameUnit = unit.isEmpty() || unit.equals(quantity.code()) || unit.equals(quantity.unit());
            if (!sameUnit || !(system.isEmpty() || system.equals(quantity.system()))) {
                return false;
            }
        }
        int order = quantity.value().compareTo(number);
        // A number stands for the half of its last digit around it: 5.4 is [5.35, 5.45).
        BigDecimal half = number.ulp().movePointLeft(1).multiply(BigDecimal.valueOf(5));
        boolean equal = quantity.value().compareTo(number.subtract(half)) >= 0
                && quantity.value().compareTo(number.add(half)) < 0;
        BigDecimal tenth = number.abs().movePointLeft(1);
        return switch (Prefix.of(wanted)) {
            case EQ -> equal;
            case NE -> !equal;
            case GT, SA -> order > 0;
            case LT, EB -> order < 0;
            case GE -> order >= 0;
            case LE -> order <= 0;
            case AP -> quantity.value().subtract(number).abs().compareTo(tenth) <= 0;
        };
    }

    private static @Nullable BigDecimal number(String value) {
        String text = Prefix.strip(value);
        int bar = text.indexOf('|');
        try {
            return new BigDecimal(bar < 0 ? text : text.substring(0, bar));
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** Splits at commas that no backslash protects (<a href="https://hl7.org/fhir/R4/search.html#escaping">escaping</a>). */
    private static List<String> split(String value) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                part.append(value.charAt(++i));
            } else if (c == ',') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return List.copyOf(parts);
    }
}
