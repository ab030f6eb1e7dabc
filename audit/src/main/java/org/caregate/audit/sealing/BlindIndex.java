package org.caregate.audit.sealing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.SealedEntry;

/** Keyed hashes that a sealed value is found by: equal values have equal marks, and without the key a mark says nothing. */
public final class BlindIndex {
    /** What a mark is of; the byte goes into the hash and never changes. */
    public enum Kind {
        PATIENT('p'),
        RESOURCE('r'),
        USER_NAME('u');

        private final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }
    }

    private final Mac keyed; // only ever copied: looking one up and keying it costs more than a mark

    /** Marks under an HMAC-SHA-256 key that lies outside the database. */
    public BlindIndex(SecretKey key) {
        try {
            keyed = Mac.getInstance("HmacSHA256");
            keyed.init(key);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("HMAC-SHA-256 does not work here", broken);
        }
    }

    public Bytes mark(Kind kind, String value) {
        try {
            Mac mac = (Mac) keyed.clone();
            mac.update(kind.code);
            return Bytes.of(Arrays.copyOf(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)), SealedEntry.MARK_BYTES));
        } catch (CloneNotSupportedException broken) {
            throw new IllegalStateException("HMAC-SHA-256 cannot be copied here", broken);
        }
    }
}
