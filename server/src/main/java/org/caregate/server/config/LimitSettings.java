package org.caregate.server.config;

import java.time.Duration;

/**
 * How much the gateway takes at once. Sizes are in bytes.
 *
 * @param headers of a request, its first line included
 * @param body of a request
 * @param entry of a search result
 * @param resource that is read by itself
 * @param depth of nested objects and lists
 * @param references that a restricted write may hold
 * @param missingStep at whose ends a restricted caller is answered 404
 */
public record LimitSettings(
        int headers, int body, int entry, int resource, int depth, int references, Duration missingStep) {
    private static final int KIBIBYTE = 1024;
    private static final int MEBIBYTE = 1024 * 1024;

    public static final LimitSettings DEFAULTS =
            new LimitSettings(16 * KIBIBYTE, MEBIBYTE, 4 * MEBIBYTE, 16 * MEBIBYTE, 64, 32, Duration.ofMillis(100));

    static LimitSettings read(YamlSection section) {
        LimitSettings read = new LimitSettings(
                section.bytes(
                        "headers",
                        DEFAULTS.headers,
                        8 * KIBIBYTE,
                        64 * KIBIBYTE,
                        "the largest first line and header fields of a request together; more is 414 or 431"),
                section.bytes(
                        "body",
                        DEFAULTS.body,
                        64 * KIBIBYTE,
                        64 * MEBIBYTE,
                        "the largest body of a request; more is 413"),
                section.bytes(
                        "entry",
                        DEFAULTS.entry,
                        64 * KIBIBYTE,
                        64 * MEBIBYTE,
                        "the largest entry of a search result; a larger one is replaced by a warning"),
                section.bytes(
                        "resource",
                        DEFAULTS.resource,
                        64 * KIBIBYTE,
                        64 * MEBIBYTE,
                        "the largest resource that is read by itself, and the longest text in one; a request for a larger one is"
                                + " refused. It is held in memory, three times over"),
                section.number(
                        "depth",
                        DEFAULTS.depth,
                        16,
                        200,
                        "how deep the JSON of a body or an answer may nest; deeper is refused"),
                section.number(
                        "references",
                        DEFAULTS.references,
                        1,
                        1000,
                        "how many stored resources the body of a restricted write may refer to; each one is looked up"),
                section.duration(
                        "missingStep",
                        DEFAULTS.missingStep,
                        Duration.ofMillis(10),
                        Duration.ofSeconds(2),
                        "a restricted caller is answered 404 at whole steps of this time, so that a hidden resource takes as long as"
                                + " a missing one"));
        if (read.entry > read.resource) {
            section.problem("entry", "must not be larger than resource");
        }
        if (read.body > read.resource) {
            section.problem("body", "must not be larger than resource");
        }
        return read;
    }
}
