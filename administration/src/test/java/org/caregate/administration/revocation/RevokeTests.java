package org.caregate.administration.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.identity.session.InMemorySessionStore;
import org.caregate.identity.session.StoredSession;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.Samples;
import org.caregate.registry.client.InMemoryClients;
import org.caregate.registry.grant.InMemoryGrants;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.pending.InMemoryPendingAuthorizations;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.PendingAuthorization;
import org.caregate.registry.person.Person;
import org.caregate.registry.revocation.InMemoryIssuanceFence;
import org.caregate.registry.revocation.Revocation;
import org.caregate.registry.revocation.Revocations;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.testing.MutableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevokeTests {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final List<Revocation> rows = new ArrayList<>();
    private final InMemoryAuditLog audit = new InMemoryAuditLog();
    private final Map<PersonId, Person> people = new HashMap<>();
    private final InMemorySessionStore sessions = new InMemorySessionStore();
    private final Operator operator = Operator.atCommandLine("ada");
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryGrants grants = new InMemoryGrants(transactions);
    private final InMemoryClients clients = new InMemoryClients(transactions);
    private final InMemoryPendingAuthorizations pending =
            new InMemoryPendingAuthorizations(transactions, MutableClock.at(NOW));
    private final Revoke revoke = new Revoke(
            revocations(),
            grants,
            new Holders(clients, id -> Optional.ofNullable(people.get(id))),
            pending,
            sessions,
            new InMemoryIssuanceFence(),
            new AuditedTransactions(transactions, audit, MutableClock.at(NOW)));

    @Test
    void token_isRevokedByItsId_withTheOperatorsName() {
        RevocationOutcome outcome = revoke.revoke(new RevocationOrder.OfToken("jti-1"), operator);
        assertThat(outcome).isEqualTo(new RevocationOutcome.Revoked(1, 0, 0));
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.kind()).isEqualTo(Revocation.Kind.TOKEN);
            assertThat(row.value()).isEqualTo("jti-1");
            assertThat(row.issuedUpTo()).isEqualTo(NOW);
        });
        assertThat(audit.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo(Action.TOKEN_REVOKED);
            assertThat(entry.tokenId()).isEqualTo("jti-1");
            assertThat(entry.detail()).containsEntry("by", "operating-system user ada");
        });
    }

    @Test
    void grant_isRevokedOnce() {
        grants.add(Samples.grant("g1"));
        RevocationOrder order = new RevocationOrder.OfGrant(new GrantId("g1"));
        assertThat(revoke.revoke(order, operator)).isEqualTo(new RevocationOutcome.Revoked(1, 1, 0));
        assertThat(revoke.revoke(order, operator)).isEqualTo(new RevocationOutcome.NothingToRevoke());
        assertThat(rows).hasSize(1);
    }

    @Test
    void unknownClientAndPerson_areNothingToRevoke_andStillTold() {
        assertThat(revoke.revoke(new RevocationOrder.OfClient(new ClientId("c")), operator))
                .isEqualTo(new RevocationOutcome.NothingToRevoke());
        assertThat(revoke.revoke(new RevocationOrder.OfPerson(new PersonId("p")), operator))
                .isEqualTo(new RevocationOutcome.NothingToRevoke());
        assertThat(audit.entries()).extracting(entry -> entry.reason()).containsOnly("NOTHING_TO_REVOKE");
        assertThat(rows).isEmpty();
    }

    @Test
    void person_losesTheirBrowserSessionsToo() {
        PersonId anna = new PersonId("anna");
        people.put(anna, new Person(anna, "Anna", "Patient/p1", Set.of("patient"), Set.of("p1"), true));
        sessions.add(session("s1", anna, NOW));
        sessions.add(session("s2", anna, NOW));
        sessions.add(session("s3", Samples.ANNA, NOW));

        assertThat(revoke.revoke(new RevocationOrder.OfPerson(anna), operator))
                .isEqualTo(new RevocationOutcome.Revoked(1, 0, 2));

        assertThat(sessions.allOf(anna)).isEmpty();
        assertThat(sessions.allOf(Samples.ANNA)).hasSize(1);
        assertThat(audit.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.detail()).containsEntry("sessions", "2"));
    }

    @Test
    void authorizationsInFlight_endWithTheirPerson() {
        people.put(Samples.ANNA, new Person(Samples.ANNA, "Anna", "Patient/p1", Set.of("patient"), Set.of("p1"), true));
        pending.add(waiting("hers", Samples.APP, Samples.ANNA, NOW));
        pending.add(waiting("anothers", Samples.APP, new PersonId("another"), NOW));

        revoke.revoke(new RevocationOrder.OfPerson(Samples.ANNA), operator);

        assertThat(pending.find("hers", "session")).isEmpty();
        assertThat(pending.find("anothers", "session")).isPresent();
    }

    @Test
    void authorizationsInFlight_endWithTheirClient() {
        clients.add(Samples.client(Samples.APP));
        pending.add(waiting("its", Samples.APP, null, NOW));
        pending.add(waiting("anothers", new ClientId("another"), null, NOW));

        revoke.revoke(new RevocationOrder.OfClient(Samples.APP), operator);

        assertThat(pending.find("its", "session")).isEmpty();
        assertThat(pending.find("anothers", "session")).isPresent();
    }

    @Test
    void revocationUpToATime_endsSessionsAndAuthorizationsBegunByThen_andNoLaterOnes() {
        Instant time = NOW.minusSeconds(60);
        sessions.add(session("then", Samples.ANNA, time));
        sessions.add(session("later", Samples.ANNA, time.plusMillis(1)));
        pending.add(waiting("then", Samples.APP, Samples.ANNA, time));
        pending.add(waiting("later", Samples.APP, Samples.ANNA, time.plusMillis(1)));

        assertThat(revoke.revoke(new RevocationOrder.Before(time), operator))
                .isEqualTo(new RevocationOutcome.Revoked(1, 0, 1));

        assertThat(sessions.allOf(Samples.ANNA)).extracting(StoredSession::id).containsExactly("later");
        assertThat(pending.find("then", "session")).isEmpty();
        assertThat(pending.find("later", "session")).isPresent();
    }

    @Test
    void withoutAudit_nothingIsRevoked() {
        audit.failNext();
        assertThatThrownBy(() -> revoke.revoke(new RevocationOrder.OfToken("jti-1"), operator))
                .isInstanceOf(AuditUnavailableException.class);
        assertThat(rows).isEmpty();
    }

    @Test
    void everythingUpToATime_isRevoked_andNothingAheadOfNow() {
        grants.add(Samples.grant("g1"));
        Instant created = grants.find(new GrantId("g1")).orElseThrow().createdAt();
        assertThat(revoke.revoke(new RevocationOrder.Before(NOW), operator))
                .isEqualTo(new RevocationOutcome.Revoked(1, created.isAfter(NOW) ? 0 : 1, 0));
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.kind()).isEqualTo(Revocation.Kind.ALL);
            assertThat(row.issuedUpTo()).isEqualTo(NOW);
        });
        assertThatThrownBy(() -> revoke.revoke(new RevocationOrder.Before(NOW.plusSeconds(1)), operator))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static StoredSession session(String id, PersonId person, Instant at) {
        return new StoredSession(id, id + "-cookie", new KeyedHash(1, id), at, at, person, at, at);
    }

    private static PendingAuthorization waiting(
            String id, ClientId client, @Nullable PersonId person, Instant requestedAt) {
        return PendingAuthorization.builder()
                .id(id)
                .browserSession("session")
                .client(client)
                .parameters(Map.of())
                .interaction(new Interaction.Consent(List.of("openid"), List.of(), ""))
                .answers(List.of(new Answer.ConsentGiven(Set.of("openid"))))
                .person(person)
                .requestedAt(requestedAt)
                .expiresAt(NOW.plusSeconds(600))
                .build();
    }

    private Revocations revocations() {
        return new Revocations() {
            @Override
            public long revoke(
                    Revocation.Kind kind, String value, Instant issuedUpTo, Instant expiresAt, String reason) {
                rows.add(new Revocation(rows.size() + 1L, kind, value, issuedUpTo, expiresAt, reason));
                return rows.size();
            }

            @Override
            public long registryChanged() {
                throw new AssertionError("a revocation moves the version by itself");
            }
        };
    }
}
