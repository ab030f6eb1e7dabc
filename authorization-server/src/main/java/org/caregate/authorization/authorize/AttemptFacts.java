package org.caregate.authorization.authorize;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.http.SignedIn;
import org.caregate.authorization.idtoken.IdTokenVerifier;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.Clients;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.person.People;
import org.caregate.registry.person.Person;
import org.jspecify.annotations.Nullable;

/** Gathers what the checks may read; in a transaction it is what that transaction sees. */
public final class AttemptFacts {
    private static final int LONGEST_CLIENT_ID = 200;

    private final Clients clients;
    private final People people;
    private final Supplier<RoleDefinitions> roles;
    private final IdTokenVerifier idTokens;

    public AttemptFacts(Clients clients, People people, Supplier<RoleDefinitions> roles, IdTokenVerifier idTokens) {
        this.clients = clients;
        this.people = people;
        this.roles = roles;
        this.idTokens = idTokens;
    }

    /** An attempt, and the version of the role definitions that its ceiling came from. */
    record Gathered(AuthorizationAttempt attempt, String policyVersion) {}

    Gathered gather(Parameters parameters, @Nullable SignedIn signedIn, List<Answer> answers, Instant requestedAt) {
        RoleDefinitions policy = roles.get();
        Client client = parameters
                .find("client_id")
                .filter(id -> id.length() <= LONGEST_CLIENT_ID)
                .flatMap(id -> clients.find(new ClientId(id)))
                .orElse(null);
        Person person = signedIn == null ? null : people.find(signedIn.person()).orElse(null);
        Scopes ceiling = person == null ? Scopes.NONE : policy.ceiling(person.roles());
        return new Gathered(
                new AuthorizationAttempt(
                        parameters, client, signedIn, person, ceiling, hint(parameters, client), answers, requestedAt),
                policy.version());
    }

    private IdTokenHint hint(Parameters parameters, @Nullable Client client) {
        Optional<String> hint = parameters.find("id_token_hint");
        if (hint.isEmpty() || client == null) {
            return new IdTokenHint.None();
        }
        return idTokens.person(hint.get(), client.id())
                .<IdTokenHint>map(IdTokenHint.Of::new)
                .orElseGet(IdTokenHint.Unreadable::new);
    }
}
