package org.caregate.authorization.authorize;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.http.SignedIn;
import org.caregate.policy.role.GrantableScopes;
import org.caregate.protocol.scope.FhirScope;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.person.Person;
import org.jspecify.annotations.Nullable;

/**
 * One authorization request with every fact the checks may read, gathered before the first of them runs.
 *
 * @param client the client named, enabled or not; null when there is none such
 * @param signedIn the browser's person
 * @param person the same person as the registry knows them
 * @param roleCeiling the most that person's roles allow
 * @param hint whom the app expects
 * @param answers what the person answered so far, all of it theirs
 * @param requestedAt when the request first came
 */
public record AuthorizationAttempt(
        Parameters parameters,
        @Nullable Client client,
        @Nullable SignedIn signedIn,
        @Nullable Person person,
        Scopes roleCeiling,
        IdTokenHint hint,
        List<Answer> answers,
        Instant requestedAt) {
    public AuthorizationAttempt {
        answers = List.copyOf(answers);
    }

    /** The client, once {@link KnownClient} has passed. */
    Client knownClient() {
        if (client == null) {
            throw new IllegalStateException("no check established the client");
        }
        return client;
    }

    /** The person, once {@link AuthenticatedUser} has passed. */
    Person knownPerson() {
        if (person == null) {
            throw new IllegalStateException("no check established the person");
        }
        return person;
    }

    /** The requested scopes; malformed is an answer too. */
    ScopeParse scopes() {
        return ScopeParser.parse(parameters.find("scope").orElse(""));
    }

    /** What the client may be granted at all. */
    GrantableScopes underClient() {
        Scopes ceiling = knownClient().scopes();
        return GrantableScopes.forPerson(wellFormed(), ceiling, ceiling);
    }

    /** What the client may be granted for this person. */
    GrantableScopes underRole() {
        return GrantableScopes.forPerson(wellFormed(), knownClient().scopes(), roleCeiling);
    }

    private ScopeParse.Parsed wellFormed() {
        return switch (scopes()) {
            case ScopeParse.Parsed parsed -> parsed;
            case ScopeParse.Malformed malformed -> new ScopeParse.Parsed(Scopes.NONE, List.of());
        };
    }

    /** SMART's {@code aud}, which is RFC 8707's {@code resource}. */
    Optional<String> audience() {
        return parameters.find("aud").or(() -> parameters.find("resource"));
    }

    /** The words of {@code prompt} (OpenID Connect Core §3.1.2.1). */
    Set<String> prompts() {
        return parameters.find("prompt").map(text -> Set.of(distinct(text))).orElse(Set.of());
    }

    private static String[] distinct(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(Predicate.not(String::isEmpty))
                .distinct()
                .toArray(String[]::new);
    }

    /** Whether what may be granted speaks of one patient. */
    boolean needsPatient() {
        Scopes granted = underRole().granted();
        return granted.contains(NamedScope.LAUNCH_PATIENT)
                || granted.clinical().anyMatch(scope -> scope.level() == FhirScope.Level.PATIENT);
    }

    /** The patient in context: the only one there is, or the one chosen; empty when none is needed or none is settled. */
    Optional<String> patient() {
        if (!needsPatient()) {
            return Optional.empty();
        }
        Set<String> patients = knownPerson().patients();
        return patients.size() == 1
                ? Optional.of(patients.iterator().next())
                : last(Answer.PatientChosen.class)
                        .map(Answer.PatientChosen::patient)
                        .filter(patients::contains);
    }

    /** The consent, if it was given after the patient was settled. */
    Optional<Answer.ConsentGiven> consent() {
        Optional<Answer.ConsentGiven> consent = Optional.empty();
        for (Answer answer : answers) {
            consent = switch (answer) {
                case Answer.ConsentGiven given -> Optional.of(given);
                case Answer.PatientChosen chosen -> Optional.empty(); // consent names the patient, so it has to follow
                case Answer.Declined declined -> Optional.empty();
            };
        }
        return consent;
    }

    private <T extends Answer> Optional<T> last(Class<T> kind) {
        return answers.stream().filter(kind::isInstance).map(kind::cast).reduce((earlier, later) -> later);
    }
}
