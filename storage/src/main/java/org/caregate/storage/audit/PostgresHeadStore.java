package org.caregate.storage.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.sequencing.Batch;
import org.caregate.audit.sequencing.Head;
import org.caregate.audit.sequencing.HeadStore;
import org.caregate.audit.sequencing.HeadTakenException;
import org.caregate.audit.sequencing.LaneCheckpoint;
import org.caregate.audit.tree.Tile;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Heads, places and tiles; each batch in a transaction of its own, whose head collides with that of any other writer. */
public final class PostgresHeadStore implements HeadStore, AutoCloseable {
    static final String NEWEST_HEADS = """
            SELECT head.lane, head.previous_size, head.checkpoint, head.at
            FROM generate_series(1, (SELECT coalesce(max(lane), 0) FROM audit_head)) AS known (lane)
            CROSS JOIN LATERAL (
                SELECT * FROM audit_head WHERE audit_head.lane = known.lane ORDER BY previous_size DESC LIMIT 1
            ) AS head
            ORDER BY head.lane""";

    private static final int MOST_BATCHES = 1024;

    private record Waiting(UUID id, Bytes leaf) {}

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final LaneLock lock;

    public PostgresHeadStore(DataSource runtime) {
        this.jdbc = new JdbcTemplate(runtime);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(runtime));
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.lock = new LaneLock(runtime);
    }

    @Override
    public int takeLane(Set<Integer> lost) {
        try {
            for (int lane = 1; ; lane++) {
                if (!lost.contains(lane) && lock.take(lane)) {
                    return lane;
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("no lane could be taken", failed);
        }
    }

    @Override
    public Optional<Head> head(int lane) {
        return newest(jdbc, lane);
    }

    static Optional<Head> newest(JdbcTemplate jdbc, int lane) {
        return jdbc.query("""
                        SELECT lane, previous_size, checkpoint, at FROM audit_head
                        WHERE lane = ? ORDER BY previous_size DESC LIMIT 1""", (row, number) -> head(row), lane).stream().findFirst();
    }

    @Override
    public List<Head> heads() {
        return jdbc.query(NEWEST_HEADS, (row, number) -> head(row));
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(
                row.getInt("lane"),
                row.getLong("previous_size"),
                SignedCheckpoint.parse(row.getString("checkpoint")),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }

    @Override
    public int sequence(int most, Function<List<Bytes>, Batch> place) {
        Integer placed = transaction.execute(status -> {
            List<UUID> taken = take(most);
            List<Waiting> waiting = leaves(taken, status);
            if (waiting.isEmpty()) {
                return 0;
            }
            Batch batch = place.apply(waiting.stream().map(Waiting::leaf).toList());
            insert(batch);
            UUID[] ids = waiting.stream().map(Waiting::id).toArray(UUID[]::new);
            jdbc.update(connection -> {
                var places = connection.prepareStatement("""
                        INSERT INTO audit_place (lane, leaf_index, entry)
                        SELECT ?, ? + number - 1, id FROM unnest(?::uuid[]) WITH ORDINALITY AS placed (id, number)""");
                places.setInt(1, batch.head().lane());
                places.setLong(2, batch.head().previousSize());
                places.setArray(3, connection.createArrayOf("uuid", ids));
                return places;
            });
            return ids.length;
        });
        return placed == null ? 0 : placed;
    }

    /** Takes entries off the waiting ones; batches that another node is placing are skipped. */
    private List<UUID> take(int most) {
        List<UUID> taken = new ArrayList<>();
        List<UUID> emptied = new ArrayList<>();
        jdbc.query(
                "SELECT batch, entries FROM audit_pending ORDER BY batch LIMIT ? FOR UPDATE SKIP LOCKED",
                row -> {
                    UUID batch = row.getObject("batch", UUID.class);
                    UUID[] entries = (UUID[]) row.getArray("entries").getArray();
                    int room = most - taken.size();
                    taken.addAll(Arrays.asList(entries).subList(0, Math.min(room, entries.length)));
                    if (entries.length <= room) {
                        emptied.add(batch);
                    } else if (room > 0) {
                        jdbc.update("UPDATE audit_pending SET entries = entries[?:] WHERE batch = ?", room + 1, batch);
                    }
                },
                Math.min(most, MOST_BATCHES));
        with("DELETE FROM audit_pending WHERE batch = ANY (?)", emptied);
        return taken;
    }

    /** The leaves of those that have no place yet, in the order of their ids; one that is not there goes on waiting, as evidence. */
    private List<Waiting> leaves(List<UUID> taken, TransactionStatus status) {
        List<Waiting> waiting = new ArrayList<>();
        List<UUID> gone = new ArrayList<>();
        jdbc.query(
                connection -> {
                    var leaves = connection.prepareStatement("""
                            SELECT taken.id, entry.leaf
                            FROM unnest(?::uuid[]) AS taken (id) LEFT JOIN audit_entry AS entry ON entry.id = taken.id
                            WHERE NOT EXISTS (SELECT FROM audit_place AS place WHERE place.entry = taken.id)
                            ORDER BY taken.id""");
                    leaves.setArray(1, connection.createArrayOf("uuid", taken.toArray()));
                    return leaves;
                },
                row -> {
                    UUID id = row.getObject("id", UUID.class);
                    byte[] leaf = row.getBytes("leaf");
                    if (leaf == null) {
                        gone.add(id);
                    } else {
                        waiting.add(new Waiting(id, Bytes.of(leaf)));
                    }
                });
        if (gone.size() == taken.size()) {
            status.setRollbackOnly(); // nothing to do but to leave them as they are
        } else if (!gone.isEmpty()) { // in one row, so that they never crowd out what can be placed
            with(
                    "INSERT INTO audit_pending (batch, entries) SELECT entries[1], entries FROM (SELECT ?::uuid[]) AS given (entries)",
                    gone);
        }
        return waiting;
    }

    private void with(String sql, List<UUID> ids) {
        jdbc.update(connection -> {
            var statement = connection.prepareStatement(sql);
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            return statement;
        });
    }

    @Override
    public void appendRoot(List<LaneCheckpoint> leaves, Batch batch) {
        transaction.executeWithoutResult(status -> {
            insert(batch);
            List<Object[]> rows = new ArrayList<>();
            for (LaneCheckpoint leaf : leaves) {
                rows.add(new Object[] {
                    batch.head().previousSize() + rows.size(),
                    leaf.lane(),
                    leaf.checkpoint().size(),
                    leaf.checkpoint().note()
                });
            }
            jdbc.batchUpdate(
                    "INSERT INTO audit_root_leaf (leaf_index, lane, size, checkpoint) VALUES (?, ?, ?, ?)", rows);
        });
    }

    @Override
    public List<LaneCheckpoint> coveredByRoot() {
        return jdbc.query(
                """
                SELECT covered.lane, covered.checkpoint
                FROM generate_series(1, (SELECT coalesce(max(lane), 0) FROM audit_root_leaf)) AS known (lane)
                CROSS JOIN LATERAL (
                    SELECT * FROM audit_root_leaf WHERE audit_root_leaf.lane = known.lane ORDER BY size DESC LIMIT 1
                ) AS covered
                ORDER BY covered.lane""",
                (row, number) ->
                        new LaneCheckpoint(row.getInt("lane"), SignedCheckpoint.parse(row.getString("checkpoint"))));
    }

    @Override
    public void keep(int lane, List<Tile> partialTiles) {
        insert(lane, partialTiles);
    }

    private void insert(Batch batch) {
        Head head = batch.head();
        try {
            jdbc.update(
                    "INSERT INTO audit_head (lane, previous_size, size, checkpoint, at) VALUES (?, ?, ?, ?, ?::timestamptz)",
                    head.lane(),
                    head.previousSize(),
                    head.size(),
                    head.checkpoint().note(),
                    head.time().toString());
        } catch (DuplicateKeyException another) {
            throw new HeadTakenException(head.lane(), head.previousSize());
        }
        insert(head.lane(), batch.tiles());
    }

    private void insert(int lane, List<Tile> tiles) {
        jdbc.batchUpdate(
                """
                INSERT INTO audit_tile (lane, level, tile_index, width, hashes) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING""",
                tiles.stream()
                        .map(tile -> new Object[] {lane, tile.level(), tile.index(), tile.width(), tile.toByteArray()})
                        .toList());
    }

    /** Lets another node have this one's lane. */
    @Override
    public void close() {
        lock.close();
    }
}
