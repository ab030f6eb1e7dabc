package org.caregate.crypto.signing;

import java.time.Instant;
import java.util.List;

/** Keeps signing keys. Verbs join the caller's transaction where there is one. */
public interface SigningKeyStore {
    /** Every key, retired ones included. */
    List<StoredSigningKey> all();

    /** Retires every key of that use from then on that is not retired earlier, except the one of that kid; says how many. */
    int retireOthers(KeyUse use, String kid, Instant from);

    /** Adds a key; its kid MUST NOT exist. */
    void add(StoredSigningKey key);
}
