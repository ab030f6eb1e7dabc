package org.caregate.authorization;

import org.caregate.authorization.grant.TokenLifetimes;
import org.caregate.protocol.metadata.AuthorizationServerAddresses;
import org.caregate.registry.resource.ResourceServers;

/** What the operator chose. */
public record AuthorizationServerSettings(
        AuthorizationServerAddresses addresses, ResourceServers resources, TokenLifetimes lifetimes) {
    /** With the default lifetimes. */
    public static AuthorizationServerSettings defaults(
            AuthorizationServerAddresses addresses, ResourceServers resources) {
        return new AuthorizationServerSettings(addresses, resources, TokenLifetimes.DEFAULT);
    }
}
