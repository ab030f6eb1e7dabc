package org.caregate.authorization.code;

import static org.caregate.authorization.token.TokenCheck.invalidGrant;

import java.util.Optional;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;

/** RFC 6749 §4.1.2: codes are short-lived. */
record WithinItsMinute() implements TokenCheck<CodeAttempt> {
    @Override
    public Optional<ProtocolError> refusal(CodeAttempt attempt) {
        return attempt.now().isBefore(attempt.code().expiresAt())
                ? Optional.empty()
                : Optional.of(invalidGrant("CODE_EXPIRED", "RFC 6749 §4.1.2"));
    }
}
