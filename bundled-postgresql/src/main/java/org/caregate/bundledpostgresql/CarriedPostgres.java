package org.caregate.bundledpostgresql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.caregate.database.CarriedDatabase;
import org.caregate.database.DatabaseAddress;

/** Offers the bundled PostgreSQL to the server, which does not know this module. */
public final class CarriedPostgres implements CarriedDatabase {
    @Override
    public Start start(Path dataFolder) {
        return switch (BundledPostgres.start(dataFolder)) {
            case BundledStart.Started(BundledPostgres postgres) -> new Start.Started(postgres);
            case BundledStart.Refused(String line) -> new Start.Refused(line);
        };
    }

    @Override
    public Optional<DatabaseAddress> running(Path dataFolder) throws IOException {
        return BundledPostgres.running(dataFolder);
    }
}
