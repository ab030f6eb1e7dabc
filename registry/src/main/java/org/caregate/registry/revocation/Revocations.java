package org.caregate.registry.revocation;

import java.time.Instant;
import org.caregate.registry.revocation.Revocation.Kind;

/** Records revocations. */
public interface Revocations {
    /**
     * Records a revocation in the caller's transaction and returns its version. MUST be called last in that transaction, because
     * the version's row stays locked until commit, so that commit order is version order.
     */
    long revoke(Kind kind, String value, Instant issuedUpTo, Instant expiresAt, String reason);

    /**
     * Moves the version on without revoking anything, in the caller's transaction, last: anyone who remembers clients, grants or people by
     * the version reads them again. Returns the version.
     */
    long registryChanged();
}
