package org.caregate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.caregate.database.DatabaseAddress;
import org.caregate.database.DatabaseLogin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

class DatabaseTests {
    private final DatabaseAddress address = TestDatabase.emptyAddress();

    @AfterEach
    void drop() {
        TestDatabase.asSuperuser("DROP DATABASE " + name() + " WITH (FORCE)");
    }

    @Test
    void emptyDatabase_isMigrated_andOpensAgain() {
        TestDatabase.open(address).close();
        try (Database again = TestDatabase.open(address)) {
            assertThat(again.runtime()
                            .sql("SELECT version FROM revocation_head")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "local", "remote_write"})
    void databaseThatAcknowledgesBeforeTheDisk_isRefused(String value) {
        TestDatabase.asSuperuser("ALTER DATABASE " + name() + " SET synchronous_commit = " + value);

        assertThat(refusal(address)).contains("synchronous_commit = " + value);
    }

    @Test
    void runtimeRoleThatAcknowledgesBeforeTheDisk_isRefused() {
        TestDatabase.asSuperuser(
                "ALTER ROLE " + address.runtime().user() + " IN DATABASE " + name() + " SET synchronous_commit = off");

        assertThat(refusal(address)).contains("synchronous_commit = off", "role caregate,");
    }

    @Test
    void databaseThatReadsAndDoesNotWrite_provesNothing() {
        try (Database database = TestDatabase.open(address)) {
            database.proveWritable();
            database.proveWritable();
            TestDatabase.asOwner(
                    database,
                    "REVOKE INSERT, UPDATE ON write_proof FROM "
                            + address.runtime().user());

            assertThatThrownBy(database::proveWritable).isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void schemaNewerThanTheProgram_isRefused() {
        try (Database database = TestDatabase.open(address)) {
            TestDatabase.asOwner(database, """
                    INSERT INTO schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success)
                    VALUES (9999, '9999', 'from the future', 'SQL', 'V9999__future.sql', 'x', 1, true)""");
        }

        assertThat(refusal(address)).contains("9999", "newer than this program");
    }

    @Test
    void schemaNewerByExpansionsOnly_isWorkedOn_withOwnerAndWithout() {
        try (Database database = TestDatabase.open(address)) {
            applied(database, "9998", "expand the future", true);
        }

        TestDatabase.open(address).close();
        TestDatabase.open(address.withoutOwner()).close();
    }

    @Test
    void schemaContractedAfterAnExpansion_isRefused_withOwnerAndWithout() {
        try (Database database = TestDatabase.open(address)) {
            applied(database, "9998", "expand the future", true);
            applied(database, "9999", "contract the future", true);
        }

        assertThat(refusal(address)).contains("9999", "newer than this program");
        assertThat(refusal(address.withoutOwner())).contains("9999", "newer than this program");
    }

    @Test
    void expansionThatFailed_isRefused() {
        try (Database database = TestDatabase.open(address)) {
            applied(database, "9998", "expand the future", false);
        }

        assertThat(refusal(address)).contains("9998", "newer than this program");
    }

    private static void applied(Database database, String version, String description, boolean success) {
        TestDatabase.asOwner(database, """
                INSERT INTO schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success)
                VALUES (%s, '%s', '%s', 'SQL', 'V%s.sql', 'x', 1, %s)""".formatted(version, version, description, version, success));
    }

    @Test
    void superuserAsRuntime_isRefused() {
        TestDatabase.open(address).close();
        TestDatabase.asSuperuser(
                "DROP ROLE IF EXISTS mighty", "CREATE ROLE mighty LOGIN SUPERUSER PASSWORD 'secret-of-mighty'");
        var mighty = new DatabaseAddress(
                address.url(),
                address.transport(),
                address.owner(),
                new DatabaseLogin("mighty", "secret-of-mighty"),
                address.reader());

        assertThat(refusal(mighty)).contains("mighty", "superuser");
    }

    @Test
    void ownerAsRuntime_isRefused() {
        var same = new DatabaseAddress(address.url(), address.transport(), address.owner(), owner(), address.reader());

        assertThat(refusal(same)).contains("caregate_owner", "member of the owner");
    }

    @Test
    void wrongPassword_isRefused_andNotTold() {
        var wrong = new DatabaseAddress(
                address.url(),
                address.transport(),
                new DatabaseLogin("caregate_owner", "wrong-secret"),
                address.runtime(),
                address.reader());

        assertThat(refusal(wrong)).contains("caregate_owner").doesNotContain("wrong-secret");
        assertThat(wrong.toString()).doesNotContain("wrong-secret");
    }

    @Test
    void databaseThatIsNotThere_isRefused() {
        var nowhere = new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:1/x",
                address.transport(),
                address.owner(),
                address.runtime(),
                address.reader());

        assertThat(refusal(nowhere)).contains("cannot connect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM revocation_head",
                "TRUNCATE revocation_head",
                "INSERT INTO revocation_head VALUES (false, 1)",
                "ALTER TABLE revocation_head DROP CONSTRAINT revocation_head_single_row_check",
                "CREATE TABLE mine (x int)",
                "DELETE FROM schema_history"
            })
    void runtimeRole_doesNoMoreThanItsGrants(String statement) {
        try (Database database = TestDatabase.open(address)) {
            assertThatThrownBy(() -> database.runtime().sql(statement).update())
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .satisfies(cause -> assertThat(
                                    String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT))
                            .containsAnyOf("permission denied", "must be owner"));
        }
    }

    @Test
    void readerRole_cannotWrite() {
        try (Database database = TestDatabase.open(address)) {
            assertThatThrownBy(() -> database.reader()
                            .sql("UPDATE revocation_head SET version = 7")
                            .update())
                    .isInstanceOf(DataAccessException.class);
            assertThat(database.reader()
                            .sql("SHOW transaction_read_only")
                            .query(String.class)
                            .single())
                    .isEqualTo("on");
        }
    }

    @Test
    void failedStatement_doesNotTellWhatTheRowHeld() {
        try (Database database = TestDatabase.open(address)) {
            var people = database.runtime();
            String insert = "INSERT INTO person_account VALUES ('p', 'u', 'Zoë Ångström', NULL, '{}', true)";
            people.sql(insert).update();
            assertThatThrownBy(() -> people.sql(
                                    insert.replace("'p'", "'Ångström-id'").replace("Zoë", "Other"))
                            .update())
                    .rootCause()
                    .message()
                    .contains("duplicate key")
                    .doesNotContain("(u)");
        }
    }

    @Test
    void workThatThrows_leavesNothing_andNestedWorkJoins() {
        try (Database database = TestDatabase.open(address)) {
            assertThatThrownBy(() -> database.transactions().inTransaction(() -> {
                        database.transactions().inTransaction(() -> {
                            database.runtime()
                                    .sql("UPDATE revocation_head SET version = 7")
                                    .update();
                        });
                        throw new IllegalStateException("after the inner work");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(database.runtime()
                            .sql("SELECT version FROM revocation_head")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
    }

    private DatabaseLogin owner() {
        return java.util.Objects.requireNonNull(address.owner());
    }

    private String name() {
        return address.url().substring(address.url().lastIndexOf('/') + 1);
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
