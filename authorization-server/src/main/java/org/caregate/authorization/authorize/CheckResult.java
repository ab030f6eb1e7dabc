package org.caregate.authorization.authorize;

import org.caregate.protocol.error.ProtocolError;
import org.caregate.registry.pending.Interaction;

/** What one check answers. */
public sealed interface CheckResult {
    /** Nothing stands against it here. */
    Pass PASS = new Pass();

    /** Go on with the next check. */
    record Pass() implements CheckResult {}

    /** No. */
    record Refuse(ProtocolError error) implements CheckResult {}

    /** Not before the person has answered this. */
    record Ask(Interaction interaction) implements CheckResult {}

    /** A refusal in short. */
    static Refuse refuse(String code, String description, String reason, String reference) {
        return new Refuse(ProtocolError.of(code, description, reason, reference));
    }
}
