package org.caregate.administration.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caregate.protocol.form.PercentDecoding;
import org.caregate.protocol.scope.AdminScope;

/**
 * One operation.
 *
 * @param template of the path, its places written {@code {name}}
 * @param right what the caller's token must hold
 * @param query the parameters it knows
 * @param takesBody whether it reads a JSON object
 */
public record Route(
        String method,
        String template,
        AdminScope right,
        List<String> query,
        boolean takesBody,
        Function<Call, CallResult> action) {
    public Route {
        query = List.copyOf(query);
    }

    public static Route get(String template, AdminScope right, Function<Call, CallResult> action) {
        return new Route("GET", template, right, List.of(), false, action);
    }

    public static Route list(
            String template, AdminScope right, List<String> filters, Function<Call, CallResult> action) {
        List<String> query = new ArrayList<>(filters);
        query.addAll(List.of("limit", "cursor"));
        return new Route("GET", template, right, query, false, action);
    }

    public static Route change(String method, String template, AdminScope right, Function<Call, CallResult> action) {
        return new Route(method, template, right, List.of(), true, action);
    }

    public static Route delete(String template, AdminScope right, Function<Call, CallResult> action) {
        return new Route("DELETE", template, right, List.of(), false, action);
    }

    /** The values of the template's places, if the path fits it. */
    Optional<List<String>> match(String path) {
        String[] wanted = template.split("/", -1);
        String[] given = path.split("/", -1);
        if (wanted.length != given.length) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                String value = PercentDecoding.decode(given[i], false);
                if (value == null || value.isEmpty() || value.length() > 200) {
                    return Optional.empty();
                }
                values.add(value);
            } else if (!wanted[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
