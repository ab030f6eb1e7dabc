package org.caregate.identity.invitation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caregate.identity.invitation.Invitation.Chosen;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

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
     *
     * @param byMaker whether its maker uses it
     */
    boolean use(String id, Chosen chosen, boolean byMaker, Instant now);

    /** Links that work, in the order of their ids, at most so many, after that id if one is given. */
    List<Invitation> page(@Nullable String after, int most, Instant now);

    /** Makes a link stop working; false when it did not work any more. */
    boolean withdraw(String id, Instant now);

    /** Makes every link stop working that this person made, or that would replace their factors; says how many. */
    int withdrawAllOf(PersonId person);

    /**
     * A sensitive link, as {@link Invitation#isSensitive} says.
     *
     * @param usedByMaker whether its maker used it, as far as it is known
     */
    record Sensitive(Invitation invitation, boolean used, boolean usedByMaker) {}

    /** Sensitive links made through the administration API since then, oldest first, used or not. */
    List<Sensitive> sensitiveSince(Instant then);
}
