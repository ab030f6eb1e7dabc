package org.caregate.app.config;

import java.nio.file.Path;

/** Which PostgreSQL holds everything. */
public sealed interface DatabaseSettings {
    /** A server of the organisation's own, with separate accounts for the schema's owner, the running program and the log's readers. */
    record External(String url, Account owner, Account runtime, Account reader) implements DatabaseSettings {}

    /** The bundled server below that folder, for evaluation on loopback; started and stopped by the program. */
    record Bundled(Path folder) implements DatabaseSettings {}

    /** A database role; its password stays in its file until it is needed. */
    record Account(String user, Path passwordFile) {}
}
