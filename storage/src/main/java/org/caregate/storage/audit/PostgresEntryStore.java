package org.caregate.storage.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.caregate.audit.EntryStore;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.StoredEntry;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Entries, whole batches of them by one statement: one round trip, one commit. */
public final class PostgresEntryStore implements EntryStore {
    private static final String INSERT = """
            WITH fresh AS (
                INSERT INTO audit_entry (id, at, exchange, phase, action, outcome, person, client, marks, leaf)
                SELECT id, 'epoch'::timestamptz + micros * interval '1 microsecond',
                       exchange, phase, action, outcome, person, client, marks::bytea[], leaf
                FROM unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[])
                    AS given (id, micros, exchange, phase, action, outcome, person, client, marks, leaf)
                ON CONFLICT (id) DO NOTHING
                RETURNING id
            ), waiting AS (
                INSERT INTO audit_pending (batch, entries)
                SELECT (array_agg(id))[1], array_agg(id) FROM fresh HAVING count(*) > 0
            )
            SELECT version FROM revocation_head""";

    private final DataSource runtime;

    public PostgresEntryStore(DataSource runtime) {
        this.runtime = runtime;
    }

    @Override
    public long insert(List<StoredEntry> entries) {
        try (Connection connection = runtime.getConnection()) { // never the caller's transaction
            return insert(connection, entries);
        } catch (SQLException failed) {
            throw translated(failed);
        }
    }

    @Override
    public void enlist(StoredEntry entry) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.hasResource(runtime)) {
            throw new IllegalStateException("an entry is enlisted in a transaction of the runtime pool");
        }
        Connection connection = DataSourceUtils.getConnection(runtime);
        try {
            insert(connection, List.of(entry));
        } catch (SQLException failed) {
            throw translated(failed);
        } finally {
            DataSourceUtils.releaseConnection(connection, runtime);
        }
    }

    private static long insert(Connection connection, List<StoredEntry> entries) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", entries.stream().map(StoredEntry::id).toArray()));
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "int8",
                            entries.stream()
                                    .map(entry -> ChronoUnit.MICROS.between(Instant.EPOCH, entry.time()))
                                    .toArray()));
            texts(insert, 3, entries, StoredEntry::exchangeId);
            texts(insert, 4, entries, StoredEntry::phase);
            texts(insert, 5, entries, StoredEntry::action);
            texts(insert, 6, entries, StoredEntry::outcome);
            texts(insert, 7, entries, StoredEntry::person);
            texts(insert, 8, entries, StoredEntry::client);
            texts(insert, 9, entries, entry -> array(entry.marks()));
            insert.setArray(
                    10,
                    connection.createArrayOf(
                            "bytea",
                            entries.stream()
                                    .map(entry -> entry.leaf().toArray())
                                    .toArray(byte[][]::new)));
            try (ResultSet version = insert.executeQuery()) {
                if (!version.next()) {
                    throw new SQLException("revocation_head has no row");
                }
                return version.getLong(1);
            }
        }
    }

    private static void texts(
            PreparedStatement insert,
            int position,
            List<StoredEntry> entries,
            Function<StoredEntry, @Nullable String> column)
            throws SQLException {
        @Nullable String[] values = new @Nullable String[entries.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(entries.get(i));
        }
        insert.setArray(position, insert.getConnection().createArrayOf("text", values));
    }

    /** An array literal: unnest would flatten an array of arrays. */
    private static String array(List<Bytes> marks) {
        StringBuilder literal = new StringBuilder(marks.size() * 38 + 2).append('{');
        for (Bytes mark : marks) {
            literal.append(literal.length() == 1 ? "\"\\\\x" : ",\"\\\\x")
                    .append(mark)
                    .append('"');
        }
        return literal.append('}').toString();
    }

    /** Data exceptions and integrity violations are about an entry; anything else is about the database. */
    private static RuntimeException translated(SQLException failed) {
        String state = failed.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"))
                ? new RefusedEntryException("the database refuses an entry", failed)
                : new IllegalStateException("the entries are not known to be durable", failed);
    }
}
