package org.caregate.registry.pending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.caregate.registry.Race;
import org.caregate.registry.Samples;
import org.caregate.registry.Transactions;
import org.caregate.registry.client.Clients;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        return new PendingAuthorization(
                PENDING.id(),
                PENDING.browserSession(),
                PENDING.client(),
                PENDING.parameters(),
                interaction,
                answers,
                Samples.ANNA,
                PENDING.requestedAt(),
                PENDING.expiresAt());
    }

    @ParameterizedTest
    @MethodSource("everyInteraction")
    void savedAuthorization_isFoundAsItWas(Interaction interaction) {
        PendingAuthorization pending = with(interaction, List.of());
        pendings().save(pending);
        assertThat(pendings().find("p1", "session-1")).contains(pending);
    }

    @Test
    void savingAgain_replacesInteractionAnswersAndPerson() {
        pendings().save(PENDING);
        PendingAuthorization next =
                with(new Interaction.ChoosePatient(Set.of("p1")), List.of(new Answer.PatientChosen("p1")));
        pendings().save(next);
        assertThat(pendings().find("p1", "session-1")).contains(next);
    }

    @Test
    void otherBrowserSession_neitherSeesNorAnswersNorEndsIt() {
        pendings().save(PENDING);
        assertThat(pendings().find("p1", "session-2")).isEmpty();
        assertThat(pendings().answer("p1", "session-2", new Answer.Declined())).isFalse();
        assertThat(pendings().consume("p1", "session-2")).isFalse();
        assertThatThrownBy(() -> pendings().save(Samples.pending("p1", "session-2", LATER)))
                .isInstanceOf(RuntimeException.class);
        assertThat(pendings().find("p1", "session-1")).contains(PENDING);
    }

    @Test
    void answers_areKeptInOrder() {
        pendings().save(PENDING);
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
        pendings().save(Samples.pending("p1", "session-1", Instant.now().minusSeconds(1)));
        assertThat(pendings().find("p1", "session-1")).isEmpty();
        assertThat(pendings().answer("p1", "session-1", new Answer.Declined())).isFalse();
        assertThat(pendings().consume("p1", "session-1")).isFalse();
    }

    @Test
    void authorization_endsForExactlyOneCaller() {
        pendings().save(PENDING);
        List<Boolean> results =
                Race.run(50, () -> transactions().inTransaction(() -> pendings().consume("p1", "session-1")));
        assertThat(results).filteredOn(Boolean.TRUE::equals).hasSize(1);
        assertThat(pendings().find("p1", "session-1")).isEmpty();
    }
}
