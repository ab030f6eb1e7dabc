package org.caregate.audit.search;

import java.util.List;
import org.caregate.audit.proof.StoredRow;

/** What came after a position, and where that ended. */
public record TailPart(List<StoredRow> entries, TailPosition position) {
    public TailPart {
        entries = List.copyOf(entries);
    }
}
