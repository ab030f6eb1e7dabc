package org.caregate.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Nothing waits for ever: no test, and no HTTP client of the program, its checker, its measurements or its tests. */
@ExtendWith(TimeLimitTests.Configured.class)
class TimeLimitTests {
    private static final Path ROOT = Path.of("..");
    private static final Set<String> NO_SOURCES = Set.of("target", "node_modules", ".git", ".mvn");
    private static final Pattern CLIENT = Pattern.compile("\\bHttpClient\\s*\\.new(?:Builder|HttpClient)\\([^;]*");
    private static final Pattern REQUEST = Pattern.compile("\\bHttpRequest\\s*\\.newBuilder\\([^;]*");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    /** Keeps what the engine that runs this class was told. */
    static final class Configured implements BeforeAllCallback {
        private static String limit = "";
        private static String thread = "";
        private static String dump = "";

        @Override
        public void beforeAll(ExtensionContext context) {
            limit = told(context, "default");
            thread = told(context, "thread.mode.default");
            dump = told(context, "threaddump.enabled");
        }

        private static String told(ExtensionContext context, String name) {
            return context.getConfigurationParameter("junit.jupiter.execution.timeout." + name)
                    .orElse("");
        }
    }

    @Test
    void engine_endsATestThatHangs_withADumpOfAllThreads() {
        assertThat(Configured.limit).matches("[1-9][0-9]* [ms]");
        assertThat(Configured.thread)
                .as("an interrupt does not end a read of a socket")
                .isEqualTo("SEPARATE_THREAD");
        assertThat(Configured.dump).isEqualTo("true");
    }

    @Test
    void everyModule_takesTheLimitsOfTheRootBuild() throws IOException {
        String root = Files.readString(ROOT.resolve("pom.xml"));
        assertThat(root).contains("<forkedProcessTimeoutInSeconds>${surefire.timeout}</forkedProcessTimeoutInSeconds>");
        List<String> modules =
                MODULE.matcher(root).results().map(match -> match.group(1)).toList();
        assertThat(modules).contains("testing", "app", "conformance");
        for (String module : modules) {
            assertThat(Files.readString(ROOT.resolve(module).resolve("pom.xml")))
                    .as(module)
                    .containsPattern("<parent>\\s*<groupId>org.caregate</groupId>\\s*"
                            + "<artifactId>caregate-(?:build|platform)</artifactId>")
                    .doesNotContain(
                            "configurationParameters", "forkedProcessTimeout", "test.timeout", "surefire.timeout");
            assertThat(ROOT.resolve(module).resolve("src/test/resources/junit-platform.properties"))
                    .doesNotExist();
        }
    }

    @Test
    void everyHttpClient_boundsItsConnectionsAndItsRequests() throws IOException {
        List<String> unbounded = new ArrayList<>();
        for (Path file : sources()) {
            String source = Files.readString(file);
            unbounded(file, source, CLIENT, ".connectTimeout(", unbounded);
            unbounded(file, source, REQUEST, ".timeout(", unbounded);
        }
        assertThat(unbounded).isEmpty();
    }

    private static void unbounded(Path file, String source, Pattern made, String bound, List<String> unbounded) {
        for (Matcher found = made.matcher(source); found.find(); ) {
            if (!found.group().contains(bound)) {
                long line = source.substring(0, found.start()).lines().count() + 1;
                unbounded.add(file.normalize() + ":" + line + " has no " + bound.replaceAll("[.(]", ""));
            }
        }
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NO_SOURCES.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java") && !file.endsWith("TimeLimitTests.java")) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(sources).hasSizeGreaterThan(500);
        return sources;
    }
}
