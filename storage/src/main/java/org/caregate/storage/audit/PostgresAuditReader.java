package org.caregate.storage.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.caregate.audit.entry.Phase;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.entry.TimeOrderedId;
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
    public List<SealedEntry> find(EntryFilter filter) {
        StringBuilder sql = new StringBuilder("SELECT leaf FROM audit_entry WHERE true");
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
        return read(sql.toString(), values);
    }

    @Override
    public List<SealedEntry> inOrder(@Nullable Instant from, @Nullable Instant until, @Nullable UUID after, int most) {
        StringBuilder sql = new StringBuilder("SELECT leaf FROM audit_entry WHERE true");
        List<Object> values = new ArrayList<>();
        between(sql, values, from, until);
        and(sql, values, " AND id > ?", after);
        sql.append(" ORDER BY id LIMIT ?");
        values.add(most);
        return read(sql.toString(), values);
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
        List<SealedEntry> entries = new ArrayList<>();
        Map<Integer, Long> next = new HashMap<>(position.next());
        for (int lane : end().next().keySet()) {
            List<SealedEntry> ofLane = read("""
                    SELECT entry.leaf FROM audit_place AS place JOIN audit_entry AS entry ON entry.id = place.entry
                    WHERE place.lane = ? AND place.leaf_index >= ? ORDER BY place.leaf_index LIMIT ?""", List.of(lane, position.of(lane), most - entries.size()));
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
