package org.caregate.crypto.signing;

import java.util.List;

/** Keeps signing keys. Verbs join the caller's transaction where there is one. */
public interface SigningKeyStore {
    /** Every key, retired ones included. */
    List<StoredSigningKey> all();

    /** Adds a key; its kid MUST NOT exist. */
    void add(StoredSigningKey key);
}
