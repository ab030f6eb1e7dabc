package org.caregate.server.config;

import java.util.List;

/** {@code docs/reference/configuration.md}, written from the reader itself. */
public final class ConfigurationReference {
    private ConfigurationReference() {}

    /** The page, in Markdown. */
    public static String page() {
        StringBuilder page = new StringBuilder("""
                # Reference: caregate.yaml

                Written by `./caregate config reference`; a test holds it to the program. Paths are relative to the file. Everything wrong is
                reported together, with its line; a key that is not known is refused, and so is a secret written inline. `./caregate config check`
                reads the file and says what is wrong without starting anything.

                | key | kind | unless told | means |
                | --- | --- | --- | --- |
                """);
        List<DocumentedKey> keys = ConfigurationFile.keys();
        for (DocumentedKey key : keys) {
            page.append("| `")
                    .append(key.path())
                    .append("` | ")
                    .append(key.kind())
                    .append(" | ")
                    .append(key.otherwise())
                    .append(" | ")
                    .append(key.means())
                    .append(" |\n");
        }
        return page.append("""

                Times are a number with `ms`, `s`, `m`, `h`, `d` or `y`. `database` holds either `bundled` or the rest; `resources` is a list of one
                in this release. `listeners.management`, `tokens`, `sessions`, `logs`, `telemetry`, `development`, `database.owner` and every `credential`
                may be left out as a whole. Files that hold secrets may be readable by their owner and one group, nobody else.
                """).toString();
    }
}
