package org.caregate.registry.grant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/** Stores grants. Every verb joins the caller's transaction. */
public interface Grants {
    /** Adds a new grant; its id MUST NOT exist. */
    void add(Grant grant);

    /** The grant, revoked or not. */
    Optional<Grant> find(GrantId id);

    /** Slides the end of a live grant; false when it is revoked or unknown. MUST lock the row, so that a revocation waits or wins. */
    boolean extend(GrantId id, Instant expiresAt);

    /** Marks the grant revoked; false when it was already, or is unknown. The revocation itself is {@code Revocations}' row. */
    boolean revoke(GrantId id);

    /** Marks every live grant made at or before that time revoked, and names them. Goes with a revocation of everything. */
    List<GrantId> revokeAllCreatedUpTo(Instant time);

    /**
     * At most {@code most} live grants in the order of their ids, after that id.
     *
     * @param client of that client alone, unless null
     * @param person of that person alone, unless null
     * @param after from the first when it is null
     */
    List<Grant> page(@Nullable ClientId client, @Nullable PersonId person, @Nullable GrantId after, int most);

    /** Marks every live grant of the client revoked, and names them. Goes with a {@code CLIENT} revocation. */
    List<GrantId> revokeAllOf(ClientId client);

    /** Marks every live grant of the person revoked, and names them. Goes with a {@code PERSON} revocation. */
    List<GrantId> revokeAllOf(PersonId person);
}
