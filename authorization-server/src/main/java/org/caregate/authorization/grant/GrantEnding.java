package org.caregate.authorization.grant;

import java.time.Clock;
import java.time.Instant;
import org.caregate.protocol.GrantId;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.refresh.RefreshTokens;
import org.caregate.registry.revocation.Revocation;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.revocation.Revocations;

/** Ends a grant with everything that came of it: refresh tokens by their family, access tokens by a revocation every node hears of. */
public final class GrantEnding {
    private final Grants grants;
    private final RefreshTokens refreshTokens;
    private final Revocations revocations;
    private final Clock clock;

    public GrantEnding(Grants grants, RefreshTokens refreshTokens, Revocations revocations, Clock clock) {
        this.grants = grants;
        this.refreshTokens = refreshTokens;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** The family of a grant's refresh tokens has the grant's name: there is one. */
    public static String familyOf(GrantId grant) {
        return grant.value();
    }

    /** Ends it in the caller's transaction. MUST be the last thing done there, after the audit entry was enlisted. */
    public void end(GrantId grant, String reason) {
        Instant now = clock.instant();
        if (grants.revoke(grant)) { // otherwise the first one recorded it in the same transaction
            refreshTokens.revokeFamily(familyOf(grant));
            revocations.revoke(Kind.GRANT, grant.value(), now, now.plus(Revocation.KEPT), reason);
        }
    }

    /** Revokes one access token, in the caller's transaction, last. */
    public void endAccessToken(String tokenId, Instant expiresAt, String reason) {
        revocations.revoke(Kind.TOKEN, tokenId, clock.instant(), expiresAt, reason);
    }
}
