package org.caregate.storage.audit;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.StoredEntry;

/** Reads rows of {@code audit_entry}. */
final class EntryRows {
    static final String COLUMNS = "entry.id, entry.at, entry.exchange, entry.phase, entry.action, entry.outcome, "
            + "entry.person, entry.client, entry.marks, entry.leaf";

    private EntryRows() {}

    static StoredEntry read(ResultSet row) throws SQLException {
        return new StoredEntry(
                row.getObject("id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("exchange"),
                row.getString("phase"),
                row.getString("action"),
                row.getString("outcome"),
                row.getString("person"),
                row.getString("client"),
                marks(row.getArray("marks")),
                Bytes.of(row.getBytes("leaf")));
    }

    private static List<Bytes> marks(Array array) throws SQLException {
        List<Bytes> marks = new ArrayList<>();
        for (Object mark : (Object[]) array.getArray()) {
            marks.add(Bytes.of((byte[]) mark));
        }
        return marks;
    }
}
