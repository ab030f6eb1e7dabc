package org.caregate.accesstoken.standing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.caregate.accesstoken.TestTokens;
import org.caregate.accesstoken.standing.TokenStanding.Dead;
import org.caregate.accesstoken.standing.TokenStanding.Live;
import org.caregate.accesstoken.standing.TokenStanding.Unsure;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.Samples;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.InMemoryClients;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.grant.InMemoryGrants;
import org.caregate.registry.person.InMemoryPeople;
import org.caregate.registry.person.Person;
import org.caregate.registry.revocation.InMemoryRevocations;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.revocation.RevocationFeed;
import org.caregate.registry.revocation.RevocationView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The one judge: live, dead or unsure, by memory and by what the database says now. */
class TokenJudgeTests {
    private static final Predicate<String> HERE = TestTokens.AUDIENCE::equals;

    private final TestTokens tokens = new TestTokens();
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryClients clients = new InMemoryClients(transactions);
    private final InMemoryGrants grants = new InMemoryGrants(transactions);
    private final InMemoryPeople people = new InMemoryPeople();
    private final InMemoryRevocations revocations = new InMemoryRevocations(transactions, tokens.clock);
    private final AtomicLong nanos = new AtomicLong();
    private boolean databaseIsAway;
    private final RevocationView view = new RevocationView(this::read, tokens.clock, nanos::get, Duration.ofSeconds(5));
    private final TokenJudge judge = new TokenJudge(
            tokens.verified(100),
            new Knowledge(
                    new CurrentRevocations(view),
                    new VersionedCache<>(this::client, view),
                    grants,
                    people,
                    tokens.clock),
            TokenJudgeTests::roles);

    private RevocationFeed.Page read(long after) {
        demandDatabase();
        return revocations.read(after);
    }

    private Optional<Client> client(org.caregate.protocol.ClientId id) {
        demandDatabase();
        return clients.find(id);
    }

    private void demandDatabase() {
        if (databaseIsAway) {
            throw new IllegalStateException("the database is away");
        }
    }

    private static RoleDefinitions roles() {
        return switch (RoleDefinitions.define(Map.of(
                "patient", List.of("openid", "patient/*.rs"),
                "clinician", List.of("openid"),
                "administrator", List.of("openid")))) {
            case RoleDefinitions.Result.Valid(RoleDefinitions valid) -> valid;
            case RoleDefinitions.Result.Invalid(List<String> problems) -> throw new AssertionError(problems.toString());
        };
    }

    private void person(Set<String> roles, boolean enabled) {
        people.put(new Person(Samples.ANNA, "Anna", "Patient/p1", roles, Set.of("p1"), enabled));
    }

    private void grant(Instant expiresAt) {
        Grant sample = Samples.grant("g1");
        grants.add(sample.toBuilder()
                .expiresAt(expiresAt)
                .revoked(false)
                .version(0)
                .build());
    }

    @BeforeEach
    void registerAnnaAndHerApp() {
        clients.add(Samples.client(Samples.APP));
        person(Set.of("patient"), true);
        view.refresh();
    }

    /** What both ways of asking say. */
    private TokenStanding judged(String token) {
        TokenStanding byMemory = judge.byMemory(token, HERE);
        TokenStanding now = judge.now(token, HERE);
        assertThat(now.isSameAs(byMemory)).isTrue();
        return now;
    }

    private void assertDead(DenyReason reason) {
        assertThat(judged(tokens.good())).isEqualTo(new Dead(reason));
    }

    @Test
    void goodToken_isLive_withClientGrantAndPerson() {
        grant(TestTokens.NOW.plus(Duration.ofDays(1)));
        assertThat(judged(tokens.good())).isInstanceOfSatisfying(Live.class, live -> {
            assertThat(live.claims().scopes().contains(NamedScope.OPENID)).isTrue();
            assertThat(live.client().id()).isEqualTo(Samples.APP);
            assertThat(live.grant().orElseThrow().id()).isEqualTo(new GrantId("g1"));
            assertThat(live.person().orElseThrow().id()).isEqualTo(Samples.ANNA);
            assertThat(live.version()).isEqualTo(view.version());
        });
    }

    @Test
    void tokenOfAClient_isLive_withoutGrantAndPerson() {
        assertThat(judged(tokens.sign(tokens.claims().subject("app").claim("grant", null))))
                .isInstanceOfSatisfying(Live.class, live -> {
                    assertThat(live.grant()).isEmpty();
                    assertThat(live.person()).isEmpty();
                });
    }

