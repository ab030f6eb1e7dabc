package org.caregate.storage.identity;

import static org.caregate.storage.Columns.bytes;
import static org.caregate.storage.Columns.instant;
import static org.caregate.storage.Columns.instantOrNull;
import static org.caregate.storage.Columns.key;
import static org.caregate.storage.Columns.timestamp;

import java.time.Instant;
import java.util.Optional;
import org.caregate.identity.password.PasswordCredential;
import org.caregate.identity.password.PasswordCredentials;
import org.caregate.protocol.PersonId;
import org.caregate.storage.Database;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link PasswordCredentials} on PostgreSQL. */
public final class PostgresPasswordCredentials implements PasswordCredentials {
    private final JdbcClient jdbc;

    public PostgresPasswordCredentials(Database database) {
        this.jdbc = database.runtime();
    }

    @Override
    public void set(PersonId person, byte[] sealed, Instant changedAt) {
        jdbc.sql("""
                        INSERT INTO password_credential (person, sealed, changed_at) VALUES (:person, :sealed, :changedAt)
                        ON CONFLICT (person) DO UPDATE
                        SET sealed = excluded.sealed, changed_at = excluded.changed_at, disabled_at = NULL
                        """)
                .param("person", person.value())
                .param("sealed", sealed)
                .param("changedAt", timestamp(changedAt))
                .update();
    }

    @Override
    public Optional<PasswordCredential> find(PersonId person) {
        return jdbc.sql("SELECT * FROM password_credential WHERE person = :person")
                .param("person", key(person.value()))
                .query((row, number) -> new PasswordCredential(
                        person, bytes(row, "sealed"), instant(row, "changed_at"), instantOrNull(row, "disabled_at")))
                .optional();
    }

    @Override
    public boolean rehash(PersonId person, byte[] expected, byte[] sealed) {
        return jdbc.sql("UPDATE password_credential SET sealed = :sealed WHERE person = :person AND sealed = :expected")
                        .param("sealed", sealed)
                        .param("person", key(person.value()))
                        .param("expected", expected)
                        .update()
                == 1;
    }

    @Override
    public void disable(PersonId person, Instant at) {
        jdbc.sql("UPDATE password_credential SET disabled_at = :at WHERE person = :person AND disabled_at IS NULL")
                .param("at", timestamp(at))
                .param("person", key(person.value()))
                .update();
    }

    @Override
    public void enable(PersonId person) {
        jdbc.sql("UPDATE password_credential SET disabled_at = NULL WHERE person = :person AND disabled_at IS NOT NULL")
                .param("person", key(person.value()))
                .update();
    }
}
