package org.caregate.crypto.random;

import java.security.SecureRandom;
import java.util.Base64;

/** Identifiers that cannot be guessed, because each is random. */
public final class RandomId {
    private RandomId() {}

    /** That many random bytes, in base64url without padding (RFC 4648 §5), so that URLs and headers carry them as they are. */
    public static String of(SecureRandom random, int bytes) {
        byte[] id = new byte[bytes];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
}
