package org.caregate.crypto.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;

/**
 * Hashes generated credentials of at least 128 bits of entropy. No slow hash: there is nothing to guess (architecture, decision 9).
 * Never for passwords.
 */
public final class CredentialHasher {
    private final KeyRing ring;
    private final Purpose purpose;

    /** For codes, refresh tokens and client secrets. */
    public CredentialHasher(KeyRing ring) {
        this(ring, Purpose.CREDENTIAL_HASH);
    }

    /** For credentials of another purpose, such as browser sessions. */
    public CredentialHasher(KeyRing ring, Purpose purpose) {
        this.ring = ring;
        this.purpose = purpose;
    }

    /** The hash to store, under the current key. */
    public KeyedHash hash(Credential credential) {
        return hash(credential.text());
    }

    /** The hash to store of a random text, under the current key. */
    public KeyedHash hash(String random) {
        int version = ring.currentVersion();
        return new KeyedHash(version, Base64.getUrlEncoder().withoutPadding().encodeToString(mac(version, random)));
    }

    /** Whether the credential is the one that was hashed, in constant time. */
    public boolean matches(Credential credential, KeyedHash stored) {
        return matches(credential.text(), stored);
    }

    /** Whether the text is the one that was hashed, in constant time. */
    public boolean matches(String text, KeyedHash stored) {
        if (!ring.has(stored.keyVersion())) {
            return false;
        }
        byte[] expected = stored.value().getBytes(StandardCharsets.US_ASCII);
        byte[] actual = Base64.getUrlEncoder().withoutPadding().encode(mac(stored.keyVersion(), text));
        return MessageDigest.isEqual(expected, actual);
    }

    private byte[] mac(int version, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(ring.key(version, purpose));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks HmacSHA256", e);
        }
    }
}
