package org.caregate.identity.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.identity.invitation.Invitation.Chosen;
import org.caregate.identity.invitation.Invitation.Kind;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;
import org.junit.jupiter.api.Test;

/** What every {@link Invitations} does. */
public abstract class InvitationsContract {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Chosen CHOSEN = new Chosen(new byte[] {1}, new byte[] {2});

    protected abstract Invitations invitations();

    @Test
    void whatWasAdded_isFound_untilItIsOver() {
        Invitation added = person(name());
        invitations().add(added);
        assertThat(invitations().find(added.id(), NOW)).contains(added);
        assertThat(invitations().find(added.id(), NOW.plus(Duration.ofHours(1))))
                .isEmpty();
        assertThat(invitations().find("x\0y", NOW)).isEmpty();
    }

    @Test
    void newerOneOfTheSameName_replacesTheOlder_andLeavesOthers() {
        String name = name();
        Invitation first = person(name);
        Invitation other = person(name());
        Invitation second = person(name);
        List.of(first, other, second).forEach(invitations()::add);
        assertThat(invitations().find(first.id(), NOW)).isEmpty();
        assertThat(invitations().find(other.id(), NOW)).isPresent();
        assertThat(invitations().find(second.id(), NOW)).isPresent();
    }

    @Test
    void newerSetUp_replacesTheOlder() {
        Invitation first = setUp();
        Invitation second = setUp();
        invitations().add(first);
        invitations().add(second);
        assertThat(invitations().find(first.id(), NOW)).isEmpty();
        assertThat(invitations().find(second.id(), NOW)).contains(second);
    }

    @Test
    void newLinksForOnePerson_followOneAnother_andLeaveInvitationsOfTheName() {
        String name = name();
        Invitation invited = person(name);
        Invitation first = reset(invited);
        Invitation second = reset(invited);
        List.of(invited, first, second).forEach(invitations()::add);
        assertThat(invitations().find(first.id(), NOW)).isEmpty();
        assertThat(invitations().find(second.id(), NOW)).contains(second);
        assertThat(invitations().find(invited.id(), NOW)).contains(invited);
        choose(second, CHOSEN, NOW);
        assertThat(invitations().use(second.id(), CHOSEN, NOW)).isTrue();
        Invitation third = reset(invited);
        invitations().add(third);
        assertThat(invitations().find(third.id(), NOW)).as("after one was used").contains(third);
    }

    @Test
    void unchosen_isNotUsed() {
        Invitation added = person(name());
        invitations().add(added);
        assertThat(invitations().use(added.id(), CHOSEN, NOW)).isFalse();
    }

    @Test
    void overTime_isNeitherChosenNorUsed() {
        Invitation added = person(name());
        invitations().add(added);
        Instant late = NOW.plus(Duration.ofHours(2));
        assertThat(choose(added, CHOSEN, late)).isFalse();
        assertThat(choose(added, CHOSEN, NOW)).isTrue();
        assertThat(invitations().use(added.id(), CHOSEN, late)).isFalse();
    }

    @Test
    void anotherChoiceMeanwhile_isNotUsedByTheEarlier() {
        Invitation added = person(name());
        invitations().add(added);
        Chosen later = new Chosen(new byte[] {1}, new byte[] {3});
        choose(added, CHOSEN, NOW);
        choose(added, later, NOW);
        assertThat(invitations().use(added.id(), CHOSEN, NOW)).isFalse();
        assertThat(invitations().use(added.id(), later, NOW)).isTrue();
    }

    @Test
    void used_isGone_forEveryVerb() {
        Invitation added = person(name());
        invitations().add(added);
        choose(added, CHOSEN, NOW);
        assertThat(invitations().use(added.id(), CHOSEN, NOW)).isTrue();
        assertThat(invitations().use(added.id(), CHOSEN, NOW)).isFalse();
        assertThat(choose(added, CHOSEN, NOW)).isFalse();
        assertThat(invitations().find(added.id(), NOW)).isEmpty();
    }

    @Test
    void ofManyAtOnce_oneUsesIt() throws Exception {
        Invitation added = setUp();
        invitations().add(added);
        choose(added, CHOSEN, NOW);
        Callable<Boolean> use = () -> invitations().use(added.id(), CHOSEN, NOW);
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            int won = 0;
            for (var result :
                    executor.invokeAll(Stream.generate(() -> use).limit(8).toList())) {
                won += result.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
    }

    @Test
    void ofManySetUpsAtOnce_oneWorks() throws Exception {
        List<Invitation> all =
                Stream.generate(InvitationsContract::setUp).limit(6).toList();
        try (ExecutorService executor = Executors.newFixedThreadPool(6)) {
            List<Callable<Boolean>> adding = all.stream()
                    .<Callable<Boolean>>map(one -> () -> {
                        invitations().add(one);
                        return true;
                    })
                    .toList();
            for (var result : executor.invokeAll(adding)) {
                result.get();
            }
        }
        assertThat(all.stream().map(one -> invitations().find(one.id(), NOW)).flatMap(Optional::stream))
                .hasSize(1);
    }

    private boolean choose(Invitation invitation, Chosen chosen, Instant now) {
        Username username = invitation.username();
        return invitations()
                .choose(invitation.id(), username == null ? new Username(name()) : username, "Somebody", chosen, now);
    }

    private static String name() {
        return "u" + UUID.randomUUID();
    }

    private static Invitation person(String username) {
        return invitation(Kind.PERSON, new Username(username), Set.of("clinician"));
    }

    private static Invitation reset(Invitation of) {
        return new Invitation(
                UUID.randomUUID().toString(),
                of.hash(),
                Kind.RESET,
                of.person(),
                of.username(),
                of.displayName(),
                of.fhirUser(),
                of.roles(),
                of.expiresAt(),
                null);
    }

    private static Invitation setUp() {
        return invitation(Kind.SET_UP, null, Set.of("administrator"));
    }

    private static Invitation invitation(
            Kind kind, @org.jspecify.annotations.Nullable Username username, Set<String> roles) {
        return new Invitation(
                UUID.randomUUID().toString(),
                new KeyedHash(1, "hash"),
                kind,
                new PersonId(UUID.randomUUID().toString()),
                username,
                "Somebody",
                "Practitioner/d1",
                roles,
                NOW.plus(Duration.ofHours(1)),
                null);
    }
}
