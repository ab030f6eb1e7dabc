package org.caregate.benchmarks.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.storage.Database;

/**
 * The baseline: the same rows into a table of the same shape with the same indexes, in JDBC batches of a hundred that the driver
 * rewrites to multi-row inserts, one commit a batch. Nothing is sealed, hashed, awaited or sequenced.
 */
final class BatchedInserts {
    static final int BATCH = 100;
    private static final String INSERT = """
            INSERT INTO baseline_entry (id, at, exchange, phase, action, outcome, person, client, marks, leaf)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final Database database;
    private final int connections;

    BatchedInserts(Database database, int connections) {
        this.database = database;
        this.connections = connections;
    }

    void createTable() throws SQLException {
        try (Connection owner = database.ownerDataSource().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE TABLE baseline_entry (LIKE audit_entry INCLUDING ALL)");
            statement.execute(
                    "GRANT SELECT, INSERT ON baseline_entry TO " + statement.enquoteIdentifier(runtimeUser(), true));
        }
    }

    private String runtimeUser() throws SQLException {
        try (Connection runtime = database.runtimeDataSource().getConnection()) {
            return runtime.getMetaData().getUserName();
        }
    }

    /** Inserts until the time is over; how many rows were committed. */
    long run(List<StoredEntry> rows, long nanos) throws InterruptedException {
        AtomicLong committed = new AtomicLong();
        long end = System.nanoTime() + nanos;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            threads.add(Thread.ofPlatform().start(() -> insertUntil(end, rows, committed)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return committed.get();
    }

    private void insertUntil(long end, List<StoredEntry> rows, AtomicLong committed) {
        try (Connection connection = database.runtimeDataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            int next = ThreadLocalRandom.current().nextInt(rows.size());
            while (System.nanoTime() < end) {
                for (int i = 0; i < BATCH; i++) {
                    add(insert, rows.get(next++ % rows.size()));
                }
                insert.executeBatch();
                connection.commit();
                committed.addAndGet(BATCH);
            }
            connection.setAutoCommit(true);
        } catch (SQLException failed) {
            throw new IllegalStateException("the baseline does not work", failed);
        }
    }

    private static void add(PreparedStatement insert, StoredEntry row) throws SQLException {
        insert.setObject(1, timeOrderedId());
        insert.setObject(2, row.time().atOffset(ZoneOffset.UTC));
        insert.setString(3, row.exchangeId());
        insert.setString(4, row.phase());
        insert.setString(5, row.action());
        insert.setString(6, row.outcome());
        insert.setString(7, row.person());
        insert.setString(8, row.client());
        insert.setArray(
                9,
                insert.getConnection()
                        .createArrayOf(
                                "bytea",
                                row.marks().stream().map(Bytes::toArray).toArray(byte[][]::new)));
        insert.setBytes(10, row.leaf().toArray());
        insert.addBatch();
    }

    /** As the entries' own ids, so that the primary key grows at the same place. */
    private static UUID timeOrderedId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(
                (System.currentTimeMillis() << 16) | 0x7000 | random.nextInt(0x1000),
                (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L);
    }
}
