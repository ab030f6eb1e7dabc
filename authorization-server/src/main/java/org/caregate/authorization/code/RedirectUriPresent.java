package org.caregate.authorization.code;

import static org.caregate.authorization.token.TokenCheck.demand;

import java.util.Optional;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;

/** Demanded always, because the authorization endpoint demands it always (RFC 6749 §4.1.3). */
record RedirectUriPresent() implements TokenCheck<Parameters> {
    @Override
    public Optional<ProtocolError> refusal(Parameters form) {
        return demand(
                form.has("redirect_uri"),
                "invalid_request",
                "redirect_uri is missing",
                "REDIRECT_URI_MISSING",
                "RFC 6749 §4.1.3");
    }
}
