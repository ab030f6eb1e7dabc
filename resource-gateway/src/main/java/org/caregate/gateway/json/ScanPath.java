package org.caregate.gateway.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.caregate.policy.compartment.CompartmentPaths;
import org.jspecify.annotations.Nullable;

/**
 * The compartment paths of all types, and {@code category.coding}, as one tree: a resource says its type anywhere among its properties,
 * so that each step is followed that some type has.
 */
final class ScanPath {
    static final ScanPath ROOT = tree();

    private final List<String> names;
    private final boolean category;
    private final boolean coding;
    private final Map<String, ScanPath> steps = new HashMap<>();
    private final Map<String, ScanPath> stepsInAnyCase = new HashMap<>();
    private final Set<String> endsFor = new HashSet<>();
    private final Set<String> passesFor = new HashSet<>();

    private ScanPath(List<String> names) {
        this.names = List.copyOf(names);
        this.category = names.equals(List.of("category"));
        this.coding = names.equals(List.of("category", "coding"));
    }

    private static ScanPath tree() {
        ScanPath root = new ScanPath(List.of());
        for (String type : CompartmentPaths.types()) {
            for (List<String> path : CompartmentPaths.forType(type)) {
                ScanPath at = root;
                for (String name : path) {
                    at.passesFor.add(type);
                    at = at.grow(name);
                }
                at.endsFor.add(type);
            }
        }
        root.grow("category").grow("coding");
        return root;
    }

    private ScanPath grow(String name) {
        ScanPath next = steps.get(name);
        if (next == null) {
            List<String> longer = new ArrayList<>(names);
            longer.add(name);
            next = new ScanPath(longer);
            steps.put(name, next);
            stepsInAnyCase.put(name.toLowerCase(Locale.ROOT), next);
        }
        return next;
    }

    /** Where exactly that name leads; null when no type has it here. */
    @Nullable
    ScanPath step(String name) {
        return steps.get(name);
    }

    /** Where a name leads that is almost one of a step's: in another case, or with the underscore of a primitive's extension. */
    @Nullable
    ScanPath almost(String name) {
        if (steps.isEmpty()) {
            return null;
        }
        String plain = name.startsWith("_") ? name.substring(1) : name;
        return stepsInAnyCase.get(plain.toLowerCase(Locale.ROOT));
    }

    List<String> names() {
        return names;
    }

    /** Whether a Reference of that type's compartment stands here. */
    boolean endsFor(String type) {
        return endsFor.contains(type);
    }

    /** Whether a Reference of that type's compartment stands below. */
    boolean passesFor(String type) {
        return passesFor.contains(type);
    }

    /** Whether some type has a Reference here. */
    boolean isEnd() {
        return !endsFor.isEmpty();
    }

    boolean isCategory() {
        return category;
    }

    boolean isCoding() {
        return coding;
    }
}
