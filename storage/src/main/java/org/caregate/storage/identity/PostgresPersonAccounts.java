package org.caregate.storage.identity;

import static org.caregate.storage.Columns.array;
import static org.caregate.storage.Columns.key;
import static org.caregate.storage.Columns.text;
import static org.caregate.storage.Columns.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;
import org.caregate.storage.Database;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link PersonAccounts} on PostgreSQL; the runtime role can neither delete an account nor change its id or user name. */
public final class PostgresPersonAccounts implements PersonAccounts {
    private final JdbcClient jdbc;

    public PostgresPersonAccounts(Database database) {
        this.jdbc = database.runtime();
    }

    @Override
    public boolean add(PersonAccount account) {
        return write("""
                INSERT INTO person_account (id, username, display_name, fhir_user, roles, enabled)
                VALUES (:id, :username, :displayName, :fhirUser, :roles, :enabled)
                ON CONFLICT DO NOTHING
                """, account);
    }

    @Override
    public boolean update(PersonAccount account) {
        return write("""
                UPDATE person_account
                SET display_name = :displayName, fhir_user = :fhirUser, roles = :roles, enabled = :enabled
                WHERE id = :id AND username = :username
                """, account);
    }

    private boolean write(String sql, PersonAccount account) {
        return jdbc.sql(sql)
                        .param("id", account.id().value())
                        .param("username", account.username().value())
                        .param("displayName", account.displayName())
                        .param("fhirUser", account.fhirUser())
                        .param("roles", array(account.roles()))
                        .param("enabled", account.enabled())
                        .update()
                == 1;
    }

    @Override
    public Optional<PersonAccount> find(PersonId id) {
        return jdbc.sql("SELECT * FROM person_account WHERE id = :id")
                .param("id", key(id.value()))
                .query((row, number) -> account(row))
                .optional();
    }

    @Override
    public Optional<PersonAccount> findByUsername(Username username) {
        return jdbc.sql("SELECT * FROM person_account WHERE username = :username")
                .param("username", key(username.value()))
                .query((row, number) -> account(row))
                .optional();
    }

    @Override
    public Optional<PersonAccount> lock(PersonId id) {
        return jdbc.sql("SELECT * FROM person_account WHERE id = :id FOR UPDATE")
                .param("id", key(id.value()))
                .query((row, number) -> account(row))
                .optional();
    }

    @Override
    public List<PersonAccount> lockHolders(String role) {
        return jdbc.sql("SELECT * FROM person_account WHERE :role = ANY (roles) ORDER BY id FOR UPDATE")
                .param("role", role)
                .query((row, number) -> account(row))
                .list();
    }

    @Override
    public List<PersonAccount> page(@Nullable Username after, int most) {
        return jdbc.sql("""
                        SELECT * FROM person_account
                        WHERE CAST(:after AS text) IS NULL OR username COLLATE "C" > :after
                        ORDER BY username COLLATE "C" LIMIT :most
                        """)
                .param("after", after == null ? null : after.value())
                .param("most", most)
                .query((row, number) -> account(row))
                .list();
    }

    @Override
    public boolean anyHas(String role) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM person_account WHERE :role = ANY (roles))")
                .param("role", role)
                .query(Boolean.class)
                .single();
    }

    @Override
    public List<PersonAccount> all() {
        return jdbc.sql("SELECT * FROM person_account ORDER BY username COLLATE \"C\"")
                .query((row, number) -> account(row))
                .list();
    }

    private static PersonAccount account(ResultSet row) throws SQLException {
        return new PersonAccount(
                new PersonId(text(row, "id")),
                new Username(text(row, "username")),
                text(row, "display_name"),
                row.getString("fhir_user"),
                Set.copyOf(texts(row, "roles")),
                row.getBoolean("enabled"));
    }
}
