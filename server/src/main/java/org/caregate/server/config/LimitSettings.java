package org.caregate.server.config;

/**
 * How much the gateway takes at once, in bytes.
 *
 * @param headers of a request, its first line included
 * @param body of a request
 * @param entry of a search result
 * @param resource that is read by itself
 */
public record LimitSettings(int headers, int body, int entry, int resource) {
    private static final int KIBIBYTE = 1024;
    private static final int MEBIBYTE = 1024 * 1024;

    public static final LimitSettings DEFAULTS =
            new LimitSettings(16 * KIBIBYTE, MEBIBYTE, 4 * MEBIBYTE, 16 * MEBIBYTE);

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
                                + " refused. It is held in memory, three times over"));
        if (read.entry > read.resource) {
            section.problem("entry", "must not be larger than resource");
        }
        if (read.body > read.resource) {
            section.problem("body", "must not be larger than resource");
        }
        return read;
    }
}
