package org.caregate.audit.checkpoint;

import org.caregate.audit.tree.Hash;

/**
 * A checkpoint as a signed note (C2SP signed-note), whose signature was not necessarily verified: ask {@link #isSignedBy}.
 *
 * @param note the whole text, as it is stored and published
 */
public record SignedCheckpoint(Checkpoint checkpoint, String note) {
    /** Signs a checkpoint under the name of its log. */
    public static SignedCheckpoint sign(Checkpoint checkpoint, CheckpointSigner signer) {
        return new SignedCheckpoint(
                checkpoint,
                SignedNote.sign(checkpoint.origin(), checkpoint.body(), signer).note());
    }

    /** Reads a note without judging its signatures. */
    public static SignedCheckpoint parse(String note) {
        return new SignedCheckpoint(Checkpoint.parse(SignedNote.parse(note).text()), note);
    }

    /** Whether one of the note's signatures is that of this key, under the log's own name. */
    public boolean isSignedBy(LogKey key) {
        try {
            return checkpoint.origin().equals(key.origin())
                    && SignedNote.parse(note).isSignedBy(key);
        } catch (MalformedNoteException notANote) {
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
