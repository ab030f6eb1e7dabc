package org.caregate.identity.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link Invitations} does. */
public abstract class InvitationsContract {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final PersonId ADA = new PersonId("ada-" + UUID.randomUUID());
    private static final Maker MAKER = new Maker.ApiCaller(new ClientId("caregate"), ADA, "203.0.113.5");
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
        assertThat(invitations().use(second.id(), CHOSEN, false, NOW)).isTrue();
        Invitation third = reset(invited);
        invitations().add(third);
        assertThat(invitations().find(third.id(), NOW)).as("after one was used").contains(third);
    }

    @Test
    void unchosen_isNotUsed() {
        Invitation added = person(name());
        invitations().add(added);
        assertThat(invitations().use(added.id(), CHOSEN, false, NOW)).isFalse();
    }

    @Test
    void overTime_isNeitherChosenNorUsed() {
        Invitation added = person(name());
        invitations().add(added);
        Instant late = NOW.plus(Duration.ofHours(2));
        assertThat(choose(added, CHOSEN, late)).isFalse();
        assertThat(choose(added, CHOSEN, NOW)).isTrue();
        assertThat(invitations().use(added.id(), CHOSEN, false, late)).isFalse();
    }

    @Test
    void anotherChoiceMeanwhile_isNotUsedByTheEarlier() {
        Invitation added = person(name());
        invitations().add(added);
        Chosen later = new Chosen(new byte[] {1}, new byte[] {3});
        choose(added, CHOSEN, NOW);
        choose(added, later, NOW);
        assertThat(invitations().use(added.id(), CHOSEN, false, NOW)).isFalse();
        assertThat(invitations().use(added.id(), later, false, NOW)).isTrue();
    }

    @Test
    void used_isGone_forEveryVerb() {
        Invitation added = person(name());
        invitations().add(added);
        choose(added, CHOSEN, NOW);
        assertThat(invitations().use(added.id(), CHOSEN, false, NOW)).isTrue();
        assertThat(invitations().use(added.id(), CHOSEN, false, NOW)).isFalse();
        assertThat(choose(added, CHOSEN, NOW)).isFalse();
        assertThat(invitations().find(added.id(), NOW)).isEmpty();
    }

    @Test
    void ofManyAtOnce_oneUsesIt() throws Exception {
        Invitation added = setUp();
        invitations().add(added);
        choose(added, CHOSEN, NOW);
        Callable<Boolean> use = () -> invitations().use(added.id(), CHOSEN, false, NOW);
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

    @Test
    void everyMaker_isKept() {
        for (Maker maker : List.of(
                MAKER,
                new Maker.ApiCaller(new ClientId("service"), null, "::1"),
                new Maker.SystemUser("root"),
                new Maker.Program())) {
            Invitation added = madeBy(person(name()), maker);
            invitations().add(added);
            assertThat(invitations().find(added.id(), NOW)).contains(added);
        }
    }

    @Test
    void linksThatWork_areListedInTheOrderOfTheirIds() {
        Invitation used = person(name());
        List<Invitation> working = new ArrayList<>(List.of(person(name()), person(name()), person(name())));
        working.forEach(invitations()::add);
        invitations().add(used);
        choose(used, CHOSEN, NOW);
        assertThat(invitations().use(used.id(), CHOSEN, false, NOW)).isTrue();
        working.sort(Comparator.comparing(Invitation::id));

        List<Invitation> listed = new ArrayList<>();
        String after = null;
        for (List<Invitation> page = invitations().page(after, 2, NOW);
                !page.isEmpty();
                page = invitations().page(after, 2, NOW)) {
            listed.addAll(page);
            after = page.getLast().id();
        }

        assertThat(listed)
                .containsSubsequence(working)
                .doesNotContain(used)
                .isSortedAccordingTo(Comparator.comparing(Invitation::id));
        assertThat(invitations().page(null, 100, NOW.plus(Duration.ofHours(1)))).isEmpty();
    }

    @Test
    void withdrawnLink_isGone_once() {
        Invitation added = person(name());
        invitations().add(added);
        assertThat(invitations().withdraw(added.id(), NOW.plus(Duration.ofHours(1))))
                .isFalse();
        assertThat(invitations().withdraw(added.id(), NOW)).isTrue();
        assertThat(invitations().withdraw(added.id(), NOW)).isFalse();
        assertThat(invitations().find(added.id(), NOW)).isEmpty();
    }

    @Test
    void whatAPersonMade_andResetsOfTheirs_areWithdrawn_andNoOthers() {
        PersonId ben = new PersonId("ben-" + UUID.randomUUID());
        Invitation made = madeBy(person(name()), new Maker.ApiCaller(new ClientId("caregate"), ben, "::1"));
        Invitation anothers = person(name());
        Invitation theirs = Invitation.builder()
                .id(UUID.randomUUID().toString())
                .hash(made.hash())
                .kind(Kind.RESET)
                .person(ben)
                .username(new Username(name()))
                .displayName("Ben")
                .roles(Set.of("clinician"))
                .madeAt(NOW)
                .maker(MAKER)
                .expiresAt(made.expiresAt())
                .build();
        List.of(made, anothers, theirs).forEach(invitations()::add);

        assertThat(invitations().withdrawAllOf(ben)).isEqualTo(2);

        assertThat(invitations().find(made.id(), NOW)).isEmpty();
        assertThat(invitations().find(theirs.id(), NOW)).isEmpty();
        assertThat(invitations().find(anothers.id(), NOW)).isPresent();
    }

    @Test
    void sensitiveLinks_areKnown_usedOrNot() {
        Instant then =
                NOW.plus(Duration.ofDays(365L * (1 + Math.abs(UUID.randomUUID().hashCode() % 1000))));
        Invitation plain = at(person(name()), then);
        Invitation early = at(reset(person(name())), then.minusSeconds(1));
        Invitation reset = at(reset(person(name())), then);
        Invitation local = at(madeBy(reset(person(name())), new Maker.SystemUser("root")), then);
        List.of(plain, early, reset, local).forEach(invitations()::add);
        choose(reset, CHOSEN, NOW);
        assertThat(invitations().use(reset.id(), CHOSEN, true, NOW)).isTrue();

        assertThat(invitations().sensitiveSince(then))
                .filteredOn(known -> known.invitation().madeAt().equals(then))
                .singleElement()
                .satisfies(known -> {
                    assertThat(known.invitation().id()).isEqualTo(reset.id());
                    assertThat(known.used()).isTrue();
                    assertThat(known.usedByMaker()).isTrue();
                });
    }

    /** Every pair of operations on one link at once: at most one of them ends it, and what it was told agrees with what is left. */
    @ParameterizedTest
    @MethodSource("everyPair")
    void pairOfOperations_comesOneAfterTheOther(Operation first, Operation second) throws Exception {
        for (int round = 0; round < 3; round++) {
            PersonId maker = new PersonId("maker-" + UUID.randomUUID());
            Invitation link =
                    madeBy(reset(person(name())), new Maker.ApiCaller(new ClientId("caregate"), maker, "::1"));
            invitations().add(link);
            choose(link, CHOSEN, NOW);
            try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
                List<Callable<Boolean>> both = List.of(() -> run(first, link, maker), () -> run(second, link, maker));
                List<Boolean> told = new ArrayList<>();
                for (var result : executor.invokeAll(both)) {
                    told.add(result.get());
                }
                long ends = Stream.of(first, second)
                        .filter(one -> one != Operation.CHOOSE)
                        .count();
                boolean replaced = first == Operation.REPLACE || second == Operation.REPLACE;
                boolean used =
                        (first == Operation.USE && told.getFirst()) || (second == Operation.USE && told.getLast());
                boolean chosenFirst = ends == 1 && (first == Operation.USE || second == Operation.USE) && !used;
                assertThat(invitations().find(link.id(), NOW).isPresent()).isEqualTo(ends == 0 || chosenFirst);
                if (!replaced && ends == 2) {
                    assertThat(told).filteredOn(Boolean.TRUE::equals).hasSize(1);
                }
                if (chosenFirst) {
                    assertThat(told).containsExactlyInAnyOrder(true, false);
                }
            }
        }
    }

    private boolean run(Operation operation, Invitation link, PersonId maker) {
        return switch (operation) {
            case CHOOSE -> choose(link, new Chosen(new byte[] {1}, new byte[] {3}), NOW);
            case USE -> invitations().use(link.id(), CHOSEN, false, NOW);
            case WITHDRAW -> invitations().withdraw(link.id(), NOW);
            case WITHDRAW_ALL -> invitations().withdrawAllOf(maker) == 1;
            case REPLACE -> {
                invitations().add(madeBy(reset(link), MAKER));
                yield true;
            }
        };
    }

    static Stream<Arguments> everyPair() {
        return Stream.of(Operation.values())
                .flatMap(first -> Stream.of(Operation.values()).map(second -> Arguments.of(first, second)));
    }

    /** What may happen to a link. */
    enum Operation {
        CHOOSE,
        USE,
        WITHDRAW,
        WITHDRAW_ALL,
        REPLACE
    }

    private static Invitation madeBy(Invitation of, Maker maker) {
        return changed(of, of.madeAt(), maker);
    }

    private static Invitation at(Invitation of, Instant madeAt) {
        return changed(of, madeAt, of.maker());
    }

    private static Invitation changed(Invitation of, Instant madeAt, Maker maker) {
        return of.toBuilder().madeAt(madeAt).maker(maker).build();
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
        return of.toBuilder()
                .id(UUID.randomUUID().toString())
                .kind(Kind.RESET)
                .chosen(null)
                .build();
    }

    private static Invitation setUp() {
        return invitation(Kind.SET_UP, null, Set.of("administrator"));
    }

    private static Invitation invitation(
            Kind kind, @org.jspecify.annotations.Nullable Username username, Set<String> roles) {
        return Invitation.builder()
                .id(UUID.randomUUID().toString())
                .hash(new KeyedHash(1, "hash"))
                .kind(kind)
                .person(new PersonId(UUID.randomUUID().toString()))
                .username(username)
                .displayName("Somebody")
                .fhirUser("Practitioner/d1")
                .roles(roles)
                .madeAt(NOW)
                .maker(kind == Kind.SET_UP ? new Maker.Program() : MAKER)
                .expiresAt(NOW.plus(Duration.ofHours(1)))
                .build();
    }
}
