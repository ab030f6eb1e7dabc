package org.caregate.identity.invitation;

import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/** Who made a link. What a link gives is theirs to give when it is used, not only when it was made. */
public sealed interface Maker {
    /** The program, at its first start. */
    record Program() implements Maker {}

    /** A user of the operating system, who holds configuration and keys. */
    record SystemUser(String name) implements Maker {}

    /**
     * A caller of the administration API.
     *
     * @param person null when the client acted for itself
     * @param address where the call came from
     */
    record ApiCaller(ClientId client, @Nullable PersonId person, String address) implements Maker {}

    /** Not recorded: a link of an earlier version. */
    record Unrecorded() implements Maker {}
}
