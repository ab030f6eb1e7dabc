package org.caregate.identity.invitation;

import java.time.Instant;
import java.util.Optional;
import org.caregate.identity.invitation.Invitation.Chosen;
import org.caregate.identity.people.Username;

/** Stores links. Every verb joins the caller's transaction, and MUST answer from the primary's committed state. */
public interface Invitations {
    /** Adds one; an unused one of the same user name, or of set-up, MUST stop working. */
    void add(Invitation invitation);

    /** The link of that id, if it is unused and not over. */
    Optional<Invitation> find(String id, Instant now);

    /** Notes what its holder chose; false, and nothing changed, when it is used or over. A later choice replaces an earlier one. */
    boolean choose(String id, Username username, String displayName, Chosen chosen, Instant now);

    /**
     * Uses it up, and forgets what was chosen. MUST be atomic: true for exactly one of any number of concurrent callers, and false when
     * it is used, over, or holds another choice by now.
     */
    boolean use(String id, Chosen chosen, Instant now);
}
