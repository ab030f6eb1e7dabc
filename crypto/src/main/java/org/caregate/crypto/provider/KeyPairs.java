package org.caregate.crypto.provider;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Whether two keys are the halves of one pair, by signing with one and verifying with the other. */
public final class KeyPairs {
    private static final byte[] PROBE = {1, 2, 3};

    private KeyPairs() {}

    /** Whether what {@code signs} signed is accepted by {@code verifies}; false as well for a key that cannot sign. */
    public static boolean belongTogether(PublicKey verifies, PrivateKey signs) {
        String algorithm = switch (signs.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> signs.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(signs);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(verifies);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException unusable) {
            return false;
        }
    }
}
