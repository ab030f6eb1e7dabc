package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

import java.util.Optional;
import org.caregate.registry.client.Client;

/** Demands a redirect_uri that is a registered one, as {@link Client#redirectsTo} compares them (RFC 9700 §2.1, §4.1.3). */
final class RegisteredRedirectUri implements AuthorizationCheck {
    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        Optional<String> asked = attempt.parameters().find("redirect_uri");
        if (asked.isEmpty() || attempt.parameters().repeated().contains("redirect_uri")) {
            return unregistered("REDIRECT_URI_MISSING");
        }
        return attempt.knownClient().redirectsTo(asked.get())
                ? CheckResult.PASS
                : unregistered("REDIRECT_URI_UNREGISTERED");
    }

    private static CheckResult unregistered(String reason) {
        return refuse("invalid_request", "The address to return to is not registered", reason, "RFC 9700 §4.1.3");
    }

    @Override
    public boolean beforeRedirectUri() {
        return true;
    }
}
