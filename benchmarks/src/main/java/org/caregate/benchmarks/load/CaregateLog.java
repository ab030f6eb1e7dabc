package org.caregate.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.caregate.bundledpostgresql.BundledPostgres;
import org.caregate.database.DatabaseAddress;

/** Counts in the database of a running program, with the role that may only read. */
public final class CaregateLog implements AutoCloseable {
    private final Connection reader;
    private final long postmaster;

    /** What is there at one moment. */
    public record Counts(long matching, long entries, long commits) {
        public Counts since(Counts before) {
            return new Counts(matching - before.matching, entries - before.entries, commits - before.commits);
        }
    }

    public CaregateLog(Path data) {
        try {
            DatabaseAddress address = BundledPostgres.running(data)
                    .orElseThrow(() -> new IllegalStateException("no database runs in " + data));
            reader = DriverManager.getConnection(
                    address.url() + (address.url().contains("?") ? "&" : "?") + "currentSchema=caregate",
                    address.reader().user(),
                    address.reader().password());
            try (var clusters = Files.newDirectoryStream(data.resolve("postgresql"), "cluster-*")) {
                Path pid = clusters.iterator().next().resolve("postmaster.pid");
                postmaster = Long.parseLong(Files.readAllLines(pid).getFirst().strip());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (SQLException failed) {
            throw new IllegalStateException("the log cannot be read", failed);
        }
    }

    /** Once nothing has been written for half a second: all entries, those that match, and commits. */
    public Counts settled(String condition) {
        Counts now = counts(condition);
        while (true) {
            try {
                Thread.sleep(500);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
            Counts later = counts(condition);
            if (later.entries() == now.entries()) {
                return later;
            }
            now = later;
        }
    }

    private Counts counts(String condition) {
        try (Statement statement = reader.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FILTER (WHERE " + condition
                        + "), count(*), (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database())"
                        + " FROM audit_entry")) {
            row.next();
            return new Counts(row.getLong(1), row.getLong(2), row.getLong(3));
        } catch (SQLException failed) {
            throw new IllegalStateException("the log cannot be counted", failed);
        }
    }

    /** Processor time of PostgreSQL and its sessions, in microseconds. */
    public long databaseMicros() {
        return ProcessTime.microsWithChildren(postmaster);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (SQLException gone) {
            // with the database
        }
    }
}
