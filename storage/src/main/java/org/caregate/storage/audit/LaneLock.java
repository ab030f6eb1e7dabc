package org.caregate.storage.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells other nodes which lane this one writes, by a session's advisory lock: it ends with the session, so a lane is free again as
 * soon as its node is gone. A hint only; the key of the heads decides.
 */
final class LaneLock implements AutoCloseable {
    private static final int SPACE = 0x43474c4e; // any number that no other use of advisory locks takes

    private final DataSource runtime;
    private @Nullable Connection session;

    LaneLock(DataSource runtime) {
        this.runtime = runtime;
    }

    /** Takes the lane unless another session holds it, and lets go of the one before. */
    synchronized boolean take(int lane) throws SQLException {
        Connection held = session;
        if (held == null || !held.isValid(2)) {
            close();
            held = runtime.getConnection();
            session = held;
        }
        try (PreparedStatement free = held.prepareStatement("SELECT pg_advisory_unlock_all()")) {
            free.execute();
        }
        try (PreparedStatement take = held.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
            take.setInt(1, SPACE);
            take.setInt(2, lane);
            try (ResultSet taken = take.executeQuery()) {
                return taken.next() && taken.getBoolean(1);
            }
        }
    }

    @Override
    public synchronized void close() {
        Connection held = session;
        session = null;
        if (held != null) {
            try (held;
                    PreparedStatement free = held.prepareStatement("SELECT pg_advisory_unlock_all()")) {
                free.execute(); // the pool may hand the session to others
            } catch (SQLException gone) {
                return; // with the session its locks
            }
        }
    }
}
