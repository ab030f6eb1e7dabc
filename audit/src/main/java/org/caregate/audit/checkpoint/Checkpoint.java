package org.caregate.audit.checkpoint;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.tree.Hash;

/**
 * The state of one log: its name, size and root hash (C2SP tlog-checkpoint).
 *
 * @param origin the log's unique name, which is also the name of its key
 */
public record Checkpoint(String origin, long size, Hash root) {
    private static final Pattern BODY =
            Pattern.compile("([^\\n]+)\\n(0|[1-9][0-9]{0,18})\\n([A-Za-z0-9+/]{43}=)\\n(?:[^\\n]+\\n)*");

    public Checkpoint {
        if (origin.isEmpty() || origin.indexOf('\n') >= 0 || size < 0) {
            throw new IllegalArgumentException("no such log");
        }
    }

    /** The text that is signed. */
    public String body() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.toArray()) + "\n";
    }

    public static Checkpoint parse(String body) {
        Matcher matcher = BODY.matcher(body);
        if (!matcher.matches()) {
            throw new MalformedNoteException("not a checkpoint");
        }
        try {
            return new Checkpoint(
                    matcher.group(1),
                    Long.parseLong(matcher.group(2)),
                    Hash.of(Bytes.ofBase64(matcher.group(3)).toArray()));
        } catch (IllegalArgumentException wrong) {
            throw new MalformedNoteException("not a checkpoint");
        }
    }
}
