package org.caregate.authorization.code;

import static org.caregate.authorization.token.TokenCheck.demand;
import static org.caregate.authorization.token.TokenCheck.invalidGrant;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;

/** The demands on the redemption of a code, in order. */
final class CodeChecks {
    /** On the form alone, before any code is looked at or used up. */
    static final List<TokenCheck<Parameters>> ON_THE_FORM =
            List.of(new CodePresent(), new RedirectUriPresent(), new WellFormedCodeVerifier());

    /** On the code, after it was used up: whoever fails here had one try. */
    static final List<TokenCheck<CodeAttempt>> ON_THE_CODE = List.of(
            new IssuedToThisClient(),
            new WithinItsMinute(),
            new SameRedirectUri(),
            new MatchingCodeVerifier(),
            new SameResource());

    private CodeChecks() {}

    /** RFC 6749 §4.1.3. */
    record CodePresent() implements TokenCheck<Parameters> {
        @Override
        public Optional<ProtocolError> refusal(Parameters form) {
            return demand(form.has("code"), "invalid_request", "code is missing", "CODE_MISSING", "RFC 6749 §4.1.3");
        }
    }

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

    /** RFC 6749 §4.1.3: the code was issued to the client that brings it. */
    record IssuedToThisClient() implements TokenCheck<CodeAttempt> {
        @Override
        public Optional<ProtocolError> refusal(CodeAttempt attempt) {
            return attempt.code().client().equals(attempt.client().id())
                    ? Optional.empty()
                    : Optional.of(invalidGrant("CODE_OF_ANOTHER_CLIENT", "RFC 6749 §4.1.3"));
        }
    }

    /** RFC 6749 §4.1.2: codes are short-lived. */
    record WithinItsMinute() implements TokenCheck<CodeAttempt> {
        @Override
        public Optional<ProtocolError> refusal(CodeAttempt attempt) {
            return attempt.now().isBefore(attempt.code().expiresAt())
                    ? Optional.empty()
                    : Optional.of(invalidGrant("CODE_EXPIRED", "RFC 6749 §4.1.2"));
        }
    }

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
                byte[] digest =
                        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
                return Base64.getUrlEncoder().withoutPadding().encode(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    /** RFC 8707 §2.2: a resource named here is the one that was authorized. */
    record SameResource() implements TokenCheck<CodeAttempt> {
        @Override
        public Optional<ProtocolError> refusal(CodeAttempt attempt) {
            URI audience = attempt.code().audience();
            boolean same = List.of("resource", "aud").stream()
                    .flatMap(name -> attempt.form().find(name).stream())
                    .allMatch(named -> audience != null && named.equals(audience.toString()));
            return demand(same, "invalid_target", "resource was not authorized", "RESOURCE_DIFFERS", "RFC 8707 §2.2");
        }
    }
}
