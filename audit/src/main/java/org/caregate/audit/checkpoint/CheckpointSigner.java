package org.caregate.audit.checkpoint;

import java.security.PublicKey;

/** Signs checkpoints with Ed25519; the key lies outside the database. */
public interface CheckpointSigner {
    /** The Ed25519 signature (RFC 8032) of the message. */
    byte[] sign(byte[] message);

    PublicKey publicKey();
}
