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
import java.util.Optional;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.registry.code.AuthorizationCode;
import org.caregate.registry.code.AuthorizationCodes;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.transaction.Consumption;
import org.caregate.storage.Database;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@link AuthorizationCodes} on PostgreSQL. One conditional update uses a code up: those who come at the same time wait for the row
 * and then find it used.
 */
public final class PostgresAuthorizationCodes implements AuthorizationCodes {
    private final JdbcClient jdbc;

    public PostgresAuthorizationCodes(Database database) {
        this.jdbc = database.runtime();
    }

    @Override
    public void add(AuthorizationCode code) {
        jdbc.sql("""
                        INSERT INTO authorization_code (id, key_version, hash, grant_id, client, redirect_uri, code_challenge, nonce,
                            audience, cut_scopes, issued_at, expires_at, consumed)
                        VALUES (:id, :keyVersion, :hash, :grant, :client, :redirectUri, :codeChallenge, :nonce,
                            :audience, :cutScopes, :issuedAt, :expiresAt, :consumed)
                        """)
                .param("id", code.id())
                .param("keyVersion", code.credential().keyVersion())
                .param("hash", code.credential().hash())
                .param("grant", code.grant().value())
                .param("client", code.client().value())
                .param("redirectUri", code.redirectUri())
                .param("codeChallenge", code.codeChallenge())
                .param("nonce", code.nonce())
                .param("audience", textOrNull(code.audience()))
                .param("cutScopes", array(code.cutScopes()))
                .param("issuedAt", timestamp(code.issuedAt()))
                .param("expiresAt", timestamp(code.expiresAt()))
                .param("consumed", code.consumed())
                .update();
    }

    @Override
    public Optional<AuthorizationCode> find(String id) {
        return jdbc.sql("SELECT * FROM authorization_code WHERE id = :id")
                .param("id", key(id))
                .query((row, number) -> code(row))
                .optional();
    }

    @Override
    public Consumption consume(String id) {
        int consumed = jdbc.sql("UPDATE authorization_code SET consumed = true WHERE id = :id AND NOT consumed")
                .param("id", key(id))
                .update();
        if (consumed == 1) {
            return Consumption.CONSUMED;
        }
        return find(id).isPresent() ? Consumption.ALREADY_CONSUMED : Consumption.UNKNOWN;
    }

    private static AuthorizationCode code(ResultSet row) throws SQLException {
        return AuthorizationCode.builder()
                .id(text(row, "id"))
                .credential(new StoredCredential(row.getInt("key_version"), text(row, "hash")))
                .grant(new GrantId(text(row, "grant_id")))
                .client(new ClientId(text(row, "client")))
                .redirectUri(text(row, "redirect_uri"))
                .codeChallenge(text(row, "code_challenge"))
                .nonce(row.getString("nonce"))
                .audience(uriOrNull(row, "audience"))
                .cutScopes(texts(row, "cut_scopes"))
                .issuedAt(instant(row, "issued_at"))
                .expiresAt(instant(row, "expires_at"))
                .consumed(row.getBoolean("consumed"))
                .build();
    }
}
