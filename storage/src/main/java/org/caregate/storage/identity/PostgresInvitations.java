package org.caregate.storage.identity;

import static org.caregate.storage.Columns.array;
import static org.caregate.storage.Columns.bytes;
import static org.caregate.storage.Columns.instant;
import static org.caregate.storage.Columns.key;
import static org.caregate.storage.Columns.text;
import static org.caregate.storage.Columns.texts;
import static org.caregate.storage.Columns.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.identity.invitation.Invitation;
import org.caregate.identity.invitation.Invitation.Chosen;
import org.caregate.identity.invitation.Invitations;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;
import org.caregate.registry.Transactions;
import org.caregate.storage.Database;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link Invitations} on PostgreSQL: one conditional update uses a link up. */
public final class PostgresInvitations implements Invitations {
    private final JdbcClient jdbc;
    private final Transactions transactions;

    public PostgresInvitations(Database database) {
        this.jdbc = database.runtime();
        this.transactions = database.transactions();
    }

    @Override
    public void add(Invitation invitation) {
        Username username = invitation.username();
        transactions.inTransaction(() -> {
            // two that replace the same link come one after the other
            jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('caregate.invitation'))")
                    .query(row -> {});
            jdbc.sql(
                            "DELETE FROM invitation WHERE used_at IS NULL AND kind = :kind AND (kind = 'SET_UP' OR username = :username)")
                    .param("kind", invitation.kind().name())
                    .param("username", username == null ? null : username.value())
                    .update();
            jdbc.sql("""
                            INSERT INTO invitation
                                (id, key_version, hash, kind, person, username, display_name, fhir_user, roles, expires_at)
                            VALUES (:id, :keyVersion, :hash, :kind, :person, :username, :displayName, :fhirUser, :roles, :expiresAt)
                            """)
                    .param("id", invitation.id())
                    .param("keyVersion", invitation.hash().keyVersion())
                    .param("hash", invitation.hash().value())
                    .param("kind", invitation.kind().name())
                    .param("person", invitation.person().value())
                    .param("username", username == null ? null : username.value())
                    .param("displayName", invitation.displayName())
                    .param("fhirUser", invitation.fhirUser())
                    .param("roles", array(invitation.roles()))
                    .param("expiresAt", timestamp(invitation.expiresAt()))
                    .update();
            return true;
        });
    }

    @Override
    public Optional<Invitation> find(String id, Instant now) {
        return jdbc.sql("SELECT * FROM invitation WHERE id = :id AND used_at IS NULL AND expires_at > :now")
                .param("id", key(id))
                .param("now", timestamp(now))
                .query((row, number) -> invitation(row))
                .optional();
    }

    @Override
    public boolean choose(String id, Username username, String displayName, Chosen chosen, Instant now) {
        return jdbc.sql("""
                                UPDATE invitation SET username = :username, display_name = :displayName,
                                    sealed_password = :password, sealed_seed = :seed
                                WHERE id = :id AND used_at IS NULL AND expires_at > :now
                                """)
                        .param("username", username.value())
                        .param("displayName", displayName)
                        .param("password", chosen.sealedPassword())
                        .param("seed", chosen.sealedSeed())
                        .param("id", key(id))
                        .param("now", timestamp(now))
                        .update()
                == 1;
    }

    @Override
    public boolean use(String id, Chosen chosen, Instant now) {
        return jdbc.sql("""
                                UPDATE invitation SET used_at = :now, sealed_password = NULL, sealed_seed = NULL
                                WHERE id = :id AND used_at IS NULL AND expires_at > :now
                                    AND sealed_password = :password AND sealed_seed = :seed
                                """)
                        .param("now", timestamp(now))
                        .param("id", key(id))
                        .param("password", chosen.sealedPassword())
                        .param("seed", chosen.sealedSeed())
                        .update()
                == 1;
    }

    private static Invitation invitation(ResultSet row) throws SQLException {
        String username = row.getString("username");
        return new Invitation(
                text(row, "id"),
                new KeyedHash(row.getInt("key_version"), text(row, "hash")),
                Invitation.Kind.valueOf(text(row, "kind")),
                new PersonId(text(row, "person")),
                username == null ? null : new Username(username),
                text(row, "display_name"),
                row.getString("fhir_user"),
                Set.copyOf(texts(row, "roles")),
                instant(row, "expires_at"),
                row.getBytes("sealed_password") == null
                        ? null
                        : new Chosen(bytes(row, "sealed_password"), bytes(row, "sealed_seed")));
    }
}