    @Test
    void textThatDoesNotVerify_isDead_withoutAnyLookUp() {
        databaseIsAway = true;
        assertThat(judged("a.b.c")).isEqualTo(new Dead(DenyReason.TOKEN_MALFORMED));
        assertThat(judged(tokens.sign(tokens.claims().issuer("https://evil.example"))))
                .isEqualTo(new Dead(DenyReason.TOKEN_WRONG_ISSUER));
        assertThat(judged(tokens.sign(tokens.claims().audience("https://other.example"))))
                .isEqualTo(new Dead(DenyReason.TOKEN_WRONG_AUDIENCE));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TOKEN", "GRANT", "CLIENT", "PERSON", "KEY"})
    void revokedInAnyWay_isDead(Kind kind) {
        grant(TestTokens.NOW.plus(Duration.ofDays(1)));
        String value = switch (kind) {
            case TOKEN -> "j1";
            case GRANT -> "g1";
            case CLIENT -> "app";
            case PERSON -> "person-anna";
            case KEY, ALL -> "k1";
        };
        revocations.revoke(kind, value, TestTokens.NOW, TestTokens.NOW.plusSeconds(600), "TEST");
        assertThat(judge.byMemory(tokens.good(), HERE)).as("not heard of yet").isInstanceOf(Live.class);
        assertThat(judge.now(tokens.good(), HERE)).isEqualTo(new Dead(DenyReason.TOKEN_REVOKED));
        assertThat(judge.byMemory(tokens.good(), HERE)).isEqualTo(new Dead(DenyReason.TOKEN_REVOKED));
    }

    @Test
    void disabledOrUnknownClient_isDead() {
        grant(TestTokens.NOW.plus(Duration.ofDays(1)));
        clients.setEnabled(Samples.APP, false);
        assertDead(DenyReason.CLIENT_DISABLED);
        assertThat(judged(tokens.sign(tokens.claims().claim("client_id", "nobody"))))
                .isEqualTo(new Dead(DenyReason.CLIENT_DISABLED));
    }

    @Test
    void unknownGrant_isDead() {
        assertDead(DenyReason.GRANT_NOT_LIVE);
    }

    @Test
    void expiredGrant_isDead() {
        grant(TestTokens.NOW);
        assertDead(DenyReason.GRANT_NOT_LIVE);
    }

    @Test
    void revokedGrant_isDead() {
        grant(TestTokens.NOW.plus(Duration.ofDays(1)));
        grants.revoke(new GrantId("g1"));
        assertDead(DenyReason.GRANT_NOT_LIVE);
    }

    @Test
    void disabledPerson_isDead() {
        grant(TestTokens.NOW.plus(Duration.ofDays(1)));
        person(Set.of("patient"), false);
        assertDead(DenyReason.PERSON_DISABLED);
    }

    @Test
    void personWithoutARoleInForce_isDead() {
        grant(TestTokens.NOW.plus(Duration.ofDays(1)));
        person(Set.of("superuser"), true);
        assertDead(DenyReason.ROLE_DOES_NOT_ALLOW);
    }

    @Test
    void tokenNewerThanTheView_makesTheNodeCatchUp() {
        grant(TestTokens.NOW.plus(Duration.ofDays(1)));
        revocations.registryChanged();
        String newer = tokens.sign(tokens.claims().claim("rv", revocations.head()));
        assertThat(judge.byMemory(newer, HERE)).isInstanceOf(Live.class);
        assertThat(view.version()).isEqualTo(revocations.head());
    }

    @Test
    void tokenNewerThanAnythingThatCanBeSeen_isUnsure() {
        grant(TestTokens.NOW.plus(Duration.ofDays(1)));
        assertThat(judged(tokens.sign(tokens.claims().claim("rv", 99))))
                .isEqualTo(new Unsure(DenyReason.REVOCATION_VIEW_STALE));
    }

    @Test
    void staleView_isUnsure_untilThePrimaryIsAsked() {
        grant(TestTokens.NOW.plus(Duration.ofDays(1)));
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(judge.byMemory(tokens.good(), HERE)).isEqualTo(new Unsure(DenyReason.REVOCATION_VIEW_STALE));
        assertThat(judge.now(tokens.good(), HERE)).isInstanceOf(Live.class);
    }

    @Test
    void primaryThatCannotBeAsked_isUnsure_thoughTheViewIsFresh() {
        grant(TestTokens.NOW.plus(Duration.ofDays(1)));
        assertThat(judge.byMemory(tokens.good(), HERE)).isInstanceOf(Live.class);
        databaseIsAway = true;
        assertThat(judge.byMemory(tokens.good(), HERE)).isInstanceOf(Live.class);
        assertThat(judge.now(tokens.good(), HERE)).isEqualTo(new Unsure(DenyReason.REVOCATION_VIEW_STALE));
    }

    @Test
    void factThatCannotBeLookedUp_isUnsure() {
        grant(TestTokens.NOW.plus(Duration.ofDays(1)));
        databaseIsAway = true;
        assertThat(judge.byMemory(tokens.good(), HERE)).isEqualTo(new Unsure(DenyReason.FACT_MISSING));
    }
}
