package org.caregate.server.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.caregate.server.config.DatabaseSettings;
import org.caregate.storage.Database;
import org.caregate.storage.DatabaseAddress;
import org.caregate.storage.DatabaseLogin;
import org.caregate.storage.DatabaseStart;
import org.caregate.storage.DatabaseTransport;
import org.caregate.storage.bundled.BundledPostgres;
import org.caregate.storage.bundled.BundledStart;
import org.jspecify.annotations.Nullable;

/** The database of this deployment and, when it is the bundled one that we started, its server. */
public final class OpenDatabase implements AutoCloseable {
    private final Database database;
    private final @Nullable BundledPostgres server;

    private OpenDatabase(Database database, @Nullable BundledPostgres server) {
        this.database = database;
        this.server = server;
    }

    /** For a node: the bundled server is its own, and a second node on it is refused. */
    public static OpenDatabase forNode(DatabaseSettings settings) {
        return switch (settings) {
            case DatabaseSettings.External external -> new OpenDatabase(open(address(external)), null);
            case DatabaseSettings.Bundled bundled -> start(bundled);
        };
    }

    /** For a command: joins the bundled server of a running node, and starts it when none runs. */
    public static OpenDatabase forCommand(DatabaseSettings settings) {
        if (settings instanceof DatabaseSettings.Bundled(java.nio.file.Path folder)) {
            try {
                var running = BundledPostgres.running(folder);
                if (running.isPresent()) {
                    return new OpenDatabase(open(running.get()), null);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return forNode(settings);
    }

    private static OpenDatabase start(DatabaseSettings.Bundled bundled) {
        BundledPostgres server = switch (BundledPostgres.start(bundled.folder())) {
            case BundledStart.Started(BundledPostgres started) -> started;
            case BundledStart.Refused(String line) -> throw new StartRefused(line);
        };
        try {
            return new OpenDatabase(open(server.address()), server);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static Database open(DatabaseAddress address) {
        return switch (Database.open(address)) {
            case DatabaseStart.Opened(Database database) -> database;
            case DatabaseStart.Refused(String line) -> throw new StartRefused(line);
        };
    }

    /** Where an external database is, with the passwords of its roles. */
    public static DatabaseAddress address(DatabaseSettings.External external) {
        DatabaseSettings.Account owner = external.owner();
        return new DatabaseAddress(
                external.url(),
                external.authority() == null && external.isOnLoopback()
                        ? new DatabaseTransport.Loopback()
                        : new DatabaseTransport.Verified(external.authority()),
                owner == null ? null : login(owner),
                login(external.runtime()),
                login(external.reader()));
    }

    /** A role with its password. */
    public static DatabaseLogin login(DatabaseSettings.Account account) {
        try {
            return new DatabaseLogin(
                    account.user(), Files.readString(account.passwordFile()).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
        if (server != null) {
            server.close();
        }
    }
}
