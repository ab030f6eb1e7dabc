package org.caregate.audit.export;

import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.MalformedNoteException;
import org.caregate.audit.checkpoint.SignedCheckpoint;

/**
 * What an export consists of, as its last file says it, signed by the log's key under a name of its own: an export without it was never
 * finished, and one that has it can be neither cut nor added to.
 *
 * @param rootSize size of the root log
 * @param rootHash the root log's hash, in hexadecimal
 * @param lines lines of {@code entries.ndjson}
 * @param dataKeys the data keys that were there
 * @param files how many files {@code files.txt} lists: all but itself and the manifest
 * @param filesDigest SHA-256 of {@code files.txt}, in hexadecimal
 */
record Manifest(long rootSize, String rootHash, long lines, List<String> dataKeys, long files, String filesDigest) {
    static final String FORMAT = "caregate-audit-export/2";
    static final String FILE = "manifest";
    static final String LIST = "files.txt";
    static final String LINES = "entries.ndjson";

    private static final Pattern TEXT = Pattern.compile("[^\\n]+\\n" + FORMAT
            + "\\nroot ([0-9]{1,18}) ([0-9a-f]{64})\\nlines ([0-9]{1,18})\\nkeys((?: [0-9A-Za-z.-]+)*)"
            + "\\nfiles ([0-9]{1,18}) ([0-9a-f]{64})\\n");

    Manifest {
        dataKeys = List.copyOf(dataKeys);
    }

    static Manifest of(SignedCheckpoint root, long lines, List<String> dataKeys, long files, byte[] filesDigest) {
        return new Manifest(
                root.size(),
                root.root().toString(),
                lines,
                dataKeys,
                files,
                HexFormat.of().formatHex(filesDigest));
    }

    String text(LogKey key) {
        StringBuilder text = new StringBuilder(key.ofExports().origin()).append('\n');
        text.append(FORMAT).append('\n');
        text.append("root ").append(rootSize).append(' ').append(rootHash).append('\n');
        text.append("lines ").append(lines).append('\n');
        text.append("keys");
        dataKeys.forEach(name -> text.append(' ').append(name));
        text.append('\n');
        return text.append("files ")
                .append(files)
                .append(' ')
                .append(filesDigest)
                .append('\n')
                .toString();
    }

    static Manifest parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedNoteException("not the manifest of an export");
        }
        return new Manifest(
                Long.parseLong(matcher.group(1)),
                matcher.group(2),
                Long.parseLong(matcher.group(3)),
                matcher.group(4).isEmpty()
                        ? List.of()
                        : List.of(matcher.group(4).strip().split(" ")),
                Long.parseLong(matcher.group(5)),
                matcher.group(6));
    }
}
