package org.caregate.server.config;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which PostgreSQL holds everything. */
public sealed interface DatabaseSettings {
    /**
     * A server of the organisation's own, with separate accounts for the schema's owner, the running program and the log's readers.
     *
     * @param authority who signs the server's certificate; null for those the JDK trusts
     * @param owner null where the schema is brought up to date elsewhere
     */
    record External(
            String url, @Nullable Path authority, @Nullable Account owner, Account runtime, Account reader)
            implements DatabaseSettings {
        /** Whether nothing of the connection leaves this machine. */
        public boolean isOnLoopback() {
            return DatabaseSection.isLoopback(url);
        }

        /** The database's name. */
        public String name() {
            return Objects.requireNonNull(DatabaseSection.name(url), "the reader has looked at the URL");
        }
    }

    /** The bundled server below that folder, for evaluation on loopback; started and stopped by the program. */
    record Bundled(Path folder) implements DatabaseSettings {}

    /** A database role; its password stays in its file until it is needed. */
    record Account(String user, Path passwordFile) {}
}
