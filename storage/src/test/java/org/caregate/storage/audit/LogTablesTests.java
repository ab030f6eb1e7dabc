package org.caregate.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.caregate.storage.Database;
import org.caregate.storage.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an owner of the database may put on the log's tables, and what it is called then. */
class LogTablesTests {
    private final Database database = TestDatabase.fresh();
    private final LogTables tables = new LogTables(database.runtimeDataSource());

    @AfterEach
    void close() {
        database.close();
    }

    private static final String FUNCTION =
            "CREATE FUNCTION caregate.odd() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';";
    private static final String PREDICATE =
            "CREATE FUNCTION caregate.fine(uuid) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';";

    @Test
    void tablesAsTheMigrationsMadeThem_areSound() {
        assertThat(tables.differences()).isEmpty();
        assertThat(tables.objection()).isEmpty();
        assertThat(tables.facts()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FUNCTION + "CREATE TRIGGER t BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION odd()",
                FUNCTION + "CREATE TRIGGER t BEFORE INSERT ON audit_pending FOR EACH ROW EXECUTE FUNCTION odd()",
                FUNCTION
                        + "CREATE CONSTRAINT TRIGGER t AFTER INSERT ON audit_place DEFERRABLE FOR EACH ROW EXECUTE FUNCTION odd()",
                FUNCTION + "CREATE TRIGGER t AFTER INSERT ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION odd()",
                "CREATE RULE r AS ON INSERT TO audit_entry DO INSTEAD NOTHING",
                "CREATE RULE r AS ON INSERT TO audit_head DO ALSO DELETE FROM audit_pending",
                "ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON audit_entry USING (true) WITH CHECK (true)",
                "CREATE POLICY p ON audit_pending USING (true)",
                "ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY",
                "ALTER TABLE audit_entry DISABLE TRIGGER append_only",
                "DROP TRIGGER append_only ON audit_root_leaf",
                "CREATE OR REPLACE FUNCTION caregate.audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
                PREDICATE + "ALTER TABLE audit_entry ADD CONSTRAINT c CHECK (fine(id))",
                PREDICATE + "CREATE INDEX i ON audit_entry (fine(id))",
                PREDICATE + "CREATE INDEX i ON audit_place (lane) WHERE fine(entry)",
                PREDICATE + "ALTER TABLE audit_entry ADD COLUMN c boolean GENERATED ALWAYS AS (fine(id)) STORED",
                PREDICATE + "ALTER TABLE audit_entry ADD COLUMN c boolean DEFAULT fine(gen_random_uuid())",
                "ALTER TABLE audit_head DROP CONSTRAINT audit_head_pkey",
                "ALTER TABLE audit_place DROP CONSTRAINT audit_place_entry_key",
                "ALTER TABLE audit_tile SET UNLOGGED",
                "CREATE TABLE child () INHERITS (audit_entry)",
                "ALTER TABLE audit_entry RENAME TO kept; CREATE VIEW audit_entry AS SELECT * FROM kept",
                "ALTER TABLE audit_pending RENAME TO kept",
                "ALTER TABLE audit_place ADD CONSTRAINT f FOREIGN KEY (entry) REFERENCES audit_entry (id)",
                "CREATE TABLE other (id uuid REFERENCES audit_entry ON DELETE CASCADE)",
                "ALTER TABLE audit_entry ALTER COLUMN outcome TYPE varchar(4) USING left(outcome, 4)"
            })
    void whatCouldDropAlterOrHideEntries_isAnObjection(String sql) {
        TestDatabase.asOwner(database, sql);
        assertThat(tables.objection()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE audit_entry ADD COLUMN later text",
                "ALTER TABLE audit_head ADD COLUMN later integer NOT NULL DEFAULT 7",
                "ALTER TABLE audit_pending ADD COLUMN later text DEFAULT 'x'",
                "CREATE INDEX later ON audit_entry (at)",
                "DROP INDEX audit_entry_by_person",
                "ANALYZE audit_entry"
            })
    void whatLaterVersionsAndAdministratorsAdd_isNone(String sql) {
        TestDatabase.asOwner(database, sql);
        assertThat(tables.objection()).isEmpty();
    }

    @Test
    void manyDifferences_areToldInOneBearableLine() {
        for (String table :
                new String[] {"audit_entry", "audit_head", "audit_place", "audit_tile", "audit_root_leaf"}) {
            TestDatabase.asOwner(database, "DROP TRIGGER append_only ON " + table);
        }
        assertThat(tables.objection())
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("missing: trigger audit_entry", "more")
                        .hasSizeLessThan(1000));
    }
}
