package org.caregate.registry.pending;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/**
 * An authorization request that waits for a person, bound to one browser session.
 *
 * @param id random, 256 bits, in the URL of the interaction pages
 * @param browserSession the id of the browser session that asked; nobody else may see or answer it
 * @param client who asks, for the pages
 * @param parameters the request's parameters, each exactly once, as received
 * @param interaction what is asked now
 * @param answers what was answered so far, in order
 * @param person whose answers these are: answers never pass to someone else who signs in meanwhile; null before sign-in
 * @param requestedAt when the request arrived: {@code prompt=login} wants a sign-in after it
 * @param expiresAt after which it is refused as if it never was
 */
public record PendingAuthorization(
        String id,
        String browserSession,
        ClientId client,
        Map<String, String> parameters,
        Interaction interaction,
        List<Answer> answers,
        @Nullable PersonId person,
        Instant requestedAt,
        Instant expiresAt) {
    public PendingAuthorization {
        parameters = Map.copyOf(parameters);
        answers = List.copyOf(answers);
    }
}
