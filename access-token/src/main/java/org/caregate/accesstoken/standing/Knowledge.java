package org.caregate.accesstoken.standing;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.FactGathering;
import org.caregate.policy.decision.Facts;
import org.caregate.policy.decision.Facts.ClientFact;
import org.caregate.policy.decision.Facts.GrantFact;
import org.caregate.policy.decision.Facts.PersonFact;
import org.caregate.policy.decision.Facts.RevocationFact;
import org.caregate.policy.decision.FactsNeeded;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.token.TokenClaims;
import org.caregate.registry.client.Client;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.person.People;
import org.caregate.registry.person.Person;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the facts of a decision: all of its I/O.
 *
 * <p>Clients, grants and people are cached no longer than the freshness bound, and only while the revocation version stands
 * still; revocation itself is never cached. What cannot be looked up is a missing fact, which the policy refuses.
 */
public final class Knowledge extends FactGathering {
    private final CurrentRevocations revocations;
    private final Clock clock;
    private final VersionedCache<ClientId, Client> clients;
    private final VersionedCache<GrantId, Grant> grants;
    private final VersionedCache<PersonId, Person> people;

    /** Knowledge from these ports; the cache of clients may have other users. */
    public Knowledge(
            CurrentRevocations revocations,
            VersionedCache<ClientId, Client> clients,
            Grants grants,
            People people,
            Clock clock) {
        this.revocations = revocations;
        this.clock = clock;
        this.clients = clients;
        this.grants = new VersionedCache<>(grants::find, revocations.view());
        this.people = new VersionedCache<>(people::find, revocations.view());
    }

    /** What is known of a token: the facts, and what they were made of; null where there is none. */
    record Known(
            Facts facts,
            @Nullable Client client,
            @Nullable Grant grant,
            @Nullable Person person) {}

    /** How far the node's view of the revocations reaches. */
    long version() {
        return revocations.version();
    }

    /** Looks up what a decision needs. */
    public Facts gather(FactsNeeded needed) {
        Authenticated caller = needed.caller();
        return caller == null
                ? facts(clock.instant(), null, null, null, null)
                : of(caller).facts();
    }

    /** What this node knows of the token. */
    Known of(Authenticated token) {
        return gather(token, clients::find, grants::find, people::find);
    }

    /** What the database says of the token now; the newest revocations first. Without them the view counts as stale, however young it is. */
    Known ofNow(Authenticated token) {
        return revocations.caughtUpNow()
                ? gather(token, clients::findNow, grants::findNow, people::findNow)
                : new Known(facts(clock.instant(), unknown(), null, null, null), null, null, null);
    }

    private Known gather(
            Authenticated token,
            Function<ClientId, Optional<Client>> clients,
            Function<GrantId, Optional<Grant>> grants,
            Function<PersonId, Optional<Person>> people) {
        TokenClaims claims = token.claims();
        Instant now = clock.instant();
        RevocationFact revocation = revocation(token); // first: what is looked up after it is at least as new
        Lookup<Client> client = find(clients, claims.client());
        Lookup<Grant> grant = find(grants, claims.grant());
        Lookup<Person> person = find(people, claims.person());
        return new Known(
                facts(now, revocation, clientFact(client), grantFact(grant, now), personFact(person)),
                client.value(),
                grant.value(),
                person.value());
    }

    private RevocationFact revocation(Authenticated token) {
        if (!revocations.caughtUpWith(token.claims().revocationVersion())) {
            return unknown();
        }
        return revocations.of(token);
    }

    private RevocationFact unknown() {
        return new RevocationFact(false, false, revocations.version());
    }

    /**
     * What a port answered.
     *
     * @param answered false when there was nothing to look for, or the port could not say: the policy tells the two apart by the token
     */
    private record Lookup<T>(boolean answered, @Nullable T value) {
        static <T> Lookup<T> unknown() {
            return new Lookup<>(false, null);
        }
    }

    private static <K, V> Lookup<V> find(Function<K, Optional<V>> port, @Nullable K key) {
        if (key == null) {
            return Lookup.unknown();
        }
        try {
            return new Lookup<>(true, port.apply(key).orElse(null));
        } catch (RuntimeException unreachable) {
            return Lookup.unknown();
        }
    }

    private static @Nullable ClientFact clientFact(Lookup<Client> found) {
        Client client = found.value();
        return found.answered() ? new ClientFact(client != null && client.enabled()) : null;
    }

    private static @Nullable GrantFact grantFact(Lookup<Grant> found, Instant now) {
        if (!found.answered()) {
            return null;
        }
        Grant grant = found.value();
        return grant == null || grant.revoked() || !now.isBefore(grant.expiresAt())
                ? new GrantFact(false, null, null)
                : new GrantFact(true, grant.launch().patient(), grant.fhirUser());
    }

    private static @Nullable PersonFact personFact(Lookup<Person> found) {
        if (!found.answered()) {
            return null;
        }
        Person person = found.value();
        return person == null
                ? new PersonFact(false, Set.of(), Set.of())
                : new PersonFact(person.enabled(), person.roles(), person.patients());
    }
}
