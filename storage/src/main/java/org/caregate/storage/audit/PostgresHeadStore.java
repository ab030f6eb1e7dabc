package org.caregate.storage.audit;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.memory.PendingRow;
import org.caregate.audit.sequencing.Batch;
import org.caregate.audit.sequencing.HeadStore;
import org.caregate.audit.sequencing.HeadTakenException;
import org.caregate.audit.sequencing.LaneCheckpoint;
import org.caregate.audit.sequencing.PlaceTakenException;
import org.caregate.audit.tree.Tile;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Heads, places and tiles; each batch in a transaction of its own, whose head collides with that of any other writer. */
public final class PostgresHeadStore implements HeadStore, AutoCloseable {
    /** From lane to lane by the index, whatever lane numbers an attacker may have inserted. */
    static final String NEWEST_HEADS = """
            WITH RECURSIVE known (lane) AS (
                (SELECT lane FROM audit_head WHERE lane > 0 ORDER BY lane LIMIT 1)
                UNION ALL
                SELECT (SELECT next.lane FROM audit_head AS next WHERE next.lane > known.lane ORDER BY next.lane LIMIT 1)
                FROM known WHERE known.lane IS NOT NULL
            )
            SELECT head.lane, head.previous_size, head.checkpoint, head.at
            FROM known
            CROSS JOIN LATERAL (
                SELECT * FROM audit_head WHERE audit_head.lane = known.lane ORDER BY previous_size DESC LIMIT 1
            ) AS head
            ORDER BY head.lane""";

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
    public List<Head> heads(Set<Integer> closed) {
        List<Head> heads = new ArrayList<>();
        jdbc.query(NEWEST_HEADS, row -> {
            if (!closed.contains(row.getInt("lane"))) { // what stands there may be no checkpoint at all
                heads.add(head(row));
            }
        });
        return heads;
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(
                row.getInt("lane"),
                row.getLong("previous_size"),
                SignedCheckpoint.parse(row.getString("checkpoint")),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }

    @Override
    public void place(List<UUID> entries, List<UUID> rows, Function<List<Found>, Optional<Placement>> decide) {
        transaction.executeWithoutResult(status -> {
            Optional<Placement> placement = decide.apply(find(entries));
            placement.ifPresent(this::store);
            update("""
                    DELETE FROM audit_pending WHERE batch IN (
                        SELECT batch FROM audit_pending WHERE batch = ANY (?) FOR UPDATE SKIP LOCKED)""", rows);
        });
    }

    private void store(Placement placement) {
        Head head = placement.batch().head();
        insert(placement.batch());
        try {
            jdbc.update(connection -> {
                var places = connection.prepareStatement("""
                        INSERT INTO audit_place (lane, leaf_index, entry)
                        SELECT ?, ? + number - 1, id FROM unnest(?::uuid[]) WITH ORDINALITY AS placed (id, number)""");
                places.setInt(1, head.lane());
                places.setLong(2, head.previousSize());
                places.setArray(
                        3, connection.createArrayOf("uuid", placement.entries().toArray()));
                return places;
            });
        } catch (DuplicateKeyException elsewhere) {
            throw new PlaceTakenException();
        }
    }

    @Override
    public List<UUID> waiting(int most) {
        return jdbc.query(
                "SELECT batch FROM audit_pending ORDER BY batch LIMIT ?",
                (row, number) -> row.getObject("batch", UUID.class),
                most);
    }

    @Override
    public List<Waiting> rows(List<UUID> ids) {
        return query(
                "SELECT batch, entries, writer, number, follows, proof FROM audit_pending WHERE batch = ANY (?) ORDER BY batch",
                ids,
                (row, number) -> waiting(row));
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        UUID id = row.getObject("batch", UUID.class);
        List<UUID> entries = ids(row.getArray("entries"));
        UUID writer = row.getObject("writer", UUID.class);
        byte[] proof = row.getBytes("proof");
        boolean complete = writer != null && proof != null && row.getArray("follows") != null && !entries.isEmpty();
        return new Waiting(
                id,
                entries,
                complete
                        ? new PendingRow(
                                writer, row.getLong("number"), entries, ids(row.getArray("follows")), Bytes.of(proof))
                        : null);
    }

    private static List<UUID> ids(@Nullable Array array) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        if (array != null) {
            for (Object id : (Object[]) array.getArray()) {
                ids.add((UUID) Objects.requireNonNull(id));
            }
        }
        return ids;
    }

    /**
     * One by one through the indexes, which LIMIT makes certain: a plan that was made while the log was short would otherwise read all of
     * it, and be kept while it grows.
     */
    @Override
    public List<Found> find(List<UUID> entries) {
        return query("""
                SELECT given.id, entry.leaf, place.lane, place.leaf_index
                FROM unnest(?::uuid[]) WITH ORDINALITY AS given (id, number)
                LEFT JOIN LATERAL (SELECT leaf FROM audit_entry WHERE id = given.id LIMIT 1) AS entry ON true
                LEFT JOIN LATERAL (SELECT lane, leaf_index FROM audit_place WHERE entry = given.id LIMIT 1) AS place ON true
                ORDER BY given.number""", entries, (row, number) -> found(row));
    }

    private static Found found(ResultSet row) throws SQLException {
        byte[] leaf = row.getBytes(2); // by number: a name is looked up for every entry of the log
        int lane = row.getInt(3);
        boolean placed = !row.wasNull();
        return new Found(
                row.getObject(1, UUID.class),
                leaf == null ? null : Bytes.of(leaf),
                placed ? new Place(lane, row.getLong(4)) : null);
    }

    private <T> List<T> query(String sql, List<UUID> ids, RowMapper<T> mapper) {
        return jdbc.query(
                connection -> {
                    var statement = connection.prepareStatement(sql);
                    statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
                    return statement;
                },
                mapper);
    }

    private void update(String sql, List<UUID> ids) {
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
                WITH RECURSIVE known (lane) AS (
                    (SELECT lane FROM audit_root_leaf ORDER BY lane LIMIT 1)
                    UNION ALL
                    SELECT (SELECT next.lane FROM audit_root_leaf AS next WHERE next.lane > known.lane ORDER BY next.lane LIMIT 1)
                    FROM known WHERE known.lane IS NOT NULL
                )
                SELECT covered.lane, covered.checkpoint
                FROM known
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
