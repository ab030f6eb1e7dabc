package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

import java.util.Optional;

/** Demands response_type=code, answered in the query (RFC 6749 §3.1.1, RFC 9700 §2.1.2). */
final class SupportedResponseType implements AuthorizationCheck {
    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        Optional<String> type = attempt.parameters().find("response_type");
        if (type.isEmpty()) {
            return refuse("invalid_request", "response_type is missing", "RESPONSE_TYPE_MISSING", "RFC 6749 §3.1.1");
        }
        if (!type.get().equals("code")) {
            return refuse(
                    "unsupported_response_type",
                    "response_type is code here",
                    "RESPONSE_TYPE_UNSUPPORTED",
                    "RFC 6749 §3.1.1");
        }
        return attempt.parameters().find("response_mode").orElse("query").equals("query")
                ? CheckResult.PASS
                : refuse(
                        "invalid_request",
                        "response_mode is query here",
                        "RESPONSE_MODE",
                        "OAuth 2.0 Multiple Response Types §2.1");
    }
}
