package org.caregate.registry.pending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.Race;
import org.caregate.registry.Samples;
import org.caregate.registry.client.Clients;
import org.caregate.registry.transaction.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store of waiting authorizations must do. */
public abstract class PendingAuthorizationsContract {
    private static final Instant LATER = Samples.NOW.plusSeconds(600);
    private static final PendingAuthorization PENDING = Samples.pending("p1", "session-1", LATER);

    /** An empty store. */
    protected abstract PendingAuthorizations pendings();

    protected abstract Transactions transactions();

    protected abstract Clients clients();

    @BeforeEach
    void thereIsAClient() {
        clients().add(Samples.client(Samples.APP));
    }

    static Stream<Interaction> everyInteraction() {
        return Stream.of(
                new Interaction.SignIn(),
                new Interaction.ChoosePatient(Set.of("p1", "p2")),
                new Interaction.Consent(List.of("openid", "patient/Observation.rs"), List.of("patient/*.cruds"), "p1"));
    }

    static PendingAuthorization with(Interaction interaction, List<Answer> answers) {
        return PENDING.toBuilder()
                .interaction(interaction)
                .answers(answers)
                .person(Samples.ANNA)
                .build();
    }

    @ParameterizedTest
    @MethodSource("everyInteraction")
    void savedAuthorization_isFoundAsItWas(Interaction interaction) {
        PendingAuthorization pending = with(interaction, List.of());
        pendings().add(pending);
        assertThat(pendings().find("p1", "session-1")).contains(pending);
    }

    @Test
    void nextQuestion_replacesInteractionAnswersAndPerson() {
        pendings().add(PENDING);
        PendingAuthorization next =
                with(new Interaction.ChoosePatient(Set.of("p1")), List.of(new Answer.PatientChosen("p1")));
        assertThat(pendings().replace(next)).isTrue();
        assertThat(pendings().find("p1", "session-1")).contains(next);
    }

