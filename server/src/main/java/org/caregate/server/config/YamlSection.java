package org.caregate.server.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One mapping of the file. Reading a key that is missing or of the wrong type records a problem and yields a placeholder, so
 * that one pass finds them all; keys never asked for are refused at the end.
 */
final class YamlSection {
    private static final Pattern BYTES = Pattern.compile("(\\d{1,9})(KiB|MiB)");
    private static final int KIBIBYTE = 1024;
    private static final int MEBIBYTE = 1024 * 1024;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m|h|d|y)");
    private static final Set<String> SECRETS =
            Set.of("password", "secret", "token", "bearer", "privatekey", "passphrase");
    private static final Pattern SECRET_VALUE =
            Pattern.compile("-----BEGIN |\\bcg[a-z]{1,2}_[A-Za-z0-9_-]{22}\\.|://[^/@]*:[^/@]*@");
    private static final String REQUIRED = "required";
    private static final URI NO_URI = URI.create("https://missing.invalid");
    private static final Path NO_PATH = Path.of("missing");

    private final YamlFile file;
    private final String path;
    private final int line;
    private final boolean absent;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final List<YamlSection> children = new ArrayList<>();

    YamlSection(YamlFile file, String path, MappingNode node) {
        this.file = file;
        this.path = path;
        this.line = line(node);
        this.absent = false;
        for (NodeTuple tuple : node.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (entries.putIfAbsent(key, tuple) != null) {
                file.problem(line(tuple.getKeyNode()), at(key), "is given twice");
            }
        }
    }

    /** Stands in for a section that is not there; only the section itself is reported. */
    YamlSection(YamlFile file, String path, int line) {
        this.file = file;
        this.path = path;
        this.line = line;
        this.absent = true;
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    List<String> keys() {
        return List.copyOf(entries.keySet());
    }

    /** A problem found by looking at values together. */
    void problem(String key, String message) {
        NodeTuple tuple = entries.get(key);
        file.problem(tuple == null ? line : line(tuple.getKeyNode()), at(key), message);
    }

    private @Nullable Node node(String key) {
        asked.add(key);
        NodeTuple tuple = entries.get(key);
        return tuple == null ? null : tuple.getValueNode();
    }

    private @Nullable Node required(String key) {
        Node node = node(key);
        if (node == null && !absent) {
            file.problem(line, at(key), "is missing");
        }
        return node;
    }

    /** The value of a scalar as {@code parse} reads it; null from {@code parse} means that it is not what was wanted. */
    private <T> @Nullable T parsed(
            String key, @Nullable Node node, String wanted, Function<String, @Nullable T> parse) {
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar
                && SECRET_VALUE.matcher(scalar.getValue()).find()) {
            file.problem(line(node), at(key), "holds a secret: put it in a file of its own");
            return null;
        }
        T value = node instanceof ScalarNode scalar && !scalar.getValue().isBlank()
                ? parse.apply(scalar.getValue().strip())
                : null;
        if (value == null) {
            file.problem(line(node), at(key), "must be " + wanted);
        }
        return value;
    }

    private static <T> T or(@Nullable T value, T placeholder) {
        return value == null ? placeholder : value;
    }

    private void document(String key, String kind, String otherwise, String means) {
        if (file.isDescribed()) {
            file.document(new DocumentedKey(at(key), kind, otherwise, means));
        }
    }

    /** Whether there is no file: only the keys are wanted. */
    boolean isDescribed() {
        return file.isDescribed();
    }

    YamlSection section(String key) {
        return child(key, required(key));
    }

    @Nullable
    YamlSection optionalSection(String key) {
        Node node = node(key);
        return node == null && !file.isDescribed() ? null : child(key, node);
    }

    /** Refuses a key that an earlier release knew, or a later one will, and says what to do instead. */
    void refuse(String key, String instead) {
        if (node(key) != null) {
            problem(key, instead);
        }
    }

    private YamlSection child(String key, @Nullable Node node) {
        if (node instanceof MappingNode mapping) {
            YamlSection child = new YamlSection(file, at(key), mapping);
            children.add(child);
            return child;
        }
        if (node != null) {
            file.problem(line(node), at(key), "must be a mapping");
        }
        return new YamlSection(file, at(key), node == null ? line : line(node));
    }

    /** The mappings of a list of at least one. */
    List<YamlSection> sections(String key) {
        if (file.isDescribed()) {
            return List.of(child(key + "[]", null));
        }
        Node node = required(key);
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            if (node != null) {
                file.problem(line(node), at(key), "must be a list of at least one mapping");
            }
            return List.of();
        }
        List<YamlSection> sections = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            sections.add(child(key + "[" + sections.size() + "]", item));
        }
        return sections;
    }

    /** The texts of a list; empty when the key is not there. */
    List<String> texts(String key, String means) {
        document(key, "list of words", "none", means);
        return texts(key);
    }

    List<String> texts(String key) {
        Node node = node(key);
        if (node == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                String text = parsed(key, item, "a list of words", word -> word);
                if (text != null) {
                    texts.add(text);
                }
            }
        } else {
            file.problem(line(node), at(key), "must be a list of words");
        }
        return texts;
    }

    String text(String key, String means) {
        document(key, "text", REQUIRED, means);
        return or(parsed(key, required(key), "a text", text -> text), "missing");
    }

    String text(String key, String otherwise, String means) {
        document(key, "text", "`" + otherwise + "`", means);
        return or(parsed(key, node(key), "a text", text -> text), otherwise);
    }

    /** One of a few words. */
    String word(String key, Set<String> words, String otherwise, String means) {
        String wanted = String.join(" or ", words.stream().sorted().toList());
        document(key, wanted, "`" + otherwise + "`", means);
        return or(parsed(key, node(key), wanted, text -> words.contains(text) ? text : null), otherwise);
    }

    boolean flag(String key, boolean otherwise, String means) {
        document(key, "true or false", "`" + otherwise + "`", means);
        return or(
                parsed(key, node(key), "true or false", text -> switch (text) {
                    case "true" -> Boolean.TRUE;
                    case "false" -> Boolean.FALSE;
                    default -> null;
                }),
                otherwise);
    }

    int port(String key, int otherwise, String means) {
        document(key, "port", "`" + otherwise + "`", means);
        return or(parsed(key, node(key), "a port from 1 to 65535", YamlSection::portOf), otherwise);
    }

    /** A whole number from 1. */
    int number(String key, int otherwise, int most, String means) {
        return number(key, otherwise, 1, most, means);
    }

    /** A whole number between two others; the least is 1 or more. */
    int number(String key, int otherwise, int least, int most, String means) {
        document(key, "number, " + least + " to " + most, "`" + otherwise + "`", means);
        return or(
                parsed(key, node(key), "a whole number from " + least + " to " + most, text -> {
                    int read = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
                    return read >= least && read <= most ? read : null;
                }),
                otherwise);
    }

    /** A number of bytes, such as {@code 512KiB} or {@code 4MiB}. */
    int bytes(String key, int otherwise, int least, int most, String means) {
        document(key, "size, " + shown(least) + " to " + shown(most), "`" + shown(otherwise) + "`", means);
        Long read = parsed(key, node(key), "a size such as 512KiB or 4MiB", YamlSection::bytesOf);
        if (read == null) {
            return otherwise;
        }
        if (read < least || read > most) {
            problem(key, "must be from " + shown(least) + " to " + shown(most));
            return otherwise;
        }
        return Math.toIntExact(read);
    }

    private static @Nullable Long bytesOf(String text) {
        Matcher matcher = BYTES.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        return amount * (matcher.group(2).equals("MiB") ? MEBIBYTE : KIBIBYTE);
    }

    private static String shown(int bytes) {
        return bytes % MEBIBYTE == 0 ? bytes / MEBIBYTE + "MiB" : bytes / KIBIBYTE + "KiB";
    }

    private static @Nullable Integer portOf(String text) {
        if (!text.matches("\\d{1,5}")) {
            return null;
        }
        int port = Integer.parseInt(text);
        return port >= 1 && port <= 65_535 ? port : null;
    }

    Duration duration(String key, Duration otherwise, Duration least, Duration most, String means) {
        document(key, "time, " + shown(least) + " to " + shown(most), "`" + shown(otherwise) + "`", means);
        Duration read = parsed(key, node(key), "a time such as 300s, 15m, 12h, 92d or 10y", YamlSection::durationOf);
        if (read == null) {
            return otherwise;
        }
        if (read.compareTo(least) < 0 || read.compareTo(most) > 0) {
            problem(key, "must be from " + shown(least) + " to " + shown(most));
            return otherwise;
        }
        return read;
    }

    private static @Nullable Duration durationOf(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofDays(amount * 365 + amount / 4);
        };
    }

    private static String shown(Duration duration) {
        if (duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()))) {
            return duration.toDays() + "d";
        }
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /** A URL of that shape with one of these schemes. */
    URI url(String key, ConfiguredUrl.Shape shape, Set<String> schemes, String means) {
        document(key, "URL", REQUIRED, means);
        String wanted = ConfiguredUrl.wanted(shape, schemes);
        return or(
                parsed(
                        key,
                        required(key),
                        wanted,
                        text -> ConfiguredUrl.parse(text, shape, schemes).orElse(null)),
                NO_URI);
    }

    /** A path, relative to the file it is written in. */
    Path path(String key, String means) {
        document(key, "path", REQUIRED, means);
        return or(parsed(key, required(key), "a path", this::pathOf), NO_PATH);
    }

    private @Nullable Path pathOf(String text) {
        return text.indexOf('\0') >= 0 ? null : file.resolve(text);
    }

    /** A path to a file that can be read now. Its name is not repeated: someone may have put the secret itself there. */
    Path readableFile(String key, String means) {
        Path found = path(key, means);
        if (has(key) && !found.equals(NO_PATH) && !Files.isReadable(found)) {
            problem(key, "names a file that cannot be read");
        }
        return found;
    }

    /** As {@link #readableFile}; null when the key is not there. */
    @Nullable
    Path optionalFile(String key, String means) {
        if (has(key)) {
            return readableFile(key, means);
        }
        asked.add(key);
        document(key, "path", "optional", means);
        return null;
    }

    /** A path to a file whose content is secret: it can be read now, and not by everyone. */
    Path secretFile(String key, String means) {
        Path found = readableFile(key, means + "; mode 0600 or 0640");
        if (has(key) && Files.isReadable(found) && othersMayRead(found)) {
            problem(key, "names a secret that others may read or change: chmod 600 it");
        }
        return found;
    }

    private static boolean othersMayRead(Path path) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            permissions.retainAll(EnumSet.of(
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE));
            return !permissions.isEmpty();
        } catch (IOException e) {
            return true;
        }
    }

    /** Everything in it as JSON knows it, for what another reader judges. */
    Map<String, Object> plain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        entries.forEach((key, tuple) -> {
            asked.add(key);
            plain.put(key, plain(at(key), tuple.getValueNode()));
        });
        return plain;
    }

    private Object plain(String where, Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                YamlSection child = new YamlSection(file, where, mapping);
                yield child.plain();
            }
            case SequenceNode sequence ->
                sequence.getValue().stream().map(item -> plain(where, item)).toList();
            case ScalarNode scalar -> plain(where, scalar);
            default -> throw new IllegalStateException("aliases are not read");
        };
    }

    private Object plain(String where, ScalarNode scalar) {
        String text = scalar.getValue();
        if (SECRET_VALUE.matcher(text).find()) {
            file.problem(line(scalar), where, "holds a secret: it does not belong here");
            return "";
        }
        return scalar.isPlain() && (text.equals("true") || text.equals("false")) ? Boolean.valueOf(text) : text;
    }

    /** Where it begins. */
    int line() {
        return line;
    }

    /** Refuses every key no one asked for, here and below. */
    void refuseUnknownKeys() {
        for (String key : entries.keySet()) {
            if (!asked.contains(key)) {
                String word = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
                problem(
                        key,
                        SECRETS.contains(word)
                                ? "holds a secret: put it in a file and name that with " + key + "File"
                                : "is not known here" + near(key));
            }
        }
        children.forEach(YamlSection::refuseUnknownKeys);
    }

    private String near(String key) {
        return asked.stream()
                .filter(known -> !entries.containsKey(known) && known.equalsIgnoreCase(key.replaceAll("[-_]", "")))
                .findFirst()
                .map(known -> "; did you mean " + known + "?")
                .orElse(
                        asked.isEmpty()
                                ? ""
                                : "; known are "
                                        + String.join(
                                                ", ", asked.stream().sorted().toList()));
    }
}
