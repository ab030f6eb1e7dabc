package org.caregate.storage.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.caregate.audit.EntryStore;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.memory.PendingRow;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
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
                INSERT INTO audit_pending (batch, entries, writer, number, follows, proof) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (batch) DO NOTHING
            )
            SELECT version, (SELECT count(*) FROM fresh) AS stored FROM revocation_head""";

    private final DataSource runtime;

    public PostgresEntryStore(DataSource runtime) {
        this.runtime = runtime;
    }

    @Override
    public long insert(PendingRow row, List<StoredEntry> entries) {
        try (Connection connection = runtime.getConnection()) { // never the caller's transaction
            return insert(connection, row, entries);
        } catch (SQLException failed) {
            throw translated(failed);
        }
    }

    @Override
    public void enlist(PendingRow row, StoredEntry entry, Ending ending) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()
                || !TransactionSynchronizationManager.hasResource(runtime)) {
            throw new IllegalStateException("an entry is enlisted in a transaction of the runtime pool");
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status == STATUS_COMMITTED) {
                    ending.committed();
                } else {
                    ending.notKnownToHaveCommitted();
                }
            }
        });
        Connection connection = DataSourceUtils.getConnection(runtime);
        try {
            insert(connection, row, List.of(entry));
        } catch (SQLException failed) {
            throw translated(failed);
        } finally {
            DataSourceUtils.releaseConnection(connection, runtime);
        }
    }

    private static long insert(Connection connection, PendingRow row, List<StoredEntry> entries) throws SQLException {
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
            pending(insert, row);
            long version;
            long stored;
            try (ResultSet result = insert.executeQuery()) {
                if (!result.next()) {
                    throw new SQLException("revocation_head has no row");
                }
                version = result.getLong("version");
                stored = result.getLong("stored");
            }
            if (stored != entries.size()) {
                demandThere(connection, entries);
            }
            return version;
        }
    }

    private static void pending(PreparedStatement insert, PendingRow row) throws SQLException {
        Connection connection = insert.getConnection();
        insert.setObject(11, row.id());
        insert.setArray(12, connection.createArrayOf("uuid", row.entries().toArray()));
        insert.setObject(13, row.writer());
        insert.setLong(14, row.number());
        insert.setArray(15, connection.createArrayOf("uuid", row.follows().toArray()));
        insert.setBytes(16, row.proof().toArray());
    }

    /** Fewer were stored than given: they were there before, as in a repeat, or something in the database dropped them. */
    private static void demandThere(Connection connection, List<StoredEntry> entries) throws SQLException {
        try (PreparedStatement look = connection.prepareStatement("SELECT leaf FROM audit_entry WHERE id = ?")) {
            for (StoredEntry entry : entries) {
                look.setObject(1, entry.id());
                try (ResultSet found = look.executeQuery()) {
                    if (!found.next()
                            || !Arrays.equals(
                                    found.getBytes("leaf"), entry.leaf().toArray())) {
                        throw new SQLException("the database did not keep an entry that it was given");
                    }
                }
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
