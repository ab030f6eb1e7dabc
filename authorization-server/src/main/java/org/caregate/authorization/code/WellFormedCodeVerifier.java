package org.caregate.authorization.code;

import static org.caregate.authorization.token.TokenCheck.demand;

import java.util.Optional;
import java.util.regex.Pattern;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;

/** RFC 7636 §4.1: 43 to 128 unreserved characters, of every client. */
record WellFormedCodeVerifier() implements TokenCheck<Parameters> {
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    @Override
    public Optional<ProtocolError> refusal(Parameters form) {
        boolean wellFormed =
                VERIFIER.matcher(form.find("code_verifier").orElse("")).matches();
        return demand(
                wellFormed,
                "invalid_request",
                "code_verifier is missing or malformed",
                "CODE_VERIFIER_MALFORMED",
                "RFC 7636 §4.5");
    }
}
