package org.caregate.gateway.enforcement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.caregate.gateway.authentication.CurrentRevocations;
import org.caregate.policy.decision.Facts;
import org.caregate.policy.decision.Facts.ClientFact;
import org.caregate.policy.decision.Facts.GrantFact;
import org.caregate.policy.decision.Facts.PersonFact;
import org.caregate.policy.decision.Facts.RevocationFact;
import org.caregate.policy.decision.FactsNeeded;
import org.caregate.policy.decision.TokenClaims;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.Clients;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.person.People;
import org.caregate.registry.person.Person;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the facts of a decision: all of its I/O.
 *
 * <p>Clients, grants and people are remembered no longer than the freshness bound, and only while the revocation version stands
 * still; revocation itself is never remembered. What cannot be looked up is a missing fact, which the policy refuses.
 */
public final class Knowledge {
    private static final int REMEMBERED = 10_000;

    private final CurrentRevocations revocations;
    private final Clock clock;
    private final Remembered<ClientId, Client> clients;
    private final Remembered<GrantId, Grant> grants;
    private final Remembered<PersonId, Person> people;

    /**
     * Knowledge from these ports.
     *
     * @param freshness how long a fact may be remembered: the freshness bound of revocations
     */
    public Knowledge(
            CurrentRevocations revocations,
            Clients clients,
            Grants grants,
            People people,
            Clock clock,
            Duration freshness) {
        this.revocations = revocations;
        this.clock = clock;
        this.clients = new Remembered<>(clients::find, freshness);
        this.grants = new Remembered<>(grants::find, freshness);
        this.people = new Remembered<>(people::find, freshness);
    }

    /** Looks up what is needed. */
    public Facts gather(FactsNeeded needed) {
        Instant now = clock.instant();
        TokenClaims token = needed.token();
        RevocationFact revocation = token == null ? null : revocation(token);
        long version = revocation == null ? -1 : revocation.version();
        ClientId client = needed.client();
        GrantId grant = needed.grant();
        PersonId person = needed.person();
        return new Facts(
                now,
                revocation,
                client == null
                        ? null
                        : clients.find(client, version)
                                .map(Knowledge::clientFact)
                                .orElse(null),
                grant == null
                        ? null
                        : grants.find(grant, version)
                                .map(found -> grantFact(found, now))
                                .orElse(null),
                person == null
                        ? null
                        : people.find(person, version)
                                .map(Knowledge::personFact)
                                .orElse(null));
    }

    private RevocationFact revocation(TokenClaims token) {
        if (!revocations.caughtUpWith(token.revocationVersion())) {
            return new RevocationFact(false, false, revocations.version());
        }
        return revocations.of(token);
    }

    private static ClientFact clientFact(Found<Client> found) {
        Client client = found.value();
        return new ClientFact(client != null && client.enabled());
    }

    private static GrantFact grantFact(Found<Grant> found, Instant now) {
        Grant grant = found.value();
        if (grant == null || grant.revoked() || !now.isBefore(grant.expiresAt())) {
            return new GrantFact(false, null, null);
        }
        return new GrantFact(true, grant.launch().patient(), grant.fhirUser());
    }

    private static PersonFact personFact(Found<Person> found) {
        Person person = found.value();
        return person == null
                ? new PersonFact(false, java.util.Set.of(), java.util.Set.of())
                : new PersonFact(person.enabled(), person.roles(), person.patients());
    }

    /** An answer of a port: a value, or that there is none. */
    private record Found<V>(@Nullable V value, long version) {}

    private static final class Remembered<K, V> {
        private final Function<K, Optional<V>> port;
        private final Cache<K, Found<V>> known;

        Remembered(Function<K, Optional<V>> port, Duration freshness) {
            this.port = port;
            this.known = Caffeine.newBuilder()
                    .maximumSize(REMEMBERED)
                    .expireAfterWrite(freshness)
                    .build();
        }

        /** Empty only when the port could not answer. */
        Optional<Found<V>> find(K key, long version) {
            Found<V> remembered = known.getIfPresent(key);
            if (remembered != null && remembered.version() == version) {
                return Optional.of(remembered);
            }
            try {
                Found<V> fresh = new Found<>(port.apply(key).orElse(null), version);
                known.put(key, fresh);
                return Optional.of(fresh);
            } catch (RuntimeException unreachable) {
                return Optional.empty();
            }
        }
    }
}
