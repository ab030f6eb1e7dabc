package org.caregate.authorization.code;

import static org.caregate.authorization.token.TokenCheck.demand;

import java.util.Optional;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;

/** RFC 6749 §4.1.3. */
record CodePresent() implements TokenCheck<Parameters> {
    @Override
    public Optional<ProtocolError> refusal(Parameters form) {
        return demand(form.has("code"), "invalid_request", "code is missing", "CODE_MISSING", "RFC 6749 §4.1.3");
    }
}
