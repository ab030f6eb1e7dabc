package org.caregate.authorization.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parameters of a form or query, decoded. One without a value counts as omitted (RFC 6749 §3.1).
 *
 * @param values the first value of each parameter that has one
 * @param repeated names that came more than once; no endpoint may go on with one of them
 */
public record Parameters(Map<String, String> values, Set<String> repeated) {
    /** No parameter at all. */
    public static final Parameters NONE = new Parameters(Map.of(), Set.of());

    public Parameters {
        values = Map.copyOf(values);
        repeated = Set.copyOf(repeated);
    }

    /** The value, if there is one. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Whether there is a value. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The same with those names alone; what is repeated stays known. */
    public Parameters only(Set<String> names) {
        Map<String, String> kept = new HashMap<>(values);
        kept.keySet().retainAll(names);
        return new Parameters(kept, repeated);
    }

    /** Never the values. */
    @Override
    public String toString() {
        return "Parameters" + values.keySet();
    }
}
