package org.caregate.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What people read keeps to the word list of {@code docs/style-guide.md}: documentation, with the references of commands, settings and
 * doctor checks that the program writes; page templates; and messages and comments in the sources.
 */
class WordListTests {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path GUIDE = ROOT.resolve("docs/style-guide.md");
    private static final Set<String> NO_SOURCES = Set.of("target", "node_modules", ".git", ".mvn", ".caregate");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern COMMENT = Pattern.compile("^\\s*(?:/?\\*|//).*|(?<!:)//[^\"]*$");
    private static final Pattern MESSAGE = Pattern.compile("\\S+ \\S+.*"); // one word is a name

    private final Map<String, String> words = words();
    private final Pattern listed = Pattern.compile(
            words.keySet().stream()
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|", "(?<![\\w-])(", ")(?![\\w-])")),
            Pattern.CASE_INSENSITIVE);

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        for (String line : lines(GUIDE)) {
            String[] cells = line.split("\\|", -1);
            if (line.startsWith("| ") && cells.length == 4 && !cells[1].contains("do not write")) {
                words.put(cells[1].strip(), cells[2].strip());
            }
        }
        words.remove("---");
        return words;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Pattern name) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NO_SOURCES.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (name.matcher(ROOT.relativize(file).toString()).matches() && !file.equals(GUIDE)) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private List<String> hits(Path file, List<String> texts) {
        List<String> hits = new ArrayList<>();
        for (int line = 0; line < texts.size(); line++) {
            Matcher matcher = listed.matcher(texts.get(line));
            while (matcher.find()) {
                String word = matcher.group(1);
                hits.add(ROOT.relativize(file) + ":" + (line + 1) + ": \"" + word + "\", instead of: "
                        + words.get(word.toLowerCase(Locale.ROOT)));
            }
        }
        return hits;
    }

    /** The lines of a Markdown page without what is formatted as code. */
    private static List<String> prose(List<String> lines) {
        List<String> prose = new ArrayList<>();
        boolean code = false;
        for (String line : lines) {
            if (line.strip().startsWith("```")) {
                code = !code;
            }
            prose.add(code || line.startsWith("    ") ? "" : CODE.matcher(line).replaceAll(""));
        }
        return prose;
    }

    /** The messages among the string literals of each line. */
    private static List<String> messages(List<String> lines) {
        return lines.stream()
                .map(line -> STRING.matcher(line)
                        .results()
                        .map(found -> found.group(1))
                        .filter(text -> MESSAGE.matcher(text).matches())
                        .collect(Collectors.joining("\n")))
                .toList();
    }

    private static List<String> comments(List<String> lines) {
        return lines.stream()
                .map(line ->
                        COMMENT.matcher(line).results().map(MatchResult::group).collect(Collectors.joining()))
                .toList();
    }

    @Test
    void documentation_keepsToTheWordList() throws IOException {
        List<Path> pages = files(Pattern.compile(".*\\.md"));
        assertThat(pages).hasSizeGreaterThan(40);
        assertThat(pages.stream().flatMap(page -> hits(page, prose(lines(page))).stream()))
                .isEmpty();
    }

    /** A reader who follows a link, or looks for the file that a page names, finds it. */
    @Test
    void relativeLinks_leadToWhatIsThere() throws IOException {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Path page : files(Pattern.compile(".*\\.md"))) {
            for (String line : lines(page)) {
                for (MatchResult link : LINK.matcher(line).results().toList()) {
                    String target = link.group(1).replaceAll("#.*", "");
                    if (target.isEmpty() || target.matches("[a-z]+:.*")) {
                        continue;
                    }
                    links++;
                    if (!Files.exists(page.resolveSibling(target))) {
                        dead.add(ROOT.relativize(page) + ": " + target);
                    }
                }
            }
        }
        assertThat(links).isGreaterThan(50);
        assertThat(dead).isEmpty();
    }

    @Test
    void pages_settingsAndApiDescriptions_keepToTheWordList() throws IOException {
        List<Path> files = files(Pattern.compile(
                "(.*/src/main/.*\\.(html|js|properties|yaml)|deploy/.*\\.(yaml|json|txt)|docs/.*\\.yaml)"));
        assertThat(files).hasSizeGreaterThan(20);
        assertThat(files.stream().flatMap(file -> hits(file, lines(file)).stream()))
                .isEmpty();
    }

    @Test
    void messagesAndComments_keepToTheWordList() throws IOException {
        List<Path> sources = files(Pattern.compile("[^/]+/src/main/.*\\.java"));
        assertThat(sources).hasSizeGreaterThan(500);
        assertThat(sources.stream().flatMap(source -> hits(source, messages(lines(source))).stream()))
                .isEmpty();
        assertThat(sources.stream().flatMap(source -> hits(source, comments(lines(source))).stream()))
                .isEmpty();
    }

    @Test
    void listedWord_isFound_outsideOfCodeOnly() {
        assertThat(words).containsEntry("whoever", "anyone who").hasSizeGreaterThan(15);
        List<String> page = List.of("Whoever asks", "`whoever`", "```", "whoever", "```", "    whoever", "a shoe-mend");
        assertThat(hits(GUIDE, prose(page)))
                .containsExactly("docs/style-guide.md:1: \"Whoever\", instead of: anyone who");
        List<String> source = List.of("f(\"nobody\", \"asked by nobody\"); // nobody", "String nobody;");
        assertThat(hits(GUIDE, messages(source))).hasSize(1);
        assertThat(hits(GUIDE, comments(source))).hasSize(1);
        assertThat(hits(GUIDE, comments(List.of("    /** Nobody. */", "     * nobody", "int nobody;"))))
                .hasSize(2);
    }
}
