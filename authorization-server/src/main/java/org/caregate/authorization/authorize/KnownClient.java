package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

/** Demands one client_id, of a client that is registered and enabled (RFC 6749 §4.1.2.1). */
final class KnownClient implements AuthorizationCheck {
    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        if (attempt.parameters().repeated().contains("client_id")) {
            return unknown("CLIENT_ID_REPEATED");
        }
        if (attempt.client() == null) {
            return unknown("CLIENT_UNKNOWN");
        }
        return attempt.client().enabled() ? CheckResult.PASS : unknown("CLIENT_DISABLED");
    }

    private static CheckResult unknown(String reason) {
        return refuse("invalid_client", "This app is not registered here", reason, "RFC 6749 §4.1.2.1");
    }

    @Override
    public boolean beforeRedirectUri() {
        return true;
    }
}
