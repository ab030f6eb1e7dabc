package org.caregate.audit.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.caregate.audit.entry.Bytes;

/**
 * A text with a signature by the log's key (C2SP signed-note). The text's first line is the name of the key, which is another one for
 * each kind of text, so that one kind cannot pass for another.
 *
 * @param text ends with a line end
 * @param note text and signatures, as it is stored
 */
public record SignedNote(String name, String text, String note) {
    private static final String SIGNATURES = "\n\n— ";

    /** Signs a text whose first line is the name. */
    public static SignedNote sign(String name, String text, CheckpointSigner signer) {
        if (!text.startsWith(name + "\n") || !text.endsWith("\n") || text.contains(SIGNATURES)) {
            throw new IllegalArgumentException("not the text of a note");
        }
        byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
        byte[] id = new LogKey(name, signer.publicKey()).id();
        byte[] idAndSignature = ByteBuffer.allocate(id.length + signature.length)
                .put(id)
                .put(signature)
                .array();
        return new SignedNote(
                name, text, text + "\n— " + name + " " + Base64.getEncoder().encodeToString(idAndSignature) + "\n");
    }

    /** Reads a note without judging its signatures. */
    public static SignedNote parse(String note) {
        int end = note.indexOf(SIGNATURES);
        if (end < 0 || !note.endsWith("\n")) {
            throw new MalformedNoteException("not a signed note");
        }
        String text = note.substring(0, end + 1);
        return new SignedNote(text.substring(0, text.indexOf('\n')), text, note);
    }

    /** Whether one of the note's signatures is that of this key, under the note's own name. */
    public boolean isSignedBy(LogKey key) {
        if (!name.equals(key.origin())) {
            return false;
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return note.substring(text.length())
                .lines()
                .anyMatch(line -> line.startsWith("— " + name + " ")
                        && isSignature(line.substring(name.length() + 3), body, key));
    }

    private static boolean isSignature(String encoded, byte[] body, LogKey key) {
        try {
            byte[] idAndSignature = Bytes.ofBase64(encoded).toArray();
            byte[] id = key.id();
            return idAndSignature.length > id.length
                    && Arrays.equals(idAndSignature, 0, id.length, id, 0, id.length)
                    && key.verifies(body, Arrays.copyOfRange(idAndSignature, id.length, idAndSignature.length));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
