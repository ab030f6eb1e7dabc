package org.caregate.registry.client;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.profile.SecurityProfile;
import org.caregate.protocol.scope.Scopes;

/**
 * A registered client.
 *
 * @param name what pages show ({@code client_name})
 * @param profile the rules it is held to; part of every decision and audit entry about it
 * @param authentication the one way it authenticates
 * @param grantTypes a subset of the profile's
 * @param redirectUris where it may be answered, as {@link #redirectsTo} compares
 * @param origins browser origins that may call the token endpoint across sites
 * @param scopes the most it may ever be granted
 * @param audiences the resources it may ask tokens for
 * @param introspects the audiences for which it is a resource server and may introspect (RFC 7662 §4)
 * @param enabled false refuses everything at once
 */
public record Client(
        ClientId id,
        String name,
        SecurityProfile profile,
        ClientAuthentication authentication,
        Set<String> grantTypes,
        List<String> redirectUris,
        Set<String> origins,
        Scopes scopes,
        Set<URI> audiences,
        Set<URI> introspects,
        boolean enabled,
        Instant createdAt) {
    public Client {
        grantTypes = Set.copyOf(grantTypes);
        redirectUris = List.copyOf(redirectUris);
        origins = Set.copyOf(origins);
        audiences = Set.copyOf(audiences);
        introspects = Set.copyOf(introspects);
    }

    /** Whether it may be answered there: the very text, but for the port of a native app on its own machine (RFC 9700 §4.1.3). */
    public boolean redirectsTo(String asked) {
        return redirectUris.stream().anyMatch(registered -> RedirectUris.same(registered, asked, isPublic()));
    }

    /** The same client, switched on or off. */
    public Client withEnabled(boolean value) {
        return with(authentication, value);
    }

    /** The same client with another credential. */
    public Client withAuthentication(ClientAuthentication other) {
        return with(other, enabled);
    }

    private Client with(ClientAuthentication credential, boolean on) {
        return new Client(
                id,
                name,
                profile,
                credential,
                grantTypes,
                redirectUris,
                origins,
                scopes,
                audiences,
                introspects,
                on,
                createdAt);
    }

    /** Whether it has nothing to authenticate with (RFC 6749 §2.1). */
    public boolean isPublic() {
        return authentication instanceof ClientAuthentication.None;
    }
}
