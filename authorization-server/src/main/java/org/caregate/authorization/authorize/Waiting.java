package org.caregate.authorization.authorize;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.caregate.authorization.http.BrowserSession;
import org.caregate.authorization.http.SignedIn;
import org.caregate.protocol.PersonId;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.PendingAuthorization;
import org.caregate.registry.pending.PendingAuthorizations;
import org.jspecify.annotations.Nullable;

/** Requests that wait for their person, and whose answers count. */
final class Waiting {
    private static final Duration LIFETIME = Duration.ofMinutes(15);
    private static final int ID_BYTES = 32;

    private final PendingAuthorizations pendings;
    private final SecureRandom random;

    Waiting(PendingAuthorizations pendings, SecureRandom random) {
        this.pendings = pendings;
        this.random = random;
    }

    Optional<PendingAuthorization> find(String id, BrowserSession session) {
        return pendings.find(id, session.id());
    }

    /** True for exactly one caller, so that one consent makes one code. */
    boolean finish(PendingAuthorization pending) {
        return pendings.consume(pending.id(), pending.browserSession());
    }

    /** The answers of whoever is signed in now; someone else's are as if they never were. */
    static List<Answer> answers(PendingAuthorization pending, @Nullable SignedIn signedIn) {
        boolean someoneElse = pending.person() != null
                && signedIn != null
                && !pending.person().equals(signedIn.person());
        return someoneElse ? List.of() : pending.answers();
    }

    /** Stores the question; what was answered before to the same question is dropped, because it did not settle it. */
    String ask(
            @Nullable PendingAuthorization before,
            AuthorizationAttempt attempt,
            BrowserSession session,
            Interaction interaction) {
        String id = before == null ? newId() : before.id();
        SignedIn signedIn = attempt.signedIn();
        PersonId person = signedIn != null ? signedIn.person() : before == null ? null : before.person();
        Instant requestedAt = attempt.requestedAt();
        pendings.save(new PendingAuthorization(
                id,
                session.id(),
                attempt.knownClient().id(),
                attempt.parameters().values(),
                interaction,
                attempt.answers().stream()
                        .filter(answer -> !answersThis(answer, interaction))
                        .toList(),
                person,
                requestedAt,
                requestedAt.plus(LIFETIME)));
        return id;
    }

    private static boolean answersThis(Answer answer, Interaction interaction) {
        return switch (interaction) {
            case Interaction.SignIn signIn -> false;
            case Interaction.ChoosePatient choose -> true; // consent named the patient, so it goes too
            case Interaction.Consent consent -> answer instanceof Answer.ConsentGiven;
        };
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
