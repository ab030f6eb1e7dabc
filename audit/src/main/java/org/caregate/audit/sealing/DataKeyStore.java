package org.caregate.audit.sealing;

import java.util.List;
import java.util.Optional;

/** Where wrapped data keys lie; a work table, so that expiry can destroy a key. Destroying one is not among what the running program may do. */
public interface DataKeyStore {
    Optional<byte[]> find(String name);

    /**
     * Stores the key unless one of that name is there. MUST be durable on return whatever becomes of the caller's transaction:
     * an entry may be sealed under it next.
     *
     * @param whenAdded runs in the transaction that stores the key, and only if this call stores it; if it fails, nothing is stored
     */
    void addIfAbsent(String name, byte[] wrapped, Runnable whenAdded);

    /** Names in order. */
    List<String> names();
}
