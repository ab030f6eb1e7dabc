package org.caregate.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** ADR 0013 lists every library on the program's run-time class path, and no other. */
class DependencyListTests {
    private static final Path LIST = Path.of("..", "docs", "adr", "0013-dependencies.md");
    private static final Path CLASS_PATH = Path.of("target", "run-time-dependencies.txt"); // written by the build
    private static final Pattern ARTIFACT =
            Pattern.compile("^ +([a-zA-Z0-9_.-]+:[a-zA-Z0-9_.-]+):jar:", Pattern.MULTILINE);
    private static final Pattern COORDINATE = Pattern.compile("`([^`]+)`");

    @Test
    void everyLibraryOfTheProgram_isListedOnce() throws IOException {
        List<String> coordinates = coordinates();
        for (String artifact : classPath()) {
            assertThat(coordinates.stream().filter(coordinate -> covers(coordinate, artifact)))
                    .as("rows of ADR 0013 for %s", artifact)
                    .hasSize(1);
        }
    }

    @Test
    void everyListedLibrary_isPartOfTheProgram() throws IOException {
        List<String> artifacts = classPath();
        assertThat(coordinates())
                .hasSizeGreaterThan(20)
                .allSatisfy(coordinate -> assertThat(artifacts)
                        .as("artifacts of %s", coordinate)
                        .anyMatch(artifact -> covers(coordinate, artifact)));
    }

    private static boolean covers(String coordinate, String artifact) {
        return artifact.equals(coordinate)
                || artifact.startsWith(coordinate + ":")
                || (!coordinate.contains(":") && artifact.startsWith(coordinate + "."));
    }

    private static List<String> classPath() throws IOException {
        String text = Files.readString(CLASS_PATH).replaceAll("\u001b\\[[0-9;]*m", "");
        List<String> artifacts =
                ARTIFACT.matcher(text).results().map(found -> found.group(1)).toList();
        assertThat(artifacts).hasSizeGreaterThan(50);
        return artifacts;
    }

    private static List<String> coordinates() throws IOException {
        List<String> coordinates = new ArrayList<>();
        for (String line : Files.readAllLines(LIST)) {
            if (line.startsWith("### Build")) {
                break;
            }
            String[] cells = line.split("\\|", -1);
            if (line.startsWith("| ") && cells.length > 3) {
                COORDINATE
                        .matcher(cells[2])
                        .results()
                        .map(MatchResult::group)
                        .forEach(quoted -> coordinates.add(quoted.substring(1, quoted.length() - 1)));
            }
        }
        return coordinates;
    }
}
