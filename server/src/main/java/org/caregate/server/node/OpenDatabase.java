package org.caregate.server.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.caregate.database.CarriedDatabase;
import org.caregate.database.DatabaseAddress;
import org.caregate.database.DatabaseLogin;
import org.caregate.database.DatabaseTransport;
import org.caregate.server.config.DatabaseSettings;
import org.caregate.storage.Database;
import org.caregate.storage.DatabaseStart;
import org.jspecify.annotations.Nullable;

/** The database of this deployment and, when it is the bundled one that we started, its server. */
public final class OpenDatabase implements AutoCloseable {
    private final Database database;
    private final CarriedDatabase.@Nullable Running server;

    private OpenDatabase(Database database, CarriedDatabase.@Nullable Running server) {
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
        if (settings instanceof DatabaseSettings.Bundled bundled) {
            try {
                var running = running(bundled);
                if (running.isPresent()) {
                    return new OpenDatabase(open(running.get()), null);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return forNode(settings);
    }

    /**
     * The bundled database that a node runs now.
     *
     * @throws IOException when its passwords cannot be read
     * @throws StartRefused when this installation carries none
     */
    public static Optional<DatabaseAddress> running(DatabaseSettings.Bundled bundled) throws IOException {
        return carried().running(bundled.folder());
    }

    private static CarriedDatabase carried() {
        return CarriedDatabase.find()
                .orElseThrow(
                        () -> new StartRefused(
                                "database.bundled: this installation carries no PostgreSQL; name an external one by database.url"));
    }

    private static OpenDatabase start(DatabaseSettings.Bundled bundled) {
        CarriedDatabase.Running server = switch (carried().start(bundled.folder())) {
            case CarriedDatabase.Start.Started(CarriedDatabase.Running started) -> started;
            case CarriedDatabase.Start.Refused(String line) -> throw new StartRefused(line);
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
