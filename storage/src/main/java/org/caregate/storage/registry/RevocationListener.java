package org.caregate.storage.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.caregate.storage.Database;
import org.postgresql.PGConnection;

/**
 * Runs a hint as soon as another connection has moved the revocation head on, by {@code LISTEN} on a connection of its own (ADR 0006).
 *
 * <p>A hint is all it is: one that comes proves nothing, and one that is lost costs the time to the next poll. The hint reads the
 * feed, whose own transaction alone counts as freshness. A lost connection is opened again, and the hint then runs once for whatever was
 * missed; several notifications at once are one hint.
 */
public final class RevocationListener implements AutoCloseable {
    /** Notified by {@link PostgresRevocations#revoke} in the transaction that moves the head. */
    static final String CHANNEL = "caregate_revocation";

    private static final int WAIT_MILLIS = 1_000; // then the connection is looked at, and the end
    private static final int GATHER_MILLIS = 10; // so that many revocations cost few readings
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Database database;
    private final Runnable hint;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("revocation-listener").daemon().unstarted(this::run);

    private RevocationListener(Database database, Runnable hint) {
        this.database = database;
        this.hint = hint;
    }

    /**
     * Listens until closed.
     *
     * @param hint what to do; when it throws, it is left to the next poll to find out what is wrong
     */
    public static RevocationListener start(Database database, Runnable hint) {
        RevocationListener listener = new RevocationListener(database, hint);
        listener.thread.start();
        return listener;
    }

    private void run() {
        try {
            do {
                listen();
            } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the connection is lost or the end has come. */
    private void listen() {
        try (Connection connection = database.runtimeDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            PGConnection session = connection.unwrap(PGConnection.class);
            statement.execute("LISTEN " + CHANNEL);
            tell(); // of what was moved while no one listened
            while (closing.getCount() > 0) {
                if (session.getNotifications(WAIT_MILLIS).length > 0) {
                    closing.await(GATHER_MILLIS, TimeUnit.MILLISECONDS);
                    session.getNotifications(); // those that came meanwhile are reported with it
                    tell();
                } else {
                    statement.execute("SELECT"); // a connection that is gone without a word fails here
                }
            }
            statement.execute("UNLISTEN *"); // the pool may hand the session to others
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SQLException lost) {
            return; // the polls say so; it is opened again
        }
    }

    private void tell() {
        try {
            hint.run();
        } catch (RuntimeException failed) {
            return; // the poll finds out what is wrong, and the view grows stale meanwhile
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(Duration.ofSeconds(3));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
