package org.caregate.authorization.authorize;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caregate.authorization.http.SignedIn;
import org.caregate.policy.role.CutScope;
import org.caregate.policy.role.GrantableScopes;
import org.caregate.protocol.launch.LaunchContext;
import org.caregate.protocol.scope.FhirScope;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.protocol.scope.Scope;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.caregate.registry.person.Person;
import org.jspecify.annotations.Nullable;

/** Evidence that every check passed, and what may be granted: only {@link AuthorizationDecision} makes one. */
public final class AuthorizedRequest {
    private final AuthorizationAttempt attempt;
    private final Scopes granted;
    private final List<String> cut;

    private AuthorizedRequest(AuthorizationAttempt attempt, Scopes granted, List<String> cut) {
        this.attempt = attempt;
        this.granted = granted;
        this.cut = List.copyOf(cut);
    }

    static AuthorizedRequest of(AuthorizationAttempt attempt) {
        GrantableScopes grantable = attempt.underRole();
        Set<String> agreed = attempt.consent()
                .orElseThrow(() -> new IllegalStateException("no check established the consent"))
                .scopes();
        List<Scope> granted = new ArrayList<>();
        List<String> cut =
                new ArrayList<>(grantable.cut().stream().map(CutScope::asked).toList());
        for (Scope scope : grantable.granted().values()) {
            if (agreed.contains(scope.text())) {
                granted.add(scope);
            } else {
                cut.add(scope.text());
            }
        }
        return new AuthorizedRequest(
                attempt, new Scopes(granted), cut.stream().distinct().toList());
    }

    Client client() {
        return attempt.knownClient();
    }

    Person person() {
        return attempt.knownPerson();
    }

    SignedIn signedIn() {
        SignedIn signedIn = attempt.signedIn();
        if (signedIn == null) {
            throw new IllegalStateException("no check established the sign-in");
        }
        return signedIn;
    }

    /** Requested, under client, role and consent. */
    Scopes granted() {
        return granted;
    }

    /** What was asked and is not granted as asked. */
    List<String> cut() {
        return cut;
    }

    /**
     * The resource the tokens will be for; null when no scope that is left reaches an API. {@code fhirUser} reaches the person's own
     * resource there (SMART App Launch 2.2, "Scopes for requesting identity data"), so it keeps the audience that the app named.
     */
    @Nullable
    URI audience() {
        boolean reachesApi = granted.reachApi() || fhirUser() != null;
        return reachesApi ? attempt.audience().map(URI::create).orElse(null) : null;
    }

    /** The patient in context, when a scope that is left speaks of one: without it the app has no use for knowing whose record it was. */
    LaunchContext launch() {
        boolean speaksOfPatient = granted.contains(NamedScope.LAUNCH_PATIENT)
                || granted.clinical().anyMatch(scope -> scope.level() == FhirScope.Level.PATIENT);
        return new LaunchContext(speaksOfPatient ? attempt.patient().orElse(null) : null);
    }

    /** The person's own resource, when they let the app know it. */
    @Nullable
    String fhirUser() {
        return granted.contains(NamedScope.FHIR_USER) ? person().fhirUser() : null;
    }

    String redirectUri() {
        return required("redirect_uri");
    }

    String codeChallenge() {
        return required("code_challenge");
    }

    @Nullable
    String nonce() {
        return attempt.parameters().find("nonce").orElse(null);
    }

    private String required(String name) {
        return attempt.parameters()
                .find(name)
                .orElseThrow(() -> new IllegalStateException("no check established " + name));
    }
}
