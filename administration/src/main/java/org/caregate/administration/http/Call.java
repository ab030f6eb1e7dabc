package org.caregate.administration.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.caregate.administration.operation.Operator;
import org.caregate.protocol.form.FormPair;
import org.jspecify.annotations.Nullable;

/**
 * A permitted call.
 *
 * @param values of the path template's places, decoded
 * @param query decoded; each name is one the route knows, and came once
 * @param body empty when the route takes none
 * @param ifMatch the header, if it came once
 */
public record Call(
        Operator operator,
        List<String> values,
        Map<String, String> query,
        Map<String, Object> body,
        Optional<String> ifMatch) {
    /** The longest page, and the default one. */
    public static final int MAX_PAGE = 200;

    private static final int DEFAULT_PAGE = 50;

    public Call {
        values = List.copyOf(values);
        query = Map.copyOf(query);
    }

    /** The first place of the path. */
    public String id() {
        return values.getFirst();
    }

    /** How many items a page may have; checked by {@link #read}. */
    public int limit() {
        return Optional.ofNullable(query.get("limit")).map(Integer::parseInt).orElse(DEFAULT_PAGE);
    }

    /** The key after which a page begins, from a cursor that {@link #cursor(String)} made. */
    @Nullable
    public String after() {
        String cursor = query.get("cursor");
        return cursor == null ? null : decoded(cursor);
    }

    /** One page of rows, read one longer than it is shown so that it is known whether there is another. */
    public static <T> Map<String, Object> page(
            List<T> rows, int limit, Function<T, Map<String, Object>> shown, Function<T, String> key) {
        boolean more = rows.size() > limit;
        List<T> page = more ? rows.subList(0, limit) : rows;
        return CallResult.page(page.stream().map(shown).toList(), more ? cursor(key.apply(page.getLast())) : null);
    }

    static String cursor(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String decoded(String cursor) {
        try {
            return cursor.length() > 400
                    ? null
                    : new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A query as it came. */
    sealed interface Query {
        /** Each name is known and came once, and limit and cursor can be used. */
        record Usable(Map<String, String> values) implements Query {}

        /** Why not: the name, or that it is not known. */
        record Unusable(String name) implements Query {}
    }

    static Query read(@Nullable String query, List<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        if (query != null && !query.isEmpty()) {
            for (FormPair pair : FormPair.in(query)) {
                String name = pair.name();
                String value = pair.value();
                if (name == null || !known.contains(name)) {
                    return new Query.Unusable("a parameter that is not known");
                }
                if (value == null || value.isEmpty() || value.length() > 400 || values.put(name, value) != null) {
                    return new Query.Unusable(name);
                }
            }
        }
        String limit = values.get("limit");
        if (limit != null && (!limit.matches("[1-9][0-9]{0,2}") || Integer.parseInt(limit) > MAX_PAGE)) {
            return new Query.Unusable("limit");
        }
        String cursor = values.get("cursor");
        return cursor != null && decoded(cursor) == null ? new Query.Unusable("cursor") : new Query.Usable(values);
    }
}
