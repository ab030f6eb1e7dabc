package org.caregate.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.caregate.database.DatabaseAddress;
import org.caregate.database.DatabaseLogin;

/**
 * Connections that notice a lost database within seconds: the caller answers 503, the pool heals by itself once the database is back.
 */
final class Pools {
    private static final int RUNTIME_CONNECTIONS = 16;
    private static final int READER_CONNECTIONS = 4;
    private static final int OWNER_CONNECTIONS = 2;
    private static final String WORKING =
            "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s";

    private Pools() {}

    static HikariDataSource runtime(DatabaseAddress address) {
        return new HikariDataSource(
                config("runtime", address, address.runtime(), RUNTIME_CONNECTIONS, 2, WORKING, "15"));
    }

    static HikariDataSource reader(DatabaseAddress address) {
        HikariConfig config = config("reader", address, address.reader(), READER_CONNECTIONS, 0, WORKING, "60");
        // said once connected: a session that begins as read-only would pass for a standby's, and a standby may lag
        // behind
        config.setReadOnly(true);
        config.addDataSourceProperty("readOnlyMode", "always");
        return new HikariDataSource(config);
    }

    /** Idle most of its life, so it keeps no connection; a migration may take its time. */
    static HikariDataSource owner(DatabaseAddress address, DatabaseLogin owner) {
        return new HikariDataSource(
                config("owner", address, owner, OWNER_CONNECTIONS, 0, "-c lock_timeout=60s", "600"));
    }

    private static HikariConfig config(
            String name,
            DatabaseAddress address,
            DatabaseLogin login,
            int most,
            int idle,
            String options,
            String socketTimeoutSeconds) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("caregate-" + name);
        config.setJdbcUrl(address.url());
        config.setUsername(login.user());
        config.setPassword(login.password());
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(idle);
        config.setConnectionTimeout(2_000);
        config.setValidationTimeout(1_000);
        config.setIdleTimeout(60_000);
        config.setKeepaliveTime(30_000);
        config.setInitializationFailTimeout(-1); // Database.open connects first, and says why if it cannot
        address.transport().properties().forEach(config::addDataSourceProperty);
        config.addDataSourceProperty("targetServerType", "primary");
        config.addDataSourceProperty("ApplicationName", "caregate-" + name);
        config.addDataSourceProperty("currentSchema", Database.SCHEMA);
        config.addDataSourceProperty("requireAuth", "scram-sha-256");
        config.addDataSourceProperty("connectTimeout", "2");
        config.addDataSourceProperty("loginTimeout", "5");
        config.addDataSourceProperty("socketTimeout", socketTimeoutSeconds);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("assumeMinServerVersion", "15");
        config.addDataSourceProperty("logServerErrorDetail", "false"); // details quote the row, which may hold anything
        config.addDataSourceProperty("options", options);
        return config;
    }
}
