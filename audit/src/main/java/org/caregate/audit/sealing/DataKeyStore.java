package org.caregate.audit.sealing;

import java.util.List;
import java.util.Optional;

/** Where wrapped data keys lie; a work table, so that expiry can destroy a key. */
public interface DataKeyStore {
    Optional<byte[]> find(String name);

    /**
     * Stores the key unless one of that name is there. MUST be durable on return whatever becomes of the caller's transaction:
     * an entry may be sealed under it next.
     */
    void addIfAbsent(String name, byte[] wrapped);

    /** Names in order. */
    List<String> names();

    /** Destroys the key: what it sealed can never be read again. */
    void destroy(String name);
}
