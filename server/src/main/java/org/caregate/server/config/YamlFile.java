package org.caregate.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** One YAML file on its way to a record: the nodes keep their lines, and problems are collected instead of thrown. */
final class YamlFile {
    private static final int MAX_CHARACTERS = 1 << 20;

    private final Path path;
    private final boolean described;
    private final List<Problem> problems = new ArrayList<>();
    private final List<DocumentedKey> keys = new ArrayList<>();

    private YamlFile(Path path, boolean described) {
        this.path = path;
        this.described = described;
    }

    /** Every key that {@code shape} may ask for, in the order of asking, without a file. */
    static List<DocumentedKey> describe(Consumer<YamlSection> shape) {
        YamlFile file = new YamlFile(Path.of("caregate.yaml"), true);
        shape.accept(new YamlSection(file, "", 1));
        return List.copyOf(file.keys);
    }

    /** Whether there is no file: only the keys are wanted. */
    boolean isDescribed() {
        return described;
    }

    void document(DocumentedKey key) {
        keys.add(key);
    }

    /**
     * Reads the file as {@code shape} says.
     *
     * @throws ConfigurationException with every problem found
     */
    static <T> T read(Path path, Function<YamlSection, T> shape) {
        YamlFile file = new YamlFile(path, false);
        if (!(file.compose() instanceof MappingNode mapping)) {
            if (file.problems.isEmpty()) {
                file.problem(1, "", "is empty or not a mapping");
            }
            throw new ConfigurationException(file.problems);
        }
        YamlSection section = new YamlSection(file, "", mapping);
        T read = shape.apply(section);
        section.refuseUnknownKeys();
        if (!file.problems.isEmpty()) {
            throw new ConfigurationException(file.problems);
        }
        return read;
    }

    private @Nullable Node compose() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(20);
        try (Reader reader = Files.newBufferedReader(path)) {
            return new Yaml(new SafeConstructor(options)).compose(reader);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problem(line, "", "is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problem(1, "", "is not YAML: it is too large, too deep or not text");
        } catch (IOException e) {
            problem(1, "", "cannot be read");
        }
        return null;
    }

    void problem(int line, String where, String message) {
        if (described) {
            return;
        }
        problems.add(new Problem(path.toString(), line, where, message));
    }

    /** Relative paths in a file are relative to that file. */
    Path resolve(String text) {
        return path.toAbsolutePath().resolveSibling(text).normalize();
    }
}
