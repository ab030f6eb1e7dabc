package org.caregate.registry.credential;

/**
 * A credential as it exists at rest (architecture, decision 5).
 *
 * @param keyVersion names the HMAC key that made the hash, so that keys can rotate
 * @param hash HMAC-SHA-256 of the whole credential, base64url without padding
 */
public record StoredCredential(String keyVersion, String hash) {
    public StoredCredential {
        if (keyVersion.isEmpty() || hash.isEmpty()) {
            throw new IllegalArgumentException("a stored credential names its key and has a hash");
        }
    }

    @Override
    public String toString() {
        return "StoredCredential[key " + keyVersion + "]";
    }
}
