package org.caregate.registry.client;

import java.util.List;
import java.util.Optional;
import org.caregate.protocol.ClientId;

/** Stores clients. Every verb joins the caller's transaction; reads MUST see the primary's committed state. */
public interface Clients {
    /** Adds a client; its id MUST NOT exist and MUST never have existed. */
    void add(Client client);

    /** The client, enabled or not. */
    Optional<Client> find(ClientId id);

    /** Every client, enabled or not, in the order they were added. */
    List<Client> all();

    /** Switches a client on or off; false when there is none such. */
    boolean setEnabled(ClientId id, boolean enabled);

    /** Whether an enabled client has this browser origin; exact text such as {@code https://app.example.org}. */
    boolean isRegisteredOrigin(String origin);
}
