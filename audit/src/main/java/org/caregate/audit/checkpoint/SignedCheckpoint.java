package org.caregate.audit.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.caregate.audit.tree.Hash;

/**
 * A checkpoint as a signed note (C2SP signed-note), whose signature was not necessarily verified: ask {@link #isSignedBy}.
 *
 * @param note the whole text, as it is stored and published
 */
public record SignedCheckpoint(Checkpoint checkpoint, String note) {
    private static final String SIGNATURES = "\n\n— ";

    /** Signs a checkpoint under the name of its log. */
    public static SignedCheckpoint sign(Checkpoint checkpoint, CheckpointSigner signer) {
        String body = checkpoint.body();
        byte[] signature = signer.sign(body.getBytes(StandardCharsets.UTF_8));
        byte[] id = new LogKey(checkpoint.origin(), signer.publicKey()).id();
        byte[] idAndSignature = ByteBuffer.allocate(id.length + signature.length)
                .put(id)
                .put(signature)
                .array();
        return new SignedCheckpoint(
                checkpoint,
                body + "\n— " + checkpoint.origin() + " " + Base64.getEncoder().encodeToString(idAndSignature) + "\n");
    }

    /** Reads a note without judging its signatures. */
    public static SignedCheckpoint parse(String note) {
        int end = note.indexOf(SIGNATURES);
        if (end < 0 || !note.endsWith("\n")) {
            throw new MalformedNoteException("not a signed note");
        }
        return new SignedCheckpoint(Checkpoint.parse(note.substring(0, end + 1)), note);
    }

    /** Whether one of the note's signatures is that of this key, under the log's own name. */
    public boolean isSignedBy(LogKey key) {
        if (!checkpoint.origin().equals(key.origin())) {
            return false;
        }
        int end = note.indexOf(SIGNATURES) + 1;
        byte[] body = note.substring(0, end).getBytes(StandardCharsets.UTF_8);
        return note.substring(end + 1)
                .lines()
                .anyMatch(line -> line.startsWith("— " + key.origin() + " ")
                        && isSignature(line.substring(key.origin().length() + 3), body, key));
    }

    private static boolean isSignature(String encoded, byte[] body, LogKey key) {
        try {
            byte[] idAndSignature = Base64.getDecoder().decode(encoded);
            byte[] id = key.id();
            return idAndSignature.length > id.length
                    && Arrays.equals(idAndSignature, 0, id.length, id, 0, id.length)
                    && key.verifies(body, Arrays.copyOfRange(idAndSignature, id.length, idAndSignature.length));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    public long size() {
        return checkpoint.size();
    }

    public Hash root() {
        return checkpoint.root();
    }
}
