package org.caregate.authorization.backend;

import static org.caregate.authorization.token.TokenCheck.demand;

import java.util.Optional;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;

/** RFC 6749 §4.4: confidential clients only. */
record AuthenticatesItself() implements TokenCheck<BackendAttempt> {
    @Override
    public Optional<ProtocolError> refusal(BackendAttempt attempt) {
        return demand(
                !attempt.client().isPublic(),
                "unauthorized_client",
                "This client may not use this grant",
                "PUBLIC_CLIENT",
                "RFC 6749 §4.4");
    }
}