    @Test
    void sameId_isNotAddedTwice() {
        pendings().add(PENDING);
        assertThatThrownBy(() -> pendings().add(PENDING)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void nextQuestionOfWhatHasEnded_isNotStored() {
        pendings().add(PENDING);
        assertThat(pendings().consume("p1", "session-1")).isTrue();
        assertThat(pendings().replace(with(new Interaction.SignIn(), List.of())))
                .isFalse();
        assertThat(pendings().find("p1", "session-1")).isEmpty();
    }

    @Test
    void nextQuestionOfWhatHasExpired_isNotStored() {
        pendings().add(Samples.pending("p1", "session-1", Instant.now().minusSeconds(1)));
        assertThat(pendings().replace(with(new Interaction.SignIn(), List.of())))
                .isFalse();
    }

    @Test
    void handedOver_itAsksForSignIn_andHoldsNoAnswerOfAnotherPerson() {
        pendings()
                .add(with(
                        new Interaction.Consent(List.of("openid"), List.of(), "p1"),
                        List.of(new Answer.PatientChosen("p1"))));
        pendings().add(Samples.pending("p2", "session-2", LATER));

        assertThat(pendings().handOver("session-1", "session-3")).isEqualTo(1);

        assertThat(pendings().find("p1", "session-1")).isEmpty();
        assertThat(pendings().find("p1", "session-3"))
                .hasValueSatisfying(found -> assertThat(found)
                        .isEqualTo(PendingAuthorization.builder()
                                .id("p1")
                                .browserSession("session-3")
                                .client(PENDING.client())
                                .parameters(PENDING.parameters())
                                .interaction(new Interaction.SignIn())
                                .answers(List.of())
                                .requestedAt(PENDING.requestedAt())
                                .expiresAt(PENDING.expiresAt())
                                .build()));
        assertThat(pendings().find("p2", "session-2")).isPresent();
    }

    @Test
    void endingByClientPersonOrTime_endsThoseAlone() {
        pendings().add(with(new Interaction.SignIn(), List.of(new Answer.Declined())));

        assertThat(pendings().endAllOf(new ClientId("another"))).isZero();
        assertThat(pendings().endAllOf(new PersonId("another"))).isZero();
        assertThat(pendings().endAllRequestedUpTo(PENDING.requestedAt().minusMillis(1)))
                .isZero();
        assertThat(pendings().find("p1", "session-1")).isPresent();

        assertThat(pendings().endAllOf(Samples.ANNA)).isEqualTo(1);
        pendings().add(PENDING);
        assertThat(pendings().endAllOf(PENDING.client())).isEqualTo(1);
        pendings().add(PENDING);
        assertThat(pendings().endAllRequestedUpTo(PENDING.requestedAt())).isEqualTo(1);
        assertThat(pendings().find("p1", "session-1")).isEmpty();
    }

    @Test
    void otherBrowserSession_neitherSeesNorAnswersNorEndsIt() {
        pendings().add(PENDING);
        assertThat(pendings().find("p1", "session-2")).isEmpty();
        assertThat(pendings().answer("p1", "session-2", new Answer.Declined())).isFalse();
        assertThat(pendings().consume("p1", "session-2")).isFalse();
        assertThat(pendings().lock("p1", "session-2")).isEmpty();
        assertThat(pendings().replace(Samples.pending("p1", "session-2", LATER)))
                .isFalse();
        assertThat(pendings().find("p1", "session-1")).contains(PENDING);
    }

    @Test
    void answers_areKeptInOrder() {
        pendings().add(PENDING);
        List<Answer> answers = List.of(
                new Answer.PatientChosen("p2"),
                new Answer.ConsentGiven(Set.of("openid", "patient/Observation.rs")),
                new Answer.Declined());
        for (Answer answer : answers) {
            assertThat(pendings().answer("p1", "session-1", answer)).isTrue();
        }
        assertThat(pendings().find("p1", "session-1"))
                .hasValueSatisfying(found -> assertThat(found.answers()).isEqualTo(answers));
    }

    @Test
    void expiredAuthorization_isAsIfItNeverWas() {
        pendings().add(Samples.pending("p1", "session-1", Instant.now().minusSeconds(1)));
        assertThat(pendings().find("p1", "session-1")).isEmpty();
        assertThat(pendings().answer("p1", "session-1", new Answer.Declined())).isFalse();
        assertThat(pendings().consume("p1", "session-1")).isFalse();
    }

    /** As the authorization endpoint works: read, decide on what was read, then end it or ask again. */
    @RepeatedTest(5)
    void authorization_endsForExactlyOneCaller() {
        pendings()
                .add(with(
                        new Interaction.Consent(List.of("openid"), List.of(), "p1"),
                        List.of(new Answer.ConsentGiven(Set.of("openid")))));
        AtomicInteger caller = new AtomicInteger();

        List<Boolean> issued = Race.run(40, () -> {
            boolean asksAgain = caller.getAndIncrement() % 4 == 0; // such as one whose max_age has passed
            return transactions().inTransaction(() -> decideOnce(asksAgain));
        });

        assertThat(issued).filteredOn(Boolean.TRUE::equals).hasSize(1);
        assertThat(pendings().find("p1", "session-1")).isEmpty();
    }

    private boolean decideOnce(boolean asksAgain) {
        Optional<PendingAuthorization> locked = pendings().lock("p1", "session-1");
        if (locked.isEmpty()) {
            return false;
        }
        if (asksAgain) {
            return !pendings()
                    .replace(with(
                            locked.get().interaction(), locked.get().answers())); // false: asked again, nothing issued
        }
        return pendings().consume("p1", "session-1");
    }

    /** Every pair of operations on one authorization, at once: what each was told agrees with some order of the two. */
    @ParameterizedTest
    @MethodSource("everyPair")
    void pairOfOperations_comesOneAfterTheOther(Operation first, Operation second) {
        for (int round = 0; round < 5; round++) {
            pendings().endAllOf(Samples.APP);
            pendings().add(PENDING);
            AtomicInteger caller = new AtomicInteger();
            List<Boolean> told = Race.run(2, () -> {
                Operation mine = caller.getAndIncrement() == 0 ? first : second;
                return transactions().inTransaction(() -> mine.run(pendings()));
            });
            int ended = (first.ends ? 1 : 0) + (second.ends ? 1 : 0);
            Optional<PendingAuthorization> left = pendings().find("p1", "session-1");
            assertThat(left.isEmpty()).isEqualTo(ended > 0);
            if (first.ends && second.ends) {
                // what was handed over first can still be ended with its client or by time
                boolean both = (first == Operation.HAND_OVER) != (second == Operation.HAND_OVER);
                assertThat(told).filteredOn(Boolean.TRUE::equals).hasSizeBetween(1, both ? 2 : 1);
            } else if (ended == 0) {
                assertThat(told).containsOnly(true);
                boolean replaced = first == Operation.REPLACE || second == Operation.REPLACE;
                assertThat(left.orElseThrow().answers()).hasSizeBetween(replaced ? 0 : 2, replaced ? 1 : 2);
            }
        }
    }

    static Stream<Arguments> everyPair() {
        return Stream.of(Operation.values())
                .flatMap(first -> Stream.of(Operation.values()).map(second -> Arguments.of(first, second)));
    }

    /** What may happen to a waiting authorization. */
    enum Operation {
        CONTINUE(true),
        REPLACE(false),
        ANSWER(false),
        DECLINE(false),
        END_OF_CLIENT(true),
        END_UP_TO_A_TIME(true),
        HAND_OVER(true);

        private final boolean ends;

        Operation(boolean ends) {
            this.ends = ends;
        }

        boolean run(PendingAuthorizations pendings) {
            return switch (this) {
                case CONTINUE -> pendings.lock("p1", "session-1").isPresent() && pendings.consume("p1", "session-1");
                case REPLACE ->
                    pendings.lock("p1", "session-1").isPresent()
                            && pendings.replace(Samples.pending("p1", "session-1", LATER));
                case ANSWER -> pendings.answer("p1", "session-1", new Answer.PatientChosen("p1"));
                case DECLINE -> pendings.answer("p1", "session-1", new Answer.Declined());
                case END_OF_CLIENT -> pendings.endAllOf(Samples.APP) == 1;
                case END_UP_TO_A_TIME -> pendings.endAllRequestedUpTo(PENDING.requestedAt()) == 1;
                case HAND_OVER -> pendings.handOver("session-1", "session-2") == 1;
            };
        }
    }
}
