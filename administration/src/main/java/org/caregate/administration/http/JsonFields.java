package org.caregate.administration.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a body member by member and keeps what is wrong with it, members that no one asked for included. */
public final class JsonFields {
    private final Map<String, Object> json;
    private final Set<String> known = new HashSet<>();
    private final List<String> errors = new ArrayList<>();

    public JsonFields(Map<String, Object> json) {
        this.json = json;
    }

    public Optional<String> text(String name) {
        return member(name, String.class, "is a text").filter(text -> {
            boolean fits = !text.isEmpty() && text.length() <= 400;
            if (!fits) {
                errors.add(name + " has 1 to 400 characters");
            }
            return fits;
        });
    }

    public Optional<Boolean> flag(String name) {
        return member(name, Boolean.class, "is true or false");
    }

    public Optional<Long> number(String name, long least, long most) {
        return member(name, Long.class, "is a whole number").filter(number -> {
            boolean fits = number >= least && number <= most;
            if (!fits) {
                errors.add(name + " is between " + least + " and " + most);
            }
            return fits;
        });
    }

    public Optional<List<String>> texts(String name) {
        Optional<List<?>> list = member(name, List.class, "is a list of texts").map(found -> (List<?>) found);
        if (list.isPresent() && !list.get().stream().allMatch(String.class::isInstance)) {
            errors.add(name + " is a list of texts");
            return Optional.empty();
        }
        return list.map(found -> found.stream().map(String.class::cast).toList());
    }

    public Optional<Map<?, ?>> object(String name) {
        return member(name, Map.class, "is an object").map(found -> (Map<?, ?>) found);
    }

    private <T> Optional<T> member(String name, Class<T> type, String otherwise) {
        known.add(name);
        Object value = json.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            errors.add(name + " " + otherwise);
            return Optional.empty();
        }
        return Optional.of(type.cast(value));
    }

    public void require(String name) {
        if (!json.containsKey(name)) {
            errors.add(name + " is missing");
        }
    }

    public void error(String problem) {
        errors.add(problem);
    }

    /** The problem, if there is one; asked after every member was read. */
    public Optional<ApiProblem> problem() {
        long strangers =
                json.keySet().stream().filter(name -> !known.contains(name)).count();
        if (strangers > 0) {
            errors.add("members that are not known: " + strangers);
        }
        return errors.isEmpty() ? Optional.empty() : Optional.of(ApiProblem.badBody(errors));
    }
}
