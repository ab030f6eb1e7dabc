package org.caregate.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Joins the catalogue of requirements with the tests that proved them and writes {@code target/coverage.csv}.
 *
 * <p>A catalogue line is {@code id;what it demands;reason}: the reason is empty unless the requirement is left untested, and
 * then says why. Exit status 1 when a requirement has neither a passed test nor a reason, or has both.
 */
public final class CoverageList {
    private CoverageList() {}

    /** {@code CoverageList ROOT}: the folder of the checkout. */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        List<String> catalogue = Files.readAllLines(root.resolve("conformance/requirements.csv")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        Map<String, SortedSet<String>> proofs = proofs(root);
        List<String> lines = new ArrayList<>(List.of("requirement;demands;tests or reason"));
        List<String> problems = new ArrayList<>();
        int proved = 0;
        for (String line : catalogue) {
            String[] parts = line.split(";", 3);
            String reason = parts.length == 3 ? parts[2].strip() : "";
            SortedSet<String> tests = proofs.getOrDefault(parts[0], new TreeSet<>());
            if (tests.isEmpty() && reason.isEmpty()) {
                problems.add(parts[0] + " has neither a passed test nor a written reason");
            }
            if (!tests.isEmpty() && !reason.isEmpty()) {
                problems.add(parts[0] + " is tested, yet gives a reason for not being so");
            }
            proved += tests.isEmpty() ? 0 : 1;
            lines.add(parts[0] + ";" + parts[1].strip() + ";"
                    + (tests.isEmpty() ? "not tested: " + reason : String.join(" ", tests)));
        }
        List<String> named =
                catalogue.stream().map(line -> line.split(";", 2)[0]).toList();
        proofs.forEach((id, tests) -> {
            if (!named.contains(id)) {
                lines.add(id + ";(proved beyond the catalogue);" + String.join(" ", tests));
            }
        });
        Files.createDirectories(root.resolve("target"));
        Files.write(root.resolve("target/coverage.csv"), lines);
        problems.forEach(System.err::println);
        System.out.println("Requirements: " + proved + " of " + catalogue.size()
                + " proved by a passed test, the others with a written reason: target/coverage.csv");
        if (!problems.isEmpty()) {
            System.exit(1);
        }
    }

    private static Map<String, SortedSet<String>> proofs(Path root) throws IOException {
        Map<String, SortedSet<String>> proofs = new TreeMap<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(m -> Files.isDirectory(m.resolve("target/requirements")))
                    .toList()) {
                try (Stream<Path> files = Files.list(module.resolve("target/requirements"))) {
                    for (Path file : files.toList()) {
                        for (String line : Files.readAllLines(file)) {
                            String[] parts = line.split(",", 2);
                            proofs.computeIfAbsent(parts[0], id -> new TreeSet<>())
                                    .add(parts[1]);
                        }
                    }
                }
            }
        }
        return proofs;
    }
}
