package org.caregate.storage.audit;

import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Destroys data keys, as the owner of the schema: no other role may. */
public final class PostgresDataKeyDestruction implements Consumer<String> {
    private final JdbcTemplate jdbc;

    public PostgresDataKeyDestruction(DataSource owner) {
        this.jdbc = new JdbcTemplate(owner);
    }

    @Override
    public void accept(String name) {
        jdbc.update("DELETE FROM audit_data_key WHERE name = ?", name);
    }
}
