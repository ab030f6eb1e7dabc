package org.caregate.registry.code;

import java.util.Optional;
import org.caregate.registry.transaction.Consumption;

/** Stores authorization codes. Every verb joins the caller's transaction. */
public interface AuthorizationCodes {
    /** Adds a new code; its id MUST NOT exist. */
    void add(AuthorizationCode code);

    /**
     * The code, consumed or not, expired or not. Rows MUST be kept for at least an hour after they expire, so that a replay is
     * known for what it is.
     */
    Optional<AuthorizationCode> find(String id);

    /** Uses the code up. Of any number of concurrent calls exactly one gets {@link Consumption#CONSUMED}. */
    Consumption consume(String id);
}
