package org.caregate.policy.decision;

import java.time.Instant;
import java.util.function.Predicate;
import org.caregate.policy.decision.Facts.RevocationFact;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/**
 * One demand on a verified token, named for what it demands. MUST be pure and MUST NOT throw.
 *
 * <p>Answers the objection, or null when there is none: these rules run several times for each request, and allocate nothing.
 */
sealed interface TokenRule {
    /** Reads what the token itself says, and which audiences are accepted where it is presented. */
    non-sealed interface OnClaims extends TokenRule {
        @Nullable
        DenyReason objection(TokenClaims token, Instant now, Predicate<String> audience);
    }

    /** Reads the node's view of the revocations too; null when it could not be asked. */
    non-sealed interface OnRevocations extends TokenRule {
        @Nullable
        DenyReason objection(TokenClaims token, @Nullable RevocationFact view);
    }

    /** Reads what the registry says of client, grant and person too, and which roles are in force. */
    non-sealed interface OnRegistry extends TokenRule {
        @Nullable
        DenyReason objection(TokenClaims token, Facts facts, RoleDefinitions roles);
    }
}
