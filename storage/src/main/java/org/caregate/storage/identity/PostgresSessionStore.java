package org.caregate.storage.identity;

import static org.caregate.storage.Columns.instant;
import static org.caregate.storage.Columns.instantOrNull;
import static org.caregate.storage.Columns.key;
import static org.caregate.storage.Columns.text;
import static org.caregate.storage.Columns.textOrNull;
import static org.caregate.storage.Columns.timestamp;
import static org.caregate.storage.Columns.timestampOrNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.identity.session.SessionStore;
import org.caregate.identity.session.StoredSession;
import org.caregate.protocol.PersonId;
import org.caregate.storage.Database;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** {@link SessionStore} on PostgreSQL, so that every node knows every session, as plain columns. */
public final class PostgresSessionStore implements SessionStore {
    private final JdbcClient jdbc;

    public PostgresSessionStore(Database database) {
        this.jdbc = database.runtime();
    }

    @Override
    public void add(StoredSession session) {
        columns(jdbc.sql("""
                        INSERT INTO browser_session (id, cookie_id, cookie_key_version, cookie_hash, created_at, last_seen_at,
                            person, password_at, code_at)
                        VALUES (:id, :cookieId, :keyVersion, :hash, :createdAt, :lastSeenAt, :person, :passwordAt, :codeAt)
                        """), session).update();
    }

    @Override
    public Optional<StoredSession> findByCookie(String cookieId) {
        return jdbc.sql("SELECT * FROM browser_session WHERE cookie_id = :cookieId")
                .param("cookieId", key(cookieId))
                .query((row, number) -> session(row))
                .optional();
    }

    @Override
    public void touch(String id, Instant lastSeenAt) {
        jdbc.sql("UPDATE browser_session SET last_seen_at = :at WHERE id = :id AND last_seen_at < :at")
                .param("at", timestamp(lastSeenAt))
                .param("id", key(id))
                .update();
    }

    @Override
    public boolean replace(String cookieId, StoredSession successor) {
        return columns(jdbc.sql("""
                                UPDATE browser_session SET cookie_id = :cookieId, cookie_key_version = :keyVersion,
                                    cookie_hash = :hash, created_at = :createdAt, last_seen_at = :lastSeenAt, person = :person,
                                    password_at = :passwordAt, code_at = :codeAt
                                WHERE id = :id AND cookie_id = :present
                                """), successor).param("present", key(cookieId)).update() == 1;
    }

    @Override
    public List<StoredSession> allOf(PersonId person) {
        return jdbc.sql("SELECT * FROM browser_session WHERE person = :person ORDER BY created_at DESC, id LIMIT 100")
                .param("person", key(person.value()))
                .query((row, number) -> session(row))
                .list();
    }

    @Override
    public Optional<StoredSession> find(String id) {
        return jdbc.sql("SELECT * FROM browser_session WHERE id = :id")
                .param("id", key(id))
                .query((row, number) -> session(row))
                .optional();
    }

    @Override
    public Optional<StoredSession> lock(String id) {
        return jdbc.sql("SELECT * FROM browser_session WHERE id = :id FOR SHARE")
                .param("id", key(id))
                .query((row, number) -> session(row))
                .optional();
    }

    @Override
    public boolean end(String id) {
        return jdbc.sql("DELETE FROM browser_session WHERE id = :id")
                        .param("id", key(id))
                        .update()
                == 1;
    }

    @Override
    public int endAllOf(PersonId person) {
        return endAll("person = :value", key(person.value()));
    }

    @Override
    public int endAllOpenedUpTo(Instant time) {
        return endAll("created_at <= :value", timestamp(time));
    }

    /** In the order of their ids, so that two who end several do not wait for one another. */
    private int endAll(String condition, Object value) {
        return jdbc.sql("""
                        DELETE FROM browser_session
                        WHERE id IN (SELECT id FROM browser_session WHERE\s""" + condition + " ORDER BY id FOR UPDATE)")
                .param("value", value)
                .update();
    }

    @Override
    public int removeLastSeenBefore(Instant then) {
        return jdbc.sql("DELETE FROM browser_session WHERE last_seen_at < :then")
                .param("then", timestamp(then))
                .update();
    }

    private static StatementSpec columns(StatementSpec statement, StoredSession session) {
        return statement
                .param("id", session.id())
                .param("cookieId", session.cookieId())
                .param("keyVersion", session.cookieHash().keyVersion())
                .param("hash", session.cookieHash().value())
                .param("createdAt", timestamp(session.createdAt()))
                .param("lastSeenAt", timestamp(session.lastSeenAt()))
                .param("person", textOrNull(session.person()))
                .param("passwordAt", timestampOrNull(session.passwordAt()))
                .param("codeAt", timestampOrNull(session.codeAt()));
    }

    private static StoredSession session(ResultSet row) throws SQLException {
        String person = row.getString("person");
        return new StoredSession(
                text(row, "id"),
                text(row, "cookie_id"),
                new KeyedHash(row.getInt("cookie_key_version"), text(row, "cookie_hash")),
                instant(row, "created_at"),
                instant(row, "last_seen_at"),
                person == null ? null : new PersonId(person),
                instantOrNull(row, "password_at"),
                instantOrNull(row, "code_at"));
    }
}
