package org.caregate.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.caregate.database.DatabaseAddress;
import org.caregate.database.DatabaseLogin;
import org.caregate.database.DatabaseTransport;
import org.caregate.storage.Database;
import org.caregate.storage.DatabaseStart;
import org.caregate.storage.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

class DistributionPostgresTests {
    private static final String NAME = "caregate";

    private static DistributionPostgres postgres;
    private DatabaseAddress address;

    @BeforeAll
    static void start() {
        postgres = DistributionPostgres.start();
    }

    @BeforeEach
    void prepare() {
        address = postgres.prepared(NAME);
    }

    @Test
    void databaseOfTheScript_isMigratedByTheOwner_andServedWithoutIt() {
        try (Database database = TestDatabase.open(address)) {
            assertThat(encrypted(database)).isTrue();
        }
        try (Database served = TestDatabase.open(address.withoutOwner())) {
            assertThat(encrypted(served)).isTrue();
            assertThatThrownBy(served::ownerDataSource).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void emptyDatabaseWithoutTheOwner_isRefused() {
        assertThat(refusal(address.withoutOwner())).contains("caregate database migrate");
    }

    @Test
    void schemaOlderThanTheProgram_isRefusedWithoutTheOwner_andBroughtUpWithIt() {
        TestDatabase.open(address).close();
        postgres.asSuperuserIn(NAME, """
                DELETE FROM caregate.schema_history
                WHERE installed_rank = (SELECT max(installed_rank) FROM caregate.schema_history)""");

        assertThat(refusal(address.withoutOwner())).contains("lacks 1 migrations", "caregate database migrate");
    }

    @Test
    void schemaNewerThanTheProgram_isRefused_withOwnerAndWithout() {
        TestDatabase.open(address).close();
        postgres.asSuperuserIn(NAME, """
                INSERT INTO caregate.schema_history
                    (installed_rank, version, description, type, script, installed_by, execution_time, success)
                VALUES (9999, '9999', 'from the future', 'SQL', 'V9999__future.sql', 'x', 1, true)""");

        assertThat(refusal(address)).contains("9999", "newer than this program");
        assertThat(refusal(address.withoutOwner())).contains("9999", "newer than this program");
    }

    @Test
    void migrationCutOffHalfWay_isFinishedByTheNextStart() {
        postgres.asSuperuserIn(
                NAME,
                """
                CREATE FUNCTION public.cut_off() RETURNS event_trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity = 'caregate.totp_credential') THEN
                        PERFORM pg_terminate_backend(pg_backend_pid());
                    END IF;
                END $$""",
                "CREATE EVENT TRIGGER cut_off ON ddl_command_end EXECUTE FUNCTION public.cut_off()",
                "GRANT USAGE ON SCHEMA public TO caregate_owner");

        assertThat(refusal(address)).contains("cannot be brought to this program's version");
        postgres.asSuperuserIn(NAME, "DROP EVENT TRIGGER cut_off");

        try (Database database = TestDatabase.open(address)) {
            assertThat(database.runtime()
                            .sql("SELECT count(*) FROM totp_credential")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void serverThatTheTrustedAuthorityDidNotSign_isRefused() {
        assertThat(refusal(postgres.address("localhost", NAME, postgres.otherAuthorityFile())))
                .contains("not signed by the authority", "database.ca");
    }

    @Test
    void serverUnderAnAuthorityTheJdkDoesNotKnow_isRefused() {
        DatabaseAddress unnamed = new DatabaseAddress(
                address.url(),
                new DatabaseTransport.Verified(null),
                DistributionPostgres.OWNER,
                address.runtime(),
                address.reader());

        assertThat(refusal(unnamed)).contains("not signed by the authority", "database.ca");
    }

    @Test
    void serverOfAnotherName_isRefused() {
        assertThat(refusal(postgres.address("127.0.0.1", NAME, postgres.authorityFile())))
                .contains("another host name");
    }

    @Test
    void serverWithoutTls_isRefused() {
        postgres.restartWith("ssl=off");
        try {
            assertThat(refusal(address)).contains("does not offer TLS");
        } finally {
            postgres.restartWith();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "full_page_writes", "synchronous_commit"})
    void serverThatMayLoseCommits_isRefused(String setting) {
        postgres.restartWith(setting + "=off");
        try {
            assertThat(refusal(address)).contains(setting + " = off");
        } finally {
            postgres.restartWith();
        }
    }

    @Test
    void superuserAsRuntime_isRefused() {
        TestDatabase.open(address).close();
        postgres.asSuperuser(
                "DROP ROLE IF EXISTS mighty", "CREATE ROLE mighty LOGIN SUPERUSER PASSWORD 'secret-of-mighty'");
        DatabaseAddress mighty = new DatabaseAddress(
                address.url(),
                address.transport(),
                null,
                new DatabaseLogin("mighty", "secret-of-mighty"),
                address.reader());

        assertThat(refusal(mighty)).contains("mighty", "superuser");
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit_entry", "audit_head", "audit_place", "audit_tile", "audit_root_leaf"})
    void log_isOnlyAddedToByTheRuntime_andOnlyReadByTheReader(String table) {
        try (Database database = TestDatabase.open(address)) {
            assertThat(database.runtime()
                            .sql("SELECT count(*) FROM " + table)
                            .query(Long.class)
                            .single())
                    .isZero();
            for (String statement : new String[] {
                "DELETE FROM " + table,
                "TRUNCATE " + table,
                "ALTER TABLE " + table + " DISABLE TRIGGER ALL",
                "DROP TABLE " + table
            }) {
                refusedByPrivilege(() -> database.runtime().sql(statement).update());
            }
            String column = table.equals("audit_entry") ? "action" : "lane";
            refusedByPrivilege(() -> database.runtime()
                    .sql("UPDATE " + table + " SET " + column + " = " + column)
                    .update());
            assertThat(database.reader()
                            .sql("SELECT count(*) FROM " + table)
                            .query(Long.class)
                            .single())
                    .isZero();
            for (String privilege : new String[] {"INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER", "REFERENCES"}) {
                assertThat(database.reader()
                                .sql("SELECT has_table_privilege(:table, :privilege)")
                                .param("table", table)
                                .param("privilege", privilege)
                                .query(Boolean.class)
                                .single())
                        .as(privilege)
                        .isFalse();
            }
        }
    }

    @Test
    void reader_seesNoCredential() {
        try (Database database = TestDatabase.open(address)) {
            for (String table : new String[] {"password_credential", "totp_credential", "client", "signing_key"}) {
                refusedByPrivilege(() -> database.reader()
                        .sql("SELECT count(*) FROM " + table)
                        .query(Long.class)
                        .single());
            }
        }
    }

    private static void refusedByPrivilege(org.assertj.core.api.ThrowableAssert.ThrowingCallable statement) {
        assertThatThrownBy(statement)
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .satisfies(
                        cause -> assertThat(String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT))
                                .containsAnyOf("permission denied", "must be owner"));
    }

    private static boolean encrypted(Database database) {
        return database.runtime()
                .sql("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                .query(Boolean.class)
                .single();
    }

    private static String refusal(DatabaseAddress address) {
        return switch (Database.open(address)) {
            case DatabaseStart.Refused refused -> refused.line();
            case DatabaseStart.Opened opened -> {
                opened.database().close();
                throw new AssertionError("it was opened");
            }
        };
    }
}
