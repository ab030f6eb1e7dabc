package org.caregate.authorization.authorize;

import org.caregate.protocol.error.ProtocolError;
import org.caregate.registry.pending.Interaction;

/** What the checks together answer. */
public sealed interface AuthorizationOutcome {
    /** Every check passed. */
    record Authorized(AuthorizedRequest request) implements AuthorizationOutcome {}

    /** Refused before the redirect URI was established: shown, never redirected. */
    record Shown(ProtocolError error) implements AuthorizationOutcome {}

    /** Refused; the app is notified at its registered redirect URI. */
    record Redirected(ProtocolError error) implements AuthorizationOutcome {}

    /** The person is asked. */
    record Asked(Interaction interaction) implements AuthorizationOutcome {}
}
