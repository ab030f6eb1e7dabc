package org.caregate.authorization.revocation;

import java.time.Instant;
import org.caregate.protocol.GrantId;

/** What a presented token turned out to be. */
sealed interface RevocationResult {
    /** A live refresh token of this client: its whole grant ends (RFC 7009 §2.1). */
    record EndGrant(GrantId grant) implements RevocationResult {}

    /** An access token of this client: it alone ends. */
    record EndToken(String tokenId, Instant expiresAt) implements RevocationResult {}

    /** Unknown, expired or ended before: that is what the client wanted (RFC 7009 §2.2). */
    record NothingToRevoke() implements RevocationResult {}

    /** Someone else's. */
    record OfAnotherClient() implements RevocationResult {}
}
