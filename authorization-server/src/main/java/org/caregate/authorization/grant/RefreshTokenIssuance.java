package org.caregate.authorization.grant;

import java.security.SecureRandom;
import java.time.Instant;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.refresh.RefreshToken;
import org.caregate.registry.refresh.RefreshTokens;

/** Begins the family of refresh tokens of a grant (RFC 9700 §4.14.2); its successors come of refreshing. */
public final class RefreshTokenIssuance {
    private final RefreshTokens refreshTokens;
    private final CredentialHasher hasher;
    private final SecureRandom random;

    public RefreshTokenIssuance(RefreshTokens refreshTokens, CredentialHasher hasher, SecureRandom random) {
        this.refreshTokens = refreshTokens;
        this.hasher = hasher;
        this.random = random;
    }

    /** The first token of the grant, stored in the caller's transaction. */
    public Credential first(Grant grant, Instant now, Instant until) {
        Credential token = Credential.generate(Credential.REFRESH_TOKEN, random);
        KeyedHash hash = hasher.hash(token);
        refreshTokens.add(RefreshToken.builder()
                .id(token.id())
                .credential(new StoredCredential(hash.keyVersion(), hash.value()))
                .family(GrantEnding.familyOf(grant.id()))
                .grant(grant.id())
                .client(grant.client())
                .issuedAt(now)
                .expiresAt(until)
                .build());
        return token;
    }
}
