package org.caregate.audit.anchor;

import java.util.ArrayList;
import java.util.List;
import org.caregate.audit.checkpoint.MalformedNoteException;
import org.caregate.audit.checkpoint.SignedCheckpoint;

/**
 * A root checkpoint with the checkpoints of the lanes it covers; as text, the notes one after another with a line of two dashes
 * between.
 */
public record AnchoredCheckpoint(SignedCheckpoint root, List<SignedCheckpoint> lanes) {
    private static final String BETWEEN = "--\n";

    public AnchoredCheckpoint {
        lanes = List.copyOf(lanes);
    }

    public String text() {
        StringBuilder text = new StringBuilder(root.note());
        lanes.forEach(lane -> text.append(BETWEEN).append(lane.note()));
        return text.toString();
    }

    public static AnchoredCheckpoint parse(String text) {
        List<SignedCheckpoint> notes = new ArrayList<>();
        for (String note : text.split("(?m)^" + BETWEEN, -1)) {
            notes.add(SignedCheckpoint.parse(note));
        }
        SignedCheckpoint root = notes.removeFirst();
        String prefix = root.checkpoint().origin() + "/lane/";
        if (notes.stream().anyMatch(lane -> !lane.checkpoint().origin().startsWith(prefix))) {
            throw new MalformedNoteException("a lane of another log");
        }
        return new AnchoredCheckpoint(root, notes);
    }
}
