package org.caregate.database;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A PostgreSQL that the installation carries, for evaluation. It is found as a service, so that an installation that serves patients
 * from an external database does without.
 */
public interface CarriedDatabase {
    /** The one on the class path. */
    static Optional<CarriedDatabase> find() {
        return ServiceLoader.load(CarriedDatabase.class).findFirst();
    }

    /** Starts it below that folder. */
    Start start(Path dataFolder);

    /**
     * The database that another program runs below that folder now; empty when none runs. It ends with that program.
     *
     * @throws IOException when its passwords cannot be read
     */
    Optional<DatabaseAddress> running(Path dataFolder) throws IOException;

    /** One that runs until it is closed. */
    interface Running extends AutoCloseable {
        /** The database and its roles. */
        DatabaseAddress address();

        @Override
        void close();
    }

    /** The result of a start. */
    sealed interface Start {
        /** It runs and answers; the caller closes it. */
        record Started(Running server) implements Start {}

        /** It was not started; {@code line} says in one sentence why and what to do. */
        record Refused(String line) implements Start {}
    }
}
