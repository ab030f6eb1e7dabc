package org.caregate.storage.registry;

import static org.caregate.storage.Columns.array;
import static org.caregate.storage.Columns.instant;
import static org.caregate.storage.Columns.key;
import static org.caregate.storage.Columns.text;
import static org.caregate.storage.Columns.textOrNull;
import static org.caregate.storage.Columns.texts;
import static org.caregate.storage.Columns.timestamp;
import static org.caregate.storage.Columns.uriOrNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.launch.LaunchContext;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.grant.Grants;
import org.caregate.storage.Database;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link Grants} on PostgreSQL; each change of a row moves its version on. */
public final class PostgresGrants implements Grants {
    private final JdbcClient jdbc;

    public PostgresGrants(Database database) {
        this.jdbc = database.runtime();
    }

    @Override
    public void add(Grant grant) {
        jdbc.sql("""
                        INSERT INTO issued_grant (id, client, person, audience, scopes, patient, fhir_user, auth_time, acr, amr,
                            created_at, expires_at, revoked, version)
                        VALUES (:id, :client, :person, :audience, :scopes, :patient, :fhirUser, :authTime, :acr, :amr,
                            :createdAt, :expiresAt, :revoked, :version)
                        """)
                .param("id", grant.id().value())
                .param("client", grant.client().value())
                .param("person", grant.person().value())
                .param("audience", textOrNull(grant.audience()))
                .param("scopes", grant.scopes().text())
                .param("patient", grant.launch().patient())
                .param("fhirUser", grant.fhirUser())
                .param("authTime", timestamp(grant.authTime()))
                .param("acr", grant.acr())
                .param("amr", array(grant.amr()))
                .param("createdAt", timestamp(grant.createdAt()))
                .param("expiresAt", timestamp(grant.expiresAt()))
                .param("revoked", grant.revoked())
                .param("version", grant.version())
                .update();
    }

    @Override
    public Optional<Grant> find(GrantId id) {
        return jdbc.sql("SELECT * FROM issued_grant WHERE id = :id")
                .param("id", key(id.value()))
                .query((row, number) -> grant(row))
                .optional();
    }

    @Override
    public boolean extend(GrantId id, Instant expiresAt) {
        return jdbc.sql("""
                                UPDATE issued_grant SET expires_at = :expiresAt, version = version + 1
                                WHERE id = :id AND NOT revoked
                                """)
                        .param("expiresAt", timestamp(expiresAt))
                        .param("id", key(id.value()))
                        .update()
                == 1;
    }

    @Override
    public boolean revoke(GrantId id) {
        return jdbc.sql("UPDATE issued_grant SET revoked = true, version = version + 1 WHERE id = :id AND NOT revoked")
                        .param("id", key(id.value()))
                        .update()
                == 1;
    }

    @Override
    public List<GrantId> revokeAllOf(ClientId client) {
        return jdbc.sql("""
                        UPDATE issued_grant SET revoked = true, version = version + 1
                        WHERE client = :client AND NOT revoked RETURNING id
                        """)
                .param("client", key(client.value()))
                .query((row, number) -> new GrantId(text(row, "id")))
                .list();
    }

    @Override
    public List<GrantId> revokeAllOf(PersonId person) {
        return jdbc.sql("""
                        UPDATE issued_grant SET revoked = true, version = version + 1
                        WHERE person = :person AND NOT revoked RETURNING id
                        """)
                .param("person", key(person.value()))
                .query((row, number) -> new GrantId(text(row, "id")))
                .list();
    }

    @Override
    public List<GrantId> revokeAllCreatedUpTo(Instant time) {
        return jdbc.sql("""
                        UPDATE issued_grant SET revoked = true, version = version + 1
                        WHERE created_at <= :time AND NOT revoked RETURNING id
                        """)
                .param("time", timestamp(time))
                .query((row, number) -> new GrantId(text(row, "id")))
                .list();
    }

    @Override
    public List<Grant> page(@Nullable ClientId client, @Nullable PersonId person, @Nullable GrantId after, int most) {
        return jdbc.sql("""
                        SELECT * FROM issued_grant WHERE NOT revoked AND expires_at > now()
                            AND (CAST(:client AS text) IS NULL OR client = CAST(:client AS text))
                            AND (CAST(:person AS text) IS NULL OR person = CAST(:person AS text))
                            AND (CAST(:after AS text) IS NULL OR id COLLATE "C" > CAST(:after AS text))
                        ORDER BY id COLLATE "C" LIMIT :most
                        """)
                .param("client", client == null ? null : key(client.value()))
                .param("person", person == null ? null : key(person.value()))
                .param("after", after == null ? null : key(after.value()))
                .param("most", most)
                .query((row, number) -> grant(row))
                .list();
    }

    private static Grant grant(ResultSet row) throws SQLException {
        return Grant.builder()
                .id(new GrantId(text(row, "id")))
                .client(new ClientId(text(row, "client")))
                .person(new PersonId(text(row, "person")))
                .audience(uriOrNull(row, "audience"))
                .scopes(StoredScopes.read(text(row, "scopes")))
                .launch(new LaunchContext(row.getString("patient")))
                .fhirUser(row.getString("fhir_user"))
                .authTime(instant(row, "auth_time"))
                .acr(text(row, "acr"))
                .amr(Set.copyOf(texts(row, "amr")))
                .createdAt(instant(row, "created_at"))
                .expiresAt(instant(row, "expires_at"))
                .revoked(row.getBoolean("revoked"))
                .version(row.getLong("version"))
                .build();
    }
}
