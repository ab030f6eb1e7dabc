package org.caregate.authorization.code;

import static org.caregate.authorization.token.TokenCheck.invalidGrant;

import java.util.Optional;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;

/** RFC 6749 §4.1.3: the code was issued to the client that brings it. */
record IssuedToThisClient() implements TokenCheck<CodeAttempt> {
    @Override
    public Optional<ProtocolError> refusal(CodeAttempt attempt) {
        return attempt.code().client().equals(attempt.client().id())
                ? Optional.empty()
                : Optional.of(invalidGrant("CODE_OF_ANOTHER_CLIENT", "RFC 6749 §4.1.3"));
    }
}
