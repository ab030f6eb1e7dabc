package org.caregate.registry.client;

import java.util.List;
import java.util.Optional;
import org.caregate.protocol.ClientId;
import org.jspecify.annotations.Nullable;

/** Stores clients. Every verb joins the caller's transaction; reads MUST see the primary's committed state. */
public interface Clients {
    /** Adds a client; its id MUST NOT exist and MUST never have existed. */
    void add(Client client);

    /** The client, enabled or not. */
    Optional<Client> find(ClientId id);

    /** The same, locked until the caller's transaction ends, so that what is read stays true until it is changed. */
    Optional<Client> lock(ClientId id);

    /**
     * Replaces everything but id, profile, way to authenticate and time of creation; false, and nothing changed, when there is no
     * client of that id, profile and way.
     */
    boolean change(Client client);

    /** At most {@code most} clients in the order of their ids, after that id; from the first when it is null. */
    List<Client> page(@Nullable ClientId after, int most);

    /** Every client, enabled or not, in the order they were added. */
    List<Client> all();

    /** Switches a client on or off; false when there is none such. */
    boolean setEnabled(ClientId id, boolean enabled);

    /** Whether an enabled client has this browser origin; exact text such as {@code https://app.example.org}. */
    boolean isRegisteredOrigin(String origin);
}
