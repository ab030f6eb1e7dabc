package org.caregate.authorization.code;

import static org.caregate.authorization.token.TokenCheck.invalidGrant;

import java.util.Optional;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;

/** RFC 6749 §4.1.3: identical to the one of the authorization request. */
record SameRedirectUri() implements TokenCheck<CodeAttempt> {
    @Override
    public Optional<ProtocolError> refusal(CodeAttempt attempt) {
        return attempt.form()
                        .find("redirect_uri")
                        .equals(Optional.of(attempt.code().redirectUri()))
                ? Optional.empty()
                : Optional.of(invalidGrant("REDIRECT_URI_DIFFERS", "RFC 6749 §4.1.3"));
    }
}
