package org.caregate.authorization.token;

import java.util.List;
import java.util.Optional;
import org.caregate.protocol.error.ProtocolError;

/** One demand on a token request. It only reads, and refuses by a value. */
@FunctionalInterface
public interface TokenCheck<A> {
    /** Why the attempt is refused; empty when it passes. */
    Optional<ProtocolError> refusal(A attempt);

    /** The first refusal of an ordered list. */
    static <A> Optional<ProtocolError> first(List<TokenCheck<A>> checks, A attempt) {
        return checks.stream()
                .map(check -> check.refusal(attempt))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Refuses unless the demand is met. */
    static Optional<ProtocolError> demand(
            boolean met, String code, String description, String reason, String reference) {
        return met ? Optional.empty() : Optional.of(ProtocolError.of(code, description, reason, reference));
    }

    /** RFC 6749 §5.2: the same words whatever is wrong with a code or token, so that no one learns which part was right. */
    static ProtocolError invalidGrant(String reason, String reference) {
        return ProtocolError.of("invalid_grant", "The code or token is not valid", reason, reference);
    }
}
