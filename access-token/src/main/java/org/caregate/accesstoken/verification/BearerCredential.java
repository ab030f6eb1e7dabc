package org.caregate.accesstoken.verification;

import java.util.List;
import org.caregate.policy.decision.DenyReason;

/** The bearer token of a request: in the {@code Authorization} field, once, and nowhere else (RFC 6750 §2.1, RFC 9700 §4.3.2). */
public sealed interface BearerCredential {
    /** A token to verify: of which nothing is known but that its characters may stand in one. */
    record Presented(String token) implements BearerCredential {
        @Override
        public String toString() {
            return "Presented[…]";
        }
    }

    /** Nothing to verify. */
    record Absent(DenyReason reason) implements BearerCredential {}

    /** Whether the text is a {@code b64token} (RFC 6750 §2.1). The JWT library skips other characters, so they are refused before it sees them. */
    static boolean isB64Token(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean allowed = (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || "-._~+/".indexOf(c) >= 0;
            if (!allowed) {
                return false;
            }
        }
        return end > 0;
    }

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
        return isB64Token(token) ? new Presented(token) : new Absent(DenyReason.TOKEN_MALFORMED);
    }
}
