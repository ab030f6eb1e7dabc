package org.caregate.bundledpostgresql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Everything in {@code postgresql.conf}, written again at each start: durable, loopback only, small, and silent about what statements
 * hold.
 */
final class ServerSettings {
    /** The setting that lets a later start see whether a server it finds running has these settings. */
    static final String FINGERPRINT = "caregate.settings";

    private static final String SETTINGS = """
            # Written by Caregate at each start; changes are lost.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 60
            superuser_reserved_connections = 3
            authentication_timeout = 10s
            password_encryption = scram-sha-256
            ssl = off
            allow_alter_system = off

            # An acknowledged commit is on the disk.
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            data_sync_retry = off
            restart_after_crash = on

            # One small node without standbys.
            wal_level = minimal
            max_wal_senders = 0
            max_wal_size = 512MB
            min_wal_size = 80MB
            checkpoint_timeout = 5min
            shared_buffers = 64MB
            maintenance_work_mem = 32MB
            max_worker_processes = 2
            max_parallel_workers = 0
            max_parallel_workers_per_gather = 0
            max_logical_replication_workers = 0
            autovacuum_worker_slots = 2
            autovacuum_max_workers = 2
            io_method = sync
            jit = off
            huge_pages = off

            # The log names neither values nor statements.
            logging_collector = off
            log_destination = stderr
            log_line_prefix = '%m [%p] '
            log_min_messages = log
            log_min_error_statement = panic
            log_error_verbosity = terse
            log_statement = none
            log_checkpoints = off
            log_autovacuum_min_duration = -1
            cluster_name = 'caregate'
            update_process_title = off
            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C'
            """;

    /** Passwords only, and only from this machine. */
    static final String HOST_BASED_AUTHENTICATION = """
            # Written by Caregate at each start; changes are lost.
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private ServerSettings() {}

    static String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((Binaries.VERSION + "\n" + SETTINGS).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String file(int port) {
        return SETTINGS + "port = " + port + "\n" + FINGERPRINT + " = '" + fingerprint() + "'\n";
    }
}
