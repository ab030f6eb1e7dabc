package org.caregate.storage.audit;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.caregate.audit.sealing.DataKeyStore;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The wrapped data keys of the log. */
public final class PostgresDataKeyStore implements DataKeyStore {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public PostgresDataKeyStore(DataSource runtime) {
        this.jdbc = new JdbcTemplate(runtime);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(runtime));
        // an entry sealed under the key may be committed though the caller's transaction is not
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public Optional<byte[]> find(String name) {
        Optional<byte[]> found =
                transaction.execute(status -> jdbc
                        .query(
                                "SELECT wrapped FROM audit_data_key WHERE name = ?",
                                (row, number) -> row.getBytes(1),
                                name)
                        .stream()
                        .findFirst());
        return found == null ? Optional.empty() : found;
    }

    @Override
    public void addIfAbsent(String name, byte[] wrapped, Runnable whenAdded) {
        transaction.executeWithoutResult(status -> {
            int added = jdbc.update(
                    "INSERT INTO audit_data_key (name, wrapped) VALUES (?, ?) ON CONFLICT DO NOTHING", name, wrapped);
            if (added > 0) {
                whenAdded.run();
            }
        });
    }

    @Override
    public List<String> names() {
        return jdbc.query("SELECT name FROM audit_data_key ORDER BY name", (row, number) -> row.getString(1));
    }
}
