package org.caregate.storage.registry;

import static org.caregate.storage.Columns.array;
import static org.caregate.storage.Columns.instant;
import static org.caregate.storage.Columns.instantOrNull;
import static org.caregate.storage.Columns.key;
import static org.caregate.storage.Columns.text;
import static org.caregate.storage.Columns.texts;
import static org.caregate.storage.Columns.timestamp;
import static org.caregate.storage.Columns.timestampOrNull;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.Clients;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.storage.Database;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** {@link Clients} on PostgreSQL; the runtime role cannot delete one, so that an id never names another. */
public final class PostgresClients implements Clients {
    private final JdbcClient jdbc;

    public PostgresClients(Database database) {
        this.jdbc = database.runtime();
    }

    @Override
    public void add(Client client) {
        columns(jdbc.sql("""
                        INSERT INTO client (id, name, profile, authentication, secret_key_version, secret_hash,
                            previous_secret_key_version, previous_secret_hash, previous_secret_until, jwks, jwks_uri,
                            grant_types, redirect_uris, origins, scopes, audiences, introspects, enabled, created_at)
                        VALUES (:id, :name, :profile, :authentication, :secretKeyVersion, :secretHash,
                            :previousKeyVersion, :previousHash, :previousUntil, :jwks, :jwksUri,
                            :grantTypes, :redirectUris, :origins, :scopes, :audiences, :introspects, :enabled, :createdAt)
                        """), client)
                .param("createdAt", timestamp(client.createdAt()))
                .update();
    }

    @Override
    public boolean change(Client client) {
        return columns(jdbc.sql("""
                                UPDATE client SET name = :name,
                                    secret_key_version = :secretKeyVersion, secret_hash = :secretHash,
                                    previous_secret_key_version = :previousKeyVersion, previous_secret_hash = :previousHash,
                                    previous_secret_until = :previousUntil, jwks = :jwks, jwks_uri = :jwksUri,
                                    grant_types = :grantTypes, redirect_uris = :redirectUris, origins = :origins,
                                    scopes = :scopes, audiences = :audiences, introspects = :introspects,
                                    enabled = :enabled
                                WHERE id = :id AND profile = :profile AND authentication = :authentication
                                """), client).update() == 1;
    }

    private static StatementSpec columns(StatementSpec statement, Client client) {
        AuthenticationColumns authentication = AuthenticationColumns.of(client.authentication());
        return statement
                .param("id", client.id().value())
                .param("name", client.name())
                .param("profile", client.profile().name())
                .param("authentication", authentication.name())
                .param("secretKeyVersion", authentication.secretKeyVersion())
                .param("secretHash", authentication.secretHash())
                .param("previousKeyVersion", authentication.previousKeyVersion())
                .param("previousHash", authentication.previousHash())
                .param("previousUntil", timestampOrNull(authentication.previousUntil()))
                .param("jwks", authentication.jwks())
                .param("jwksUri", authentication.jwksUri())
                .param("grantTypes", array(client.grantTypes()))
                .param("redirectUris", array(client.redirectUris()))
                .param("origins", array(client.origins()))
                .param("scopes", client.scopes().text())
                .param("audiences", array(client.audiences()))
                .param("introspects", array(client.introspects()))
                .param("enabled", client.enabled());
    }

    @Override
    public Optional<Client> lock(ClientId id) {
        return jdbc.sql("SELECT * FROM client WHERE id = :id FOR UPDATE")
                .param("id", key(id.value()))
                .query((row, number) -> client(row))
                .optional();
    }

    @Override
    public List<Client> page(@Nullable ClientId after, int most) {
        return jdbc.sql("""
                        SELECT * FROM client WHERE CAST(:after AS text) IS NULL OR id COLLATE "C" > CAST(:after AS text)
                        ORDER BY id COLLATE "C" LIMIT :most
                        """)
                .param("after", after == null ? null : key(after.value()))
                .param("most", most)
                .query((row, number) -> client(row))
                .list();
    }

    @Override
    public Optional<Client> find(ClientId id) {
        return jdbc.sql("SELECT * FROM client WHERE id = :id")
                .param("id", key(id.value()))
                .query((row, number) -> client(row))
                .optional();
    }

    @Override
    public List<Client> all() {
        return jdbc.sql("SELECT * FROM client ORDER BY added")
                .query((row, number) -> client(row))
                .list();
    }

    @Override
    public boolean setEnabled(ClientId id, boolean enabled) {
        return jdbc.sql("UPDATE client SET enabled = :enabled WHERE id = :id")
                        .param("enabled", enabled)
                        .param("id", key(id.value()))
                        .update()
                == 1;
    }

    @Override
    public boolean isRegisteredOrigin(String origin) {
        return jdbc.sql(
                        "SELECT EXISTS (SELECT 1 FROM client WHERE enabled AND origins @> ARRAY[CAST(:origin AS text)])")
                .param("origin", key(origin))
                .query(Boolean.class)
                .single();
    }

    private static Client client(ResultSet row) throws SQLException {
        String profile = text(row, "profile");
        return Client.builder()
                .id(new ClientId(text(row, "id")))
                .name(text(row, "name"))
                .profile(SecurityProfiles.named(profile)
                        .orElseThrow(() -> new IllegalStateException("no profile " + profile)))
                .authentication(authentication(row))
                .grantTypes(Set.copyOf(texts(row, "grant_types")))
                .redirectUris(texts(row, "redirect_uris"))
                .origins(Set.copyOf(texts(row, "origins")))
                .scopes(StoredScopes.read(text(row, "scopes")))
                .audiences(uris(row, "audiences"))
                .introspects(uris(row, "introspects"))
                .enabled(row.getBoolean("enabled"))
                .createdAt(instant(row, "created_at"))
                .build();
    }

    private static ClientAuthentication authentication(ResultSet row) throws SQLException {
        return switch (text(row, "authentication")) {
            case "none" -> new ClientAuthentication.None();
            case "secret" ->
                new ClientAuthentication.SecretBasic(
                        new StoredCredential(row.getInt("secret_key_version"), text(row, "secret_hash")),
                        previousSecret(row));
            case "keys_by_value" -> new ClientAuthentication.KeysByValue(text(row, "jwks"));
            case "keys_by_url" -> new ClientAuthentication.KeysByUrl(URI.create(text(row, "jwks_uri")));
            case String other -> throw new IllegalStateException("no authentication " + other);
        };
    }

    private static ClientAuthentication.@Nullable PreviousSecret previousSecret(ResultSet row) throws SQLException {
        Instant until = instantOrNull(row, "previous_secret_until");
        return until == null
                ? null
                : new ClientAuthentication.PreviousSecret(
                        new StoredCredential(
                                row.getInt("previous_secret_key_version"), text(row, "previous_secret_hash")),
                        until);
    }

    private static Set<URI> uris(ResultSet row, String column) throws SQLException {
        return texts(row, column).stream().map(URI::create).collect(Collectors.toUnmodifiableSet());
    }
}
