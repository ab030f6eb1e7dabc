package org.caregate.storage.identity;

import static org.caregate.storage.Columns.array;
import static org.caregate.storage.Columns.bytes;
import static org.caregate.storage.Columns.instant;
import static org.caregate.storage.Columns.instantOrNull;
import static org.caregate.storage.Columns.key;
import static org.caregate.storage.Columns.text;
import static org.caregate.storage.Columns.textOrNull;
import static org.caregate.storage.Columns.texts;
import static org.caregate.storage.Columns.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.identity.invitation.Invitation;
import org.caregate.identity.invitation.Invitation.Chosen;
import org.caregate.identity.invitation.Invitations;
import org.caregate.identity.invitation.Maker;
import org.caregate.identity.people.Username;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.transaction.Transactions;
import org.caregate.storage.Database;
import org.jspecify.annotations.Nullable;
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
        MakerColumns maker = MakerColumns.of(invitation.maker());
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
                                (id, key_version, hash, kind, person, username, display_name, fhir_user, roles, expires_at,
                                made_at, made_by_system, made_by_client, made_by_person, made_from)
                            VALUES (:id, :keyVersion, :hash, :kind, :person, :username, :displayName, :fhirUser, :roles, :expiresAt,
                                :madeAt, :bySystem, :byClient, :byPerson, :madeFrom)
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
                    .param("madeAt", timestamp(invitation.madeAt()))
                    .param("bySystem", maker.system())
                    .param("byClient", maker.client())
                    .param("byPerson", maker.person())
                    .param("madeFrom", maker.from())
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
    public boolean use(String id, Chosen chosen, boolean byMaker, Instant now) {
        return jdbc.sql("""
                                UPDATE invitation SET used_at = :now, used_by_maker = :byMaker, sealed_password = NULL,
                                    sealed_seed = NULL
                                WHERE id = :id AND used_at IS NULL AND expires_at > :now
                                    AND sealed_password = :password AND sealed_seed = :seed
                                """)
                        .param("now", timestamp(now))
                        .param("byMaker", byMaker)
                        .param("id", key(id))
                        .param("password", chosen.sealedPassword())
                        .param("seed", chosen.sealedSeed())
                        .update()
                == 1;
    }

    @Override
    public List<Invitation> page(@Nullable String after, int most, Instant now) {
        return jdbc.sql("""
                        SELECT * FROM invitation WHERE used_at IS NULL AND expires_at > :now
                            AND (CAST(:after AS text) IS NULL OR id COLLATE "C" > CAST(:after AS text))
                        ORDER BY id COLLATE "C" LIMIT :most
                        """)
                .param("now", timestamp(now))
                .param("after", after == null ? null : key(after))
                .param("most", most)
                .query((row, number) -> invitation(row))
                .list();
    }

    @Override
    public boolean withdraw(String id, Instant now) {
        return jdbc.sql("DELETE FROM invitation WHERE id = :id AND used_at IS NULL AND expires_at > :now")
                        .param("id", key(id))
                        .param("now", timestamp(now))
                        .update()
                == 1;
    }

    @Override
    public int withdrawAllOf(PersonId person) {
        return jdbc.sql("""
                        DELETE FROM invitation WHERE used_at IS NULL
                            AND (made_by_person = :person OR (kind = 'RESET' AND person = :person))
                        """).param("person", key(person.value())).update();
    }

    @Override
    public List<Sensitive> sensitiveSince(Instant then) {
        return jdbc.sql("""
                        SELECT * FROM invitation WHERE made_at >= :then AND made_by_client IS NOT NULL
                            AND (kind = 'RESET' OR fhir_user LIKE 'Patient/%')
                        ORDER BY made_at, id
                        """)
                .param("then", timestamp(then))
                .query((row, number) -> new Sensitive(
                        invitation(row), row.getTimestamp("used_at") != null, row.getBoolean("used_by_maker")))
                .list();
    }

    /** A maker spread over the columns of the row. */
    private record MakerColumns(
            @Nullable String system,
            @Nullable String client,
            @Nullable String person,
            @Nullable String from) {
        static MakerColumns of(Maker maker) {
            return switch (maker) {
                case Maker.Program(), Maker.Unrecorded() -> new MakerColumns(null, null, null, null);
                case Maker.SystemUser(String name) -> new MakerColumns(name, null, null, null);
                case Maker.ApiCaller(ClientId client, PersonId person, String address) ->
                    new MakerColumns(null, client.value(), textOrNull(person), address);
            };
        }

        static Maker read(ResultSet row) throws SQLException {
            String system = row.getString("made_by_system");
            String client = row.getString("made_by_client");
            String person = row.getString("made_by_person");
            if (system != null) {
                return new Maker.SystemUser(system);
            }
            if (client != null) {
                return new Maker.ApiCaller(
                        new ClientId(client), person == null ? null : new PersonId(person), text(row, "made_from"));
            }
            return row.getTimestamp("made_at") == null ? new Maker.Unrecorded() : new Maker.Program();
        }
    }

    private static Invitation invitation(ResultSet row) throws SQLException {
        String username = row.getString("username");
        Instant madeAt = instantOrNull(row, "made_at");
        return Invitation.builder()
                .id(text(row, "id"))
                .hash(new KeyedHash(row.getInt("key_version"), text(row, "hash")))
                .kind(Invitation.Kind.valueOf(text(row, "kind")))
                .person(new PersonId(text(row, "person")))
                .username(username == null ? null : new Username(username))
                .displayName(text(row, "display_name"))
                .fhirUser(row.getString("fhir_user"))
                .roles(Set.copyOf(texts(row, "roles")))
                .madeAt(madeAt == null ? Instant.EPOCH : madeAt)
                .maker(MakerColumns.read(row))
                .expiresAt(instant(row, "expires_at"))
                .chosen(
                        row.getBytes("sealed_password") == null
                                ? null
                                : new Chosen(bytes(row, "sealed_password"), bytes(row, "sealed_seed")))
                .build();
    }
}
