package org.caregate.storage.audit;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.MalformedNoteException;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.Tile;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The log as the database holds it, for recovery, export and verification. */
public final class PostgresLogSource implements LogSource {
    private static final int MOST_TOLD = 100;
    private static final int ROWS_AT_ONCE = 1000;

    private final JdbcTemplate jdbc;
    private final JdbcTemplate streaming;
    private final TransactionTemplate transaction;

    /** Reads with any role that may select: the reader's for verification, the runtime's for sequencing. */
    public PostgresLogSource(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.streaming = new JdbcTemplate(database);
        this.streaming.setFetchSize(ROWS_AT_ONCE);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    @Override
    public List<Integer> lanes() {
        return jdbc.query("""
                WITH RECURSIVE of_heads AS (
                    SELECT min(lane) AS lane FROM audit_head
                    UNION ALL
                    SELECT (SELECT min(lane) FROM audit_head WHERE lane > of_heads.lane) FROM of_heads WHERE of_heads.lane IS NOT NULL
                ), of_places AS (
                    SELECT min(lane) AS lane FROM audit_place
                    UNION ALL
                    SELECT (SELECT min(lane) FROM audit_place WHERE lane > of_places.lane) FROM of_places WHERE of_places.lane IS NOT NULL
                )
                SELECT lane FROM of_heads WHERE lane <> 0 UNION SELECT lane FROM of_places WHERE lane <> 0 ORDER BY lane""", (row, number) -> row.getInt(1));
    }

    @Override
    public Optional<Head> head(int lane) {
        try {
            return PostgresHeadStore.newest(jdbc, lane);
        } catch (MalformedNoteException | IllegalArgumentException changed) {
            return Optional.empty();
        }
    }

    @Override
    public void places(int lane, long from, long to, Consumer<Placed> each) {
        if (lane == Head.ROOT) {
            jdbc.query(
                    "SELECT leaf_index, checkpoint FROM audit_root_leaf WHERE leaf_index >= ? AND leaf_index < ? ORDER BY leaf_index",
                    row -> {
                        byte[] leaf = row.getString("checkpoint").getBytes(StandardCharsets.UTF_8);
                        each.accept(Placed.ofRoot(row.getLong("leaf_index"), Bytes.of(leaf)));
                    },
                    from,
                    to);
            return;
        }
        jdbc.query(
                "SELECT place.leaf_index, " + EntryRows.COLUMNS + """
                         FROM audit_place AS place LEFT JOIN audit_entry AS entry ON entry.id = place.entry
                        WHERE place.lane = ? AND place.leaf_index >= ? AND place.leaf_index < ? ORDER BY place.leaf_index""",
                row -> {
                    each.accept(placed(row));
                },
                lane,
                from,
                to);
    }

    private static Placed placed(ResultSet row) throws SQLException {
        long index = row.getLong("leaf_index");
        return row.getObject("id") == null ? Placed.missing(index) : Placed.ofRow(index, EntryRows.read(row));
    }

    @Override
    public long end(int lane) {
        Long last = lane == Head.ROOT
                ? jdbc.queryForObject("SELECT max(leaf_index) FROM audit_root_leaf", Long.class)
                : jdbc.queryForObject("SELECT max(leaf_index) FROM audit_place WHERE lane = ?", Long.class, lane);
        return last == null || last < 0 ? 0 : last == Long.MAX_VALUE ? last : last + 1;
    }

    @Override
    public Outside outside(int lane, long size) {
        String places = lane == Head.ROOT
                ? "audit_root_leaf WHERE (leaf_index < 0 OR leaf_index >= ?)"
                : "audit_place WHERE lane = " + lane + " AND (leaf_index < 0 OR leaf_index >= ?)";
        return unhurried(() -> {
            List<Long> first = jdbc.query(
                    "SELECT leaf_index FROM " + places + " ORDER BY leaf_index LIMIT " + Outside.LISTED,
                    (row, number) -> row.getLong(1),
                    size);
            return first.isEmpty()
                    ? Outside.NONE
                    : jdbc.queryForObject(
                            "SELECT count(*), max(leaf_index) FROM " + places,
                            (row, number) -> new Outside(row.getLong(1), first, row.getLong(2)),
                            size);
        });
    }

    /** The unique index on the entry says the same, as long as no one dropped it. */
    @Override
    public List<String> repeated() {
        return unhurried(() -> jdbc.queryForList(
                "SELECT entry::text FROM audit_place GROUP BY entry HAVING count(*) > 1 LIMIT " + MOST_TOLD,
                String.class));
    }

    @Override
    public Optional<Tile> widest(int lane, int level, long index) {
        return jdbc.query("""
                        SELECT hashes FROM audit_tile WHERE lane = ? AND level = ? AND tile_index = ?
                        ORDER BY width DESC LIMIT 1""", (row, number) -> row.getBytes("hashes"), lane, level, index).stream()
                .filter(hashes -> hashes.length > 0
                        && hashes.length % Hash.BYTES == 0
                        && hashes.length <= Tile.FULL_WIDTH * Hash.BYTES)
                .map(hashes -> Tile.of(level, index, hashes))
                .findFirst();
    }

    /** A place in lane 0, which is the root's, is none. */
    @Override
    public void unplaced(Consumer<Unplaced> each) {
        unhurried(() -> {
            streaming.query(
                    "WITH pending AS (SELECT unnest(entries) AS id FROM audit_pending) SELECT pending.id AS waiting, "
                            + EntryRows.COLUMNS + """
                             FROM audit_entry AS entry FULL JOIN pending ON pending.id = entry.id
                            WHERE entry.id IS NULL
                               OR NOT EXISTS (SELECT FROM audit_place AS place WHERE place.entry = entry.id AND place.lane <> 0)""",
                    row -> {
                        String waiting = row.getString("waiting");
                        StoredEntry entry = row.getObject("id") == null ? null : EntryRows.read(row);
                        each.accept(new Unplaced(
                                entry == null ? waiting : entry.id().toString(), waiting != null, entry));
                    });
            return true;
        });
    }

    @Override
    public long waiting() {
        Long waiting =
                jdbc.queryForObject("SELECT coalesce(sum(cardinality(entries)), 0) FROM audit_pending", Long.class);
        return waiting == null ? 0 : waiting;
    }

    @Override
    public List<DataKey> dataKeys() {
        return jdbc.query(
                "SELECT name, created FROM audit_data_key ORDER BY name",
                (row, number) -> new DataKey(
                        row.getString("name"),
                        row.getObject("created", OffsetDateTime.class).toInstant()));
    }

    /** For what reads the whole log. */
    private <T> T unhurried(Supplier<T> reading) {
        return Objects.requireNonNull(transaction.execute(status -> {
            jdbc.execute("SET LOCAL statement_timeout = 0");
            return reading.get();
        }));
    }
}
