package org.caregate.authorization.client;

import org.caregate.protocol.error.ProtocolError;

/** Refusals of client authentication. To the peer they look alike, so that no one learns which clients exist. */
final class ClientErrors {
    private ClientErrors() {}

    static ProtocolError invalidClient(String reason) {
        return ProtocolError.of("invalid_client", "Client authentication failed", reason, "RFC 6749 §5.2");
    }

    static ProtocolError invalidRequest(String description, String reason) {
        return ProtocolError.of("invalid_request", description, reason, "RFC 6749 §2.3");
    }
}
