package org.caregate.crypto.signing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signing key as the database holds it.
 *
 * @param kid the key id: its RFC 7638 thumbprint
 * @param publicJwk the public JWK as JSON
 * @param sealedPrivateJwk the whole JWK in an envelope whose associated data is {@code signing_key/} and the kid
 * @param activeFrom from when it signs; published before, so that caches know it
 * @param retiredAt from when nothing it signed is accepted and it is no longer published; null while in use
 */
public record StoredSigningKey(
        String kid,
        KeyUse use,
        String publicJwk,
        byte[] sealedPrivateJwk,
        Instant activeFrom,
        @Nullable Instant retiredAt) {}
