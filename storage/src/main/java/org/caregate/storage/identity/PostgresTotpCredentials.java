package org.caregate.storage.identity;

import static org.caregate.storage.Columns.bytes;
import static org.caregate.storage.Columns.instant;
import static org.caregate.storage.Columns.instantOrNull;
import static org.caregate.storage.Columns.key;
import static org.caregate.storage.Columns.timestamp;

import java.time.Instant;
import java.util.Optional;
import org.caregate.identity.secondfactor.TotpCredential;
import org.caregate.identity.secondfactor.TotpCredentials;
import org.caregate.protocol.PersonId;
import org.caregate.storage.Database;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link TotpCredentials} on PostgreSQL: one conditional update uses a step, so that a code is accepted once (RFC 6238 §5.2). */
public final class PostgresTotpCredentials implements TotpCredentials {
    private final JdbcClient jdbc;

    public PostgresTotpCredentials(Database database) {
        this.jdbc = database.runtime();
    }

    @Override
    public void enrol(PersonId person, byte[] sealedSeed, Instant at) {
        jdbc.sql("""
                        INSERT INTO totp_credential (person, sealed_seed, last_used_step, enrolled_at)
                        VALUES (:person, :sealedSeed, -1, :at)
                        ON CONFLICT (person) DO UPDATE SET sealed_seed = excluded.sealed_seed, last_used_step = -1,
                            enrolled_at = excluded.enrolled_at, disabled_at = NULL
                        """)
                .param("person", person.value())
                .param("sealedSeed", sealedSeed)
                .param("at", timestamp(at))
                .update();
    }

    @Override
    public Optional<TotpCredential> find(PersonId person) {
        return jdbc.sql("SELECT * FROM totp_credential WHERE person = :person")
                .param("person", key(person.value()))
                .query((row, number) -> new TotpCredential(
                        person,
                        bytes(row, "sealed_seed"),
                        row.getLong("last_used_step"),
                        instant(row, "enrolled_at"),
                        instantOrNull(row, "disabled_at")))
                .optional();
    }

    @Override
    public boolean useStep(PersonId person, long step) {
        return jdbc.sql("""
                                UPDATE totp_credential SET last_used_step = :step
                                WHERE person = :person AND last_used_step < :step AND disabled_at IS NULL
                                """)
                        .param("step", step)
                        .param("person", key(person.value()))
                        .update()
                == 1;
    }

    @Override
    public void disable(PersonId person, Instant at) {
        jdbc.sql("UPDATE totp_credential SET disabled_at = :at WHERE person = :person AND disabled_at IS NULL")
                .param("at", timestamp(at))
                .param("person", key(person.value()))
                .update();
    }
}
