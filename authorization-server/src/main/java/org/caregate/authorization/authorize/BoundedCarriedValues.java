package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Bounds what is carried back unread: state and nonce. The state is measured as it will be sent, percent-encoded in an address: an
 * answer that does not fit its header would be lost after the code was issued.
 */
final class BoundedCarriedValues implements AuthorizationCheck {
    private static final int LONGEST_STATE = 4096;
    private static final int LONGEST_NONCE = 512;

    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        return !fits(attempt.parameters().find("state").orElse(""))
                        || attempt.parameters().find("nonce").orElse("").length() > LONGEST_NONCE
                ? refuse("invalid_request", "state or nonce is too long", "CARRIED_VALUE_TOO_LONG", "RFC 6749 §4.1.1")
                : CheckResult.PASS;
    }

    /** Whether a state can be sent back; a refusal goes without one that cannot. */
    static boolean fits(String state) {
        return state.length() <= LONGEST_STATE
                && URLEncoder.encode(state, StandardCharsets.UTF_8).length() <= LONGEST_STATE;
    }
}
