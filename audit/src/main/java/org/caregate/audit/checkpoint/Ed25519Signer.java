package org.caregate.audit.checkpoint;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;

/** Signs with a key in memory that was read from a key file. */
public final class Ed25519Signer implements CheckpointSigner {
    private final KeyPair key;

    public Ed25519Signer(KeyPair key) {
        this.key = key;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Ed25519 does not work here", broken);
        }
    }

    @Override
    public PublicKey publicKey() {
        return key.getPublic();
    }
}
