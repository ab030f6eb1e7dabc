package org.caregate.demo.search;

import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The order that {@code _sort} asks for; resources without the value come last, ties are broken by id. */
final class SortOrder {

    /** Three millennia in seconds: what is added so that no date of a record is negative. */
    private static final long YEARS_BEFORE_1970 = 100_000_000_000L;

    private SortOrder() {}

    static Optional<Comparator<StoredResource>> parse(SearchTable table, String type, String value) {
        Comparator<StoredResource> order = null;
        for (String key : value.split(",", -1)) {
            boolean descending = key.startsWith("-");
            Optional<SearchParameter> parameter = table.find(type, descending ? key.substring(1) : key);
            if (parameter.isEmpty()) {
                return Optional.empty();
            }
            Comparator<StoredResource> next = by(parameter.get(), descending);
            order = order == null ? next : order.thenComparing(next);
        }
        return order == null ? Optional.empty() : Optional.of(order.thenComparing(StoredResource::id));
    }

    private static Comparator<StoredResource> by(SearchParameter parameter, boolean descending) {
        Comparator<String> direction = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return Comparator.comparing(resource -> key(parameter, resource), Comparator.nullsLast(direction));
    }

    /** Fixed-width text for dates and numbers, so that one comparison of strings orders every kind. */
    private static @Nullable String key(SearchParameter parameter, StoredResource resource) {
        return parameter.in(resource).stream()
                .map(value -> switch (value) {
                    case IndexValue.Date(DateRange range) ->
                        "%015d".formatted(Math.max(0, range.start().getEpochSecond() + YEARS_BEFORE_1970));
                    case IndexValue.Token(String system, String code) -> code;
                    case IndexValue.Reference(String target) -> target;
                    case IndexValue.Text text -> text.folded();
                    case IndexValue.Quantity quantity -> "%030.6f".formatted(quantity.value());
                    case IndexValue.Uri(String uri) -> uri;
                })
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
