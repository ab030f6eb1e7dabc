package org.caregate.authorization.client;

import org.caregate.protocol.error.ProtocolError;
import org.caregate.registry.client.Client;
import org.jspecify.annotations.Nullable;

/** What came of authenticating a client. */
public sealed interface ClientAuthenticationResult {
    /** The proof holds; it has to be consumed. */
    record Proved(ClientProof proof) implements ClientAuthenticationResult {}

    /**
     * It does not.
     *
     * @param claimed the client it claimed to be, where there is one, for the audit entry
     * @param basic whether the Authorization header was used, so that the answer carries a challenge
     */
    record Refused(ProtocolError error, @Nullable Client claimed, boolean basic)
            implements ClientAuthenticationResult {}

    /**
     * It does not, and there were too many failures before.
     *
     * @param claimed the client it claimed to be, where there is one, for the audit entry
     */
    record Throttled(ProtocolError error, @Nullable Client claimed, long seconds)
            implements ClientAuthenticationResult {}
}
