package org.caregate.storage.audit;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.Phase;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.entry.TimeOrderedId;
import org.caregate.audit.proof.StoredRow;
import org.caregate.audit.search.AuditReader;
import org.caregate.audit.search.EntryFilter;
import org.caregate.audit.search.TailPart;
import org.caregate.audit.search.TailPosition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds entries by their columns, and gives them back by their canonical bytes. */
public final class PostgresAuditReader implements AuditReader {
    private final JdbcClient jdbc;

    public PostgresAuditReader(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    @Override
    public List<StoredRow> find(EntryFilter filter) {
        StringBuilder sql = new StringBuilder("SELECT id, leaf FROM audit_entry WHERE true");
        List<Object> values = new ArrayList<>();
        and(sql, values, " AND person = ?", filter.person());
        and(sql, values, " AND client = ?", filter.client());
        and(sql, values, " AND exchange = ?", filter.exchangeId());
        and(sql, values, " AND action = ?", filter.action());
        and(sql, values, " AND outcome = ?", filter.outcome());
        if (!filter.marks().isEmpty()) {
            sql.append(" AND marks <> '{}'"); // as the index says
        }
        filter.marks().forEach(mark -> and(sql, values, " AND marks @> ARRAY[decode(?, 'hex')]", mark.toString()));
        between(sql, values, filter.from(), filter.until());
        and(sql, values, " AND id < ?", filter.before());
        sql.append(" ORDER BY id DESC LIMIT ?");
        values.add(filter.most());
        return rows(sql.toString(), values, "id DESC");
    }

    @Override
    public List<StoredRow> inOrder(@Nullable Instant from, @Nullable Instant until, @Nullable UUID after, int most) {
        StringBuilder sql = new StringBuilder("SELECT id, leaf FROM audit_entry WHERE true");
        List<Object> values = new ArrayList<>();
        between(sql, values, from, until);
        and(sql, values, " AND id > ?", after);
        sql.append(" ORDER BY id LIMIT ?");
        values.add(most);
        return rows(sql.toString(), values, "id");
    }

    @Override
    public List<StoredRow> ofExchanges(Set<String> exchanges, int most) {
        return exchanges.isEmpty()
                ? List.of()
                : rows(
                        "SELECT id, leaf FROM audit_entry WHERE exchange = ANY (?) ORDER BY id LIMIT ?",
                        List.of(exchanges.toArray(String[]::new), most),
                        "id");
    }

    @Override
    public TailPosition end() {
        Map<Integer, Long> next = new HashMap<>();
        jdbc.sql(PostgresHeadStore.NEWEST_HEADS.replace("head.checkpoint, head.at", "head.size"))
                .query(row -> {
                    next.put(row.getInt("lane"), row.getLong("size"));
                });
        return new TailPosition(next);
    }

    @Override
    public TailPart after(TailPosition position, int most) {
        List<StoredRow> entries = new ArrayList<>();
        Map<Integer, Long> next = new HashMap<>(position.next());
        for (int lane : end().next().keySet()) {
            List<StoredRow> ofLane = rows("""
                    SELECT entry.id, entry.leaf, place.leaf_index
                    FROM audit_place AS place JOIN audit_entry AS entry ON entry.id = place.entry
                    WHERE place.lane = ? AND place.leaf_index >= ? ORDER BY place.leaf_index LIMIT ?""", List.of(lane, position.of(lane), most - entries.size()), "leaf_index");
            entries.addAll(ofLane);
            next.put(lane, position.of(lane) + ofLane.size());
        }
        return new TailPart(entries, new TailPosition(next));
    }

    @Override
    public List<SealedEntry> unfinished(Instant from, Instant until, int most) {
        return read(
                """
                SELECT attempt.leaf FROM audit_entry AS attempt
                WHERE attempt.phase = ? AND attempt.id >= ? AND attempt.id < ? AND NOT EXISTS (
                    SELECT FROM audit_entry AS completion
                    WHERE completion.exchange = attempt.exchange AND completion.phase = ?)
                ORDER BY attempt.id LIMIT ?""",
                List.of(
                        Phase.ATTEMPT.word(),
                        TimeOrderedId.firstAt(from),
                        TimeOrderedId.firstAt(until),
                        Phase.COMPLETION.word(),
                        most));
    }

    /** The rows of a query, each with its places. */
    private List<StoredRow> rows(String found, List<Object> values, String order) {
        return jdbc.sql("SELECT found.id, found.leaf, places.lanes, places.indexes FROM (" + found + """
                        ) AS found CROSS JOIN LATERAL (
                            SELECT array_agg(lane) AS lanes, array_agg(leaf_index) AS indexes
                            FROM (SELECT lane, leaf_index FROM audit_place WHERE entry = found.id LIMIT 2) AS place
                        ) AS places ORDER BY found.""" + order)
                .params(values)
                .query((row, number) -> row(row))
                .list();
    }

    private static StoredRow row(ResultSet row) throws SQLException {
        List<StoredRow.Place> places = new ArrayList<>();
        Array lanes = row.getArray("lanes");
        if (lanes != null) {
            Integer[] numbers = (Integer[]) lanes.getArray();
            Long[] indexes = (Long[]) row.getArray("indexes").getArray();
            for (int i = 0; i < numbers.length; i++) {
                places.add(new StoredRow.Place(numbers[i], indexes[i]));
            }
        }
        return new StoredRow(row.getObject("id", UUID.class), Bytes.of(row.getBytes("leaf")), places);
    }

    private List<SealedEntry> read(String sql, List<Object> values) {
        return jdbc.sql(sql)
                .params(values)
                .query((row, number) -> SealedEntry.ofLeaf(row.getBytes("leaf")))
                .list();
    }

    private static void between(
            StringBuilder sql, List<Object> values, @Nullable Instant from, @Nullable Instant until) {
        if (from != null) {
            and(sql, values, " AND id >= ?", TimeOrderedId.firstAt(from));
            and(sql, values, " AND at >= ?::timestamptz", from.toString());
        }
        if (until != null) {
            and(sql, values, " AND id < ?", TimeOrderedId.firstAt(until.plusMillis(1)));
            and(sql, values, " AND at < ?::timestamptz", until.toString());
        }
    }

    private static void and(StringBuilder sql, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            values.add(value);
        }
    }
}
