package org.caregate.audit.proof;

import java.util.List;
import java.util.UUID;
import org.caregate.audit.entry.Bytes;

/**
 * A row of the log as a search finds it, with the places that it has: one, or none yet, if all is well.
 *
 * @param places two are enough to tell that there are too many
 */
public record StoredRow(UUID id, Bytes leaf, List<Place> places) {
    /** Where an entry is said to stand. */
    public record Place(int lane, long index) {}

    public StoredRow {
        places = List.copyOf(places);
    }
}
