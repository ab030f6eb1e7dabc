package org.caregate.accesstoken.issuing;

import org.caregate.audit.AuditReceipt;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.protocol.token.TokenClaims;
import org.caregate.registry.transaction.Committed;

/** Evidence that the audit entry that names a token is durable. Nothing is signed without it (invariant 1). */
public final class SignableToken {
    private final TokenClaims claims;

    private SignableToken(TokenClaims claims) {
        this.claims = claims;
    }

    /** A token whose entry was enlisted in the transaction that has committed. */
    public static SignableToken of(Committed<TokenClaims> token) {
        return new SignableToken(token.value());
    }

    /** A token that this entry names, of which this is the receipt. */
    public static SignableToken of(TokenClaims token, AuditEntry entry, AuditReceipt receipt) {
        if (!receipt.entryId().equals(entry.id()) || !token.jti().equals(entry.tokenId())) {
            throw new IllegalStateException("the receipt is for another token");
        }
        return new SignableToken(token);
    }

    /** What will be signed. */
    public TokenClaims claims() {
        return claims;
    }
}
