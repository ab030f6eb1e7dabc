package org.caregate.benchmarks.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code --name=value} arguments of a benchmark; unknown ones end the program. */
public final class Options {
    private final Map<String, String> values = new HashMap<>();

    public Options(String[] arguments, Set<String> known) {
        for (String argument : List.of(arguments)) {
            String[] parts = argument.split("=", 2);
            String name = parts[0].replaceFirst("^--", "");
            if (!argument.startsWith("--") || parts.length != 2 || !known.contains(name)) {
                System.err.println("unknown argument " + argument + "; known are --NAME=VALUE with " + known);
                System.exit(2);
            }
            values.put(name, parts[1]);
        }
    }

    public int number(String name, int otherwise) {
        return values.containsKey(name) ? Integer.parseInt(values.get(name)) : otherwise;
    }

    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }
}
