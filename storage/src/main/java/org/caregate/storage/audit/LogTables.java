package org.caregate.storage.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.caregate.audit.running.TablesWatch;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Holds the log's tables against what the migrations made of them. Whatever else runs inside the database when a row is written or
 * read (triggers, rules, row-level security, checks, computed columns and indexes, relations and functions that shadow others) could drop,
 * alter or hide entries, so anything that is not known is an objection.
 *
 * <p>Further columns without a computed value, and further indexes of plain columns, are what later versions and administrators may add.
 */
public final class LogTables implements TablesWatch {
    private static final int LISTED = 3;
    private static final String LIKE = "('audit_entry', 'audit_pending', 'audit_head', 'audit_place', 'audit_tile',"
            + " 'audit_root_leaf', 'audit_data_key')";

    /** A line for each thing that matters. */
    private static final String FACTS = """
            WITH log AS (
                SELECT class.* FROM pg_catalog.pg_class AS class
                WHERE class.relnamespace = 'caregate'::regnamespace AND class.relname IN LIKE
            )
            SELECT 'table ' || relname || ' ' || relkind::text || relpersistence::text
                   || CASE WHEN relrowsecurity OR relforcerowsecurity THEN ' row security' ELSE '' END
            FROM log
            UNION ALL
            SELECT 'column ' || relname || ' ' || attname || ' ' || pg_catalog.format_type(atttypid, atttypmod)
                   || CASE WHEN attgenerated <> '' OR attidentity <> '' THEN ' computed' ELSE '' END
            FROM log JOIN pg_catalog.pg_attribute ON attrelid = log.oid WHERE attnum > 0 AND NOT attisdropped
            UNION ALL
            SELECT 'default ' || relname || ' ' || attname || ' ' || pg_catalog.pg_get_expr(adbin, adrelid)
            FROM log JOIN pg_catalog.pg_attrdef ON adrelid = log.oid
            JOIN pg_catalog.pg_attribute ON attrelid = log.oid AND attnum = adnum
            UNION ALL
            SELECT 'constraint ' || relname || ' ' || pg_catalog.pg_get_constraintdef(made.oid)
                   || CASE WHEN made.convalidated THEN '' ELSE ' not valid' END
            FROM log JOIN pg_catalog.pg_constraint AS made ON conrelid = log.oid WHERE contype <> 'n'
            UNION ALL
            SELECT 'constraint ' || relname || ' referenced' FROM log JOIN pg_catalog.pg_constraint ON confrelid = log.oid
            UNION ALL
            SELECT 'index ' || relname || ' '
                   || pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(indexrelid), 'INDEX \\S+ ON', 'INDEX ON')
            FROM log JOIN pg_catalog.pg_index ON indrelid = log.oid
            WHERE indexprs IS NOT NULL OR indpred IS NOT NULL OR NOT indisvalid
               OR EXISTS (SELECT FROM pg_catalog.unnest(indclass) AS used (class) WHERE used.class >= 16384)
            UNION ALL
            SELECT 'trigger ' || relname || ' ' || tgenabled::text || ' ' || pg_catalog.pg_get_triggerdef(made.oid)
            FROM log JOIN pg_catalog.pg_trigger AS made ON tgrelid = log.oid
            UNION ALL
            SELECT 'rule ' || relname || ' ' || rulename FROM log JOIN pg_catalog.pg_rewrite ON ev_class = log.oid
            UNION ALL
            SELECT 'policy ' || relname || ' ' || polname FROM log JOIN pg_catalog.pg_policy ON polrelid = log.oid
            UNION ALL
            SELECT 'inheritance ' || relname FROM log JOIN pg_catalog.pg_inherits ON log.oid IN (inhparent, inhrelid)
            UNION ALL
            SELECT 'function ' || proname || ' ' || lanname || ' ' || pg_catalog.md5(prosrc)
            FROM pg_catalog.pg_proc JOIN pg_catalog.pg_language AS spoken ON spoken.oid = prolang
            WHERE pg_proc.oid IN (SELECT tgfoid FROM log JOIN pg_catalog.pg_trigger ON tgrelid = log.oid)
            UNION ALL
            SELECT 'shadow ' || relname FROM pg_catalog.pg_class
            WHERE relnamespace = 'pg_catalog'::regnamespace AND relname IN LIKE
            UNION ALL
            SELECT 'shadow function ' || proname FROM pg_catalog.pg_proc AS made
            WHERE pronamespace IN ('pg_catalog'::regnamespace) AND made.oid >= 16384 AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_depend WHERE objid = made.oid AND deptype = 'e')
            UNION ALL
            SELECT 'shadow operator ' || oprname FROM pg_catalog.pg_operator AS made
            WHERE oprnamespace IN ('pg_catalog'::regnamespace, 'caregate'::regnamespace) AND made.oid >= 16384 AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_depend WHERE objid = made.oid AND deptype = 'e')
            UNION ALL
            SELECT 'setting ' || name || ' ' || setting FROM pg_catalog.pg_settings
            WHERE name IN ('fsync', 'full_page_writes', 'session_replication_role')
            """.replace("IN LIKE", "IN " + LIKE);

    private final JdbcTemplate jdbc;
    private final Set<String> expected;

    /** Looks with any role: the catalogue is open to all of them. */
    public LogTables(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.expected = expected();
    }

    private static Set<String> expected() {
        try (InputStream lines = Objects.requireNonNull(LogTables.class.getResourceAsStream("log-tables.txt"))) {
            Set<String> expected = new HashSet<>(new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
            return Set.copyOf(expected);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Everything that is there now, a line each. Prepared: PostgreSQL would otherwise spend more time on planning it than on the answer. */
    List<String> facts() {
        return jdbc.query(FACTS, statement -> {}, (row, number) -> row.getString(1)).stream()
                .sorted()
                .toList();
    }

    /** Everything that is not as it was made. */
    public List<String> differences() {
        Set<String> found = new HashSet<>(facts());
        List<String> differences = new ArrayList<>();
        for (String fact : found) {
            if (!expected.contains(fact) && !isHarmless(fact)) {
                differences.add("not known: " + fact);
            }
        }
        for (String fact : expected) {
            if (!fact.startsWith("index ") && !found.contains(fact)) {
                differences.add("missing: " + fact);
            }
        }
        return differences.stream().sorted().toList();
    }

    private static boolean isHarmless(String fact) {
        return (fact.startsWith("column ") && !fact.endsWith(" computed"))
                || fact.matches("default \\S+ \\S+ (NULL|true|false|-?[0-9]+|'[^']*')(::[a-z ]+)?");
    }

    @Override
    public Optional<String> objection() {
        List<String> differences = differences();
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", differences.subList(0, Math.min(LISTED, differences.size())))
                        + (differences.size() > LISTED ? "; and " + (differences.size() - LISTED) + " more" : ""));
    }
}
