package org.caregate.conformance.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the shell scripts of the project promise on a machine with several users. */
class ScriptTests {
    /** A path below the temporary folder that {@code mktemp} did not choose: another user may have put a link there (CWE-377). */
    private static final Pattern FIXED_NAME = Pattern.compile("(?:\\$\\{TMPDIR:-/tmp}|\\$TMPDIR|(?<![\\w/.-])/tmp)/");

    @Test
    void everyTemporaryFile_isMadeByMktemp() throws IOException {
        Path root = root();
        for (Path script : scripts(root)) {
            List<String> lines = Files.readAllLines(script);
            assertThat(lines)
                    .as(root.relativize(script).toString())
                    .filteredOn(line -> FIXED_NAME.matcher(line).find())
                    .allMatch(line -> line.contains("mktemp"));
        }
    }

    @Test
    void fixedNameBelowTheTemporaryFolder_isRecognised() {
        assertThat(FIXED_NAME.matcher("} >\"${TMPDIR:-/tmp}/caregate.log\"").find())
                .isTrue();
        assertThat(FIXED_NAME.matcher("} >/tmp/caregate.log").find()).isTrue();
        assertThat(FIXED_NAME.matcher("cd app/tmp/x").find()).isFalse();
    }

    private static List<Path> scripts(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder :
                List.of("", "deploy", "deploy/image", "benchmarks", "demo", "demo/app", ".ci", "app/launcher")) {
            try (Stream<Path> files = Files.list(root.resolve(folder))) {
                files.filter(Files::isRegularFile).filter(ScriptTests::isShell).forEach(found::add);
            }
        }
        assertThat(found).hasSizeGreaterThan(5).contains(root.resolve("verify"));
        return found;
    }

    private static boolean isShell(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.findFirst()
                    .filter(line -> line.matches("#!.*/(env )?(ba)?sh"))
                    .isPresent();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("verify"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the project's root");
        }
        return folder;
    }
}
