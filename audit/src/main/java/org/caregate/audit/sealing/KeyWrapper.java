package org.caregate.audit.sealing;

/** Wraps data keys under a key-encryption key that lies outside the database; supplied by the crypto module. */
public interface KeyWrapper {
    /** The key, wrapped and bound to its name. */
    byte[] wrap(byte[] key, String name);

    /** The key again; refused if it was wrapped under another name. */
    byte[] unwrap(byte[] wrapped, String name);
}
