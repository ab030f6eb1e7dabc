package org.caregate.gateway.authentication;

import java.util.List;
import org.caregate.policy.decision.DenyReason;

/** The bearer token of a request: in the {@code Authorization} field, once, and nowhere else (RFC 6750 §2.1, RFC 9700 §4.3.2). */
public sealed interface BearerCredential {
    /** A token to verify: whatever stands behind the scheme, its characters not looked at yet. */
    record Presented(String token) implements BearerCredential {
        @Override
        public String toString() {
            return "Presented[…]";
        }
    }

    /** Nothing to verify. */
    record Absent(DenyReason reason) implements BearerCredential {}

    /**
     * Reads the credential.
     *
     * @param authorization every {@code Authorization} field
     * @param elsewhere whether the query or the body carries an {@code access_token} parameter
     */
    static BearerCredential of(List<String> authorization, boolean elsewhere) {
        if (authorization.size() > 1) {
            return new Absent(DenyReason.CREDENTIALS_REPEATED);
        }
        if (elsewhere) {
            return new Absent(DenyReason.CREDENTIALS_REPEATED);
        }
        if (authorization.isEmpty()) {
            return new Absent(DenyReason.NO_CREDENTIALS);
        }
        String field = authorization.getFirst().strip();
        if (!field.regionMatches(true, 0, "Bearer", 0, 6) || (field.length() > 6 && field.charAt(6) != ' ')) {
            return new Absent(DenyReason.NO_CREDENTIALS);
        }
        String token = field.substring(6).strip();
        return token.isEmpty() ? new Absent(DenyReason.TOKEN_MALFORMED) : new Presented(token);
    }
}
