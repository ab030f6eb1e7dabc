package org.caregate.authorization.client;

import org.caregate.registry.client.Client;

/** Evidence that this request comes from this enabled client; a used assertion was used up for it. Made only here. */
public final class AuthenticatedClient {
    private final Client client;

    AuthenticatedClient(Client client) {
        this.client = client;
    }

    public Client client() {
        return client;
    }

    @Override
    public String toString() {
        return "AuthenticatedClient[" + client.id() + "]";
    }
}
