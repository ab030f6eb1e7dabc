package org.caregate.protocol.error;

import java.util.Objects;

/**
 * A refusal as a value. Only {@code code} and {@code publicDescription} ever reach the peer; {@code privateDetail} is for the
 * audit log.
 *
 * @param code the word of the OAuth registry, such as {@code invalid_grant}
 * @param publicDescription fixed text without PHI, secrets or hints about what exists; visible ASCII without quotes (RFC 6749 §5.2)
 * @param reason the stable word for audit entries and metric labels, such as {@code CODE_REPLAYED}
 * @param privateDetail what an operator needs to find the cause; never a secret or PHI
 * @param reference the clause, such as {@code RFC 6749 §5.2}
 */
public record ProtocolError(
        String code, String publicDescription, String reason, String privateDetail, String reference) {
    public ProtocolError {
        Objects.requireNonNull(code);
        Objects.requireNonNull(reason);
    }

    /** An error whose private detail says no more than its public description. */
    public static ProtocolError of(String code, String publicDescription, String reason, String reference) {
        return new ProtocolError(code, publicDescription, reason, "", reference);
    }

    /** The same error with detail for the audit log. */
    public ProtocolError withPrivateDetail(String detail) {
        return new ProtocolError(code, publicDescription, reason, detail, reference);
    }
}
