package org.caregate.storage.audit;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.caregate.audit.checkpoint.MalformedNoteException;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.sequencing.Head;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.Tile;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The log as the database holds it, for recovery, export and verification. */
public final class PostgresLogSource implements LogSource {
    private static final int STRAYS_TOLD = 100;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    /** Reads with any role that may select: the reader's for verification, the runtime's for sequencing. */
    public PostgresLogSource(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    @Override
    public List<Integer> lanes() {
        return jdbc.query("""
                SELECT known.lane FROM generate_series(1, (SELECT coalesce(max(lane), 0) FROM audit_head)) AS known (lane)
                WHERE EXISTS (SELECT FROM audit_head WHERE audit_head.lane = known.lane)""", (row, number) -> row.getInt(1));
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
                        each.accept(new Placed(row.getLong("leaf_index"), Bytes.of(leaf), true));
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
        if (row.getObject("id") == null) {
            return new Placed(index, null, true);
        }
        var entry = EntryRows.read(row);
        return new Placed(index, entry.leaf(), entry.agreesWithItsLeaf());
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

    @Override
    public Unplaced unplaced() {
        Unplaced unplaced = transaction.execute(status -> {
            jdbc.execute("SET LOCAL statement_timeout = 0"); // it reads the whole log
            List<String> strays = jdbc.query("""
                    WITH pending AS (SELECT unnest(entries) AS id FROM audit_pending)
                    SELECT coalesce(entry.id, pending.id)::text
                    FROM audit_entry AS entry FULL JOIN pending ON pending.id = entry.id
                    WHERE entry.id IS NULL
                       OR (pending.id IS NULL AND NOT EXISTS (SELECT FROM audit_place AS place WHERE place.entry = entry.id))
                    LIMIT ?""", (row, number) -> row.getString(1), STRAYS_TOLD);
            Long waiting =
                    jdbc.queryForObject("SELECT coalesce(sum(cardinality(entries)), 0) FROM audit_pending", Long.class);
            return new Unplaced(waiting == null ? 0 : waiting, strays);
        });
        return unplaced == null ? new Unplaced(0, List.of()) : unplaced;
    }
}
