package org.caregate.authorization.token;

import org.caregate.authorization.client.AuthenticatedClient;
import org.caregate.authorization.http.Parameters;

/** The rules of one {@code grant_type}. */
public interface TokenGrant {
    /** The value of {@code grant_type}. */
    String type();

    /**
     * Decides, in the caller's transaction, and changes the state that goes with the decision: a used code stays used even when the
     * answer is no. The caller writes the audit entry, and ends the grant where the decision says so.
     */
    TokenDecision decide(AuthenticatedClient client, Parameters form);

    /** Whether deciding changes no stored state, so that the entry alone has to be durable and needs no transaction of its own. */
    default boolean changesNothing() {
        return false;
    }
}
