package org.caregate.crypto.credential;

/**
 * What the database holds of a credential: HMAC-SHA-256 under a key outside it.
 *
 * @param keyVersion which key of the key file
 * @param value 32 bytes in unpadded base64url
 */
public record KeyedHash(int keyVersion, String value) {}
