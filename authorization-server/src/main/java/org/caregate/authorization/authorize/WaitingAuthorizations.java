package org.caregate.authorization.authorize;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caregate.authorization.http.BrowserSession;
import org.caregate.authorization.http.SignedIn;
import org.caregate.crypto.credential.SignedTexts;
import org.caregate.crypto.random.RandomId;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.PendingAuthorization;
import org.caregate.registry.pending.PendingAuthorizations;
import org.caregate.registry.pending.UnstoredRequest;
import org.jspecify.annotations.Nullable;

/** Requests that wait for their person, and whose answers count. */
public final class WaitingAuthorizations {
    private static final Duration LIFETIME = Duration.ofMinutes(15);
    private static final int ID_BYTES = 32;

    private final PendingAuthorizations pendings;
    private final SignedTexts requests;
    private final SecureRandom random;

    public WaitingAuthorizations(PendingAuthorizations pendings, SignedTexts requests, SecureRandom random) {
        this.pendings = pendings;
        this.requests = requests;
        this.random = random;
    }

    /** The request as a text that leads through sign-in and back; empty when it is too long for that. Nothing is stored. */
    Optional<String> carried(AuthorizationAttempt attempt) {
        return requests.sign(new UnstoredRequest(attempt.parameters().values(), attempt.requestedAt()).text());
    }

    /** What {@link #carried} wrote, while it is good. */
    Optional<UnstoredRequest> carried(String text, Instant now) {
        return requests.open(text).flatMap(request -> UnstoredRequest.parse(request, now));
    }

    Optional<PendingAuthorization> find(String id, BrowserSession session) {
        return pendings.find(id, session.id());
    }

    /** As {@link #find}, locked until the transaction ends: anyone who holds the lock alone decides, asks and ends. */
    Optional<PendingAuthorization> lock(String id, BrowserSession session) {
        return pendings.lock(id, session.id());
    }

    /** Ends a request that the caller has locked. */
    void finish(PendingAuthorization locked) {
        if (!pendings.consume(locked.id(), locked.browserSession())) {
            throw new IllegalStateException("a locked authorization was ended by another");
        }
    }

    /** The answers of the person signed in now; another person's are as if they never were. */
    static List<Answer> answers(PendingAuthorization pending, @Nullable SignedIn signedIn) {
        boolean someoneElse = pending.person() != null
                && signedIn != null
                && !pending.person().equals(signedIn.person());
        return someoneElse ? List.of() : pending.answers();
    }

    /** Stores a first question; the id under which it waits. */
    String ask(AuthorizationAttempt attempt, BrowserSession session, Interaction interaction) {
        SignedIn signedIn = attempt.signedIn();
        String id = newId();
        pendings.add(PendingAuthorization.builder()
                .id(id)
                .browserSession(session.id())
                .client(attempt.knownClient().id())
                .parameters(attempt.parameters().values())
                .interaction(interaction)
                .answers(List.of())
                .person(signedIn == null ? null : signedIn.person())
                .requestedAt(attempt.requestedAt())
                .expiresAt(attempt.requestedAt().plus(LIFETIME))
                .build());
        return id;
    }

    /** Stores the next question of a locked request; what was answered before to the same question is dropped, as it settled nothing. */
    String askAgain(PendingAuthorization locked, AuthorizationAttempt attempt, Interaction interaction) {
        SignedIn signedIn = attempt.signedIn();
        boolean stored = pendings.replace(locked.toBuilder()
                .interaction(interaction)
                .answers(attempt.answers().stream()
                        .filter(answer -> !answersThis(answer, interaction))
                        .toList())
                .person(signedIn == null ? locked.person() : signedIn.person())
                .build());
        if (!stored) {
            throw new IllegalStateException("a locked authorization was ended by another");
        }
        return locked.id();
    }

    private static boolean answersThis(Answer answer, Interaction interaction) {
        return switch (interaction) {
            case Interaction.SignIn signIn -> false;
            case Interaction.ChoosePatient choose -> true; // consent named the patient, so it goes too
            case Interaction.Consent consent -> answer instanceof Answer.ConsentGiven;
        };
    }

    private String newId() {
        return RandomId.of(random, ID_BYTES);
    }
}
