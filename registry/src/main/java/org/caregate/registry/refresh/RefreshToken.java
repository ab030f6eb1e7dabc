package org.caregate.registry.refresh;

import java.time.Instant;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.registry.credential.StoredCredential;
import org.jspecify.annotations.Nullable;

/**
 * One refresh token of a family: the first is random, every successor is derived from the token before it (decision 5).
 *
 * @param id the public part of {@code prefix_id.secret}, the key of the row
 * @param credential the keyed hash of the whole token
 * @param family shared by a token and all its successors; revoked as one
 * @param generation 0 for the first, one more for each successor
 * @param issuedAt when this generation was made
 * @param expiresAt slides with every use
 * @param usedAt when it was rotated, by the database's clock; null while it is the newest
 * @param successor the id of the token that replaced it
 * @param repeated whether the one repeat was answered
 * @param revoked whether the family was ended
 */
public record RefreshToken(
        String id,
        StoredCredential credential,
        String family,
        int generation,
        GrantId grant,
        ClientId client,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant usedAt,
        @Nullable String successor,
        boolean repeated,
        boolean revoked) {
    /** A token nobody has used yet. */
    public static RefreshToken unused(
            String id,
            StoredCredential credential,
            String family,
            int generation,
            GrantId grant,
            ClientId client,
            Instant issuedAt,
            Instant expiresAt) {
        return new RefreshToken(
                id, credential, family, generation, grant, client, issuedAt, expiresAt, null, null, false, false);
    }
}
