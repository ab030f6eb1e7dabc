package org.caregate.storage.registry;

import static org.caregate.storage.Columns.key;

import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.revocation.IssuanceFence;
import org.caregate.registry.revocation.Revocation;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.storage.Database;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@link IssuanceFence} by PostgreSQL's advisory locks of the transaction: shared while issuing, exclusive while revoking. Two values with
 * the same hash wait for each other needlessly and harm nothing.
 */
public final class PostgresIssuanceFence implements IssuanceFence {
    private final JdbcClient jdbc;

    public PostgresIssuanceFence(Database database) {
        this.jdbc = database.runtime();
    }

    @Override
    public void issuing(@Nullable ClientId client, @Nullable PersonId person) {
        shared(Kind.ALL, Revocation.EVERYTHING); // always in this order
        if (client != null) {
            shared(Kind.CLIENT, client.value());
        }
        if (person != null) {
            shared(Kind.PERSON, person.value());
        }
    }

    private void shared(Kind kind, String value) {
        lock("pg_advisory_xact_lock_shared", kind, value);
    }

    @Override
    public void revoking(Kind kind, String value) {
        lock("pg_advisory_xact_lock", kind, value);
    }

    private void lock(String function, Kind kind, String value) {
        jdbc.sql("SELECT " + function + "(hashtextextended(:name, 0))")
                .param("name", "caregate.issuance " + kind + " " + key(value))
                .query(row -> {});
    }
}
