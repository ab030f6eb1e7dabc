package org.caregate.registry.credential;

/**
 * A credential as it exists at rest (architecture, decision 5).
 *
 * @param keyVersion which HMAC key made the hash, so that keys can rotate
 * @param hash HMAC-SHA-256 of the whole credential, base64url without padding
 */
public record StoredCredential(int keyVersion, String hash) {
    public StoredCredential {
        if (hash.isEmpty()) {
            throw new IllegalArgumentException("a stored credential has a hash");
        }
    }

    @Override
    public String toString() {
        return "StoredCredential[key " + keyVersion + "]";
    }
}
