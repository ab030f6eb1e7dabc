package org.caregate.authorization.code;

import static org.caregate.authorization.token.TokenCheck.invalidGrant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;

/** RFC 7636 §4.6. */
record MatchingCodeVerifier() implements TokenCheck<CodeAttempt> {
    @Override
    public Optional<ProtocolError> refusal(CodeAttempt attempt) {
        String verifier = attempt.form().find("code_verifier").orElse("");
        byte[] expected = attempt.code().codeChallenge().getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, challenge(verifier))
                ? Optional.empty()
                : Optional.of(invalidGrant("CODE_VERIFIER_WRONG", "RFC 7636 §4.6"));
    }

    private static byte[] challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encode(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
