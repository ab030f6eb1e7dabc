package org.caregate.authorization.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.http.SignedIn;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.person.Person;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.resource.ResourceServers;
import org.caregate.testing.Requirement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each check in a request that it alone decides, and the proof that none can be taken away unnoticed. */
class AuthorizationChecksTests {
    private static final URI FHIR = URI.create("https://api.example.org/fhir");
    private static final URI OTHER = URI.create("https://other.example.org/api");
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final ResourceServers RESOURCES = new ResourceServers(List.of(
            new ResourceServer(FHIR, ResourceServer.Kind.FHIR_R4),
            new ResourceServer(OTHER, ResourceServer.Kind.REST)));
    private static final List<AuthorizationCheck> CHECKS =
            AuthorizationChecks.inOrder(RequestEndpoint.AUTHORIZE, RESOURCES);

    /** An attempt in the making; what nobody changes passes every check. */
    private static final class Attempt {
        final Map<String, String> parameters = new LinkedHashMap<>(Map.of(
                "response_type", "code",
                "client_id", "app",
                "redirect_uri", "https://app.example.org/callback",
                "scope", "openid patient/Observation.rs",
                "aud", FHIR.toString(),
                "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "code_challenge_method", "S256"));
        final Set<String> repeated = new HashSet<>();
        final List<Answer> answers =
                new ArrayList<>(List.of(new Answer.ConsentGiven(Set.of("openid", "patient/Observation.rs"))));
        Set<String> grantTypes = Set.of("authorization_code");
        boolean clientKnown = true;
        boolean clientEnabled = true;

        @Nullable
        Instant signedInAt = NOON.minusSeconds(60);

        boolean personEnabled = true;
        Set<String> patients = Set.of("p1");
        String ceiling = "openid patient/*.cruds";
        IdTokenHint hint = new IdTokenHint.None();

        Attempt with(String name, String value) {
            parameters.put(name, value);
            return this;
        }

        Attempt without(String name) {
            parameters.remove(name);
            return this;
        }

        AuthorizationAttempt build() {
            Client client = Client.builder()
                    .id(new ClientId("app"))
                    .name("App")
                    .profile(SecurityProfiles.SMART_APP_2026)
                    .authentication(new ClientAuthentication.None())
                    .grantTypes(grantTypes)
                    .redirectUris(List.of("https://app.example.org/callback", "http://127.0.0.1/callback"))
                    .origins(Set.of())
                    .scopes(scopes("openid launch/patient patient/*.cruds user/*.cruds"))
                    .audiences(Set.of(FHIR))
                    .introspects(Set.of())
                    .enabled(clientEnabled)
                    .createdAt(NOON)
                    .build();
            PersonId id = new PersonId("anna");
            boolean there = signedInAt != null;
            return new AuthorizationAttempt(
                    new Parameters(parameters, repeated),
                    clientKnown ? client : null,
                    signedInAt == null ? null : new SignedIn(id, signedInAt, "aal2", Set.of("pwd", "otp")),
                    there ? new Person(id, "Anna", "Patient/p1", Set.of("patient"), patients, personEnabled) : null,
                    there ? scopes(ceiling) : Scopes.NONE,
                    hint,
                    answers,
                    NOON);
        }
    }

    private static Scopes scopes(String text) {
        return ScopeParser.parse(text) instanceof ScopeParse.Parsed parsed ? parsed.scopes() : Scopes.NONE;
    }

    /**
     * A request that one check decides.
     *
     * @param check the class that has to decide it
     * @param outcome what becomes of it
     */
    record Scenario(String check, String outcome, UnaryOperator<Attempt> change) {
        @Override
        public String toString() {
            return check + " → " + outcome;
        }
    }

    private static Scenario scenario(Class<?> check, String outcome, UnaryOperator<Attempt> change) {
        return new Scenario(check.getSimpleName(), outcome, change);
    }

    static Stream<Scenario> scenarios() {
        return Stream.of(
                scenario(KnownClient.class, "shown CLIENT_UNKNOWN", a -> {
                    a.clientKnown = false;
                    return a;
                }),
                scenario(KnownClient.class, "shown CLIENT_DISABLED", a -> {
                    a.clientEnabled = false;
                    return a;
                }),
                scenario(KnownClient.class, "shown CLIENT_ID_REPEATED", a -> {
                    a.repeated.add("client_id");
                    return a;
                }),
                scenario(RegisteredRedirectUri.class, "shown REDIRECT_URI_MISSING", a -> a.without("redirect_uri")),
                scenario(
                        RegisteredRedirectUri.class,
                        "shown REDIRECT_URI_UNREGISTERED",
                        a -> a.with("redirect_uri", "https://app.example.org/callback/")),
                scenario(
                        RegisteredRedirectUri.class,
                        "shown REDIRECT_URI_UNREGISTERED",
                        a -> a.with("redirect_uri", "https://APP.example.org/callback")),
                scenario(
                        RegisteredRedirectUri.class,
                        "shown REDIRECT_URI_UNREGISTERED",
                        a -> a.with("redirect_uri", "http://127.0.0.1:49152/other")),
                scenario(RegisteredRedirectUri.class, "shown REDIRECT_URI_MISSING", a -> {
                    a.repeated.add("redirect_uri");
                    return a;
                }),
                scenario(SingleValuedParameters.class, "invalid_request PARAMETER_REPEATED", a -> {
                    a.repeated.add("state");
                    return a;
                }),
                scenario(SingleValuedParameters.class, "invalid_target RESOURCE_REPEATED", a -> {
                    a.repeated.add("resource");
                    return a;
                }),
                scenario(
                        BoundedCarriedValues.class,
                        "invalid_request CARRIED_VALUE_TOO_LONG",
                        a -> a.with("state", "x".repeat(4097))),
                scenario(
                        BoundedCarriedValues.class,
                        "invalid_request CARRIED_VALUE_TOO_LONG",
                        a -> a.with("state", "漢".repeat(2048))),
                scenario(
                        BoundedCarriedValues.class,
                        "invalid_request CARRIED_VALUE_TOO_LONG",
                        a -> a.with("state", " \"".repeat(1025))),
                scenario(
                        BoundedCarriedValues.class,
                        "invalid_request CARRIED_VALUE_TOO_LONG",
                        a -> a.with("nonce", "x".repeat(513))),
                scenario(
                        NoRequestObject.class,
                        "request_not_supported REQUEST_OBJECT",
                        a -> a.with("request", "e30.e30.")),
                scenario(
                        NoRequestObject.class,
                        "request_uri_not_supported REQUEST_OBJECT",
                        a -> a.with("request_uri", "https://app.example.org/r")),
                scenario(
                        NoRequestObject.class,
                        "registration_not_supported SELF_REGISTRATION",
                        a -> a.with("registration", "{}")),
                scenario(
                        SupportedResponseType.class,
                        "invalid_request RESPONSE_TYPE_MISSING",
                        a -> a.without("response_type")),
                scenario(
                        SupportedResponseType.class,
                        "unsupported_response_type RESPONSE_TYPE_UNSUPPORTED",
                        a -> a.with("response_type", "token")),
                scenario(
                        SupportedResponseType.class,
                        "unsupported_response_type RESPONSE_TYPE_UNSUPPORTED",
                        a -> a.with("response_type", "code id_token")),
                scenario(
                        SupportedResponseType.class,
                        "invalid_request RESPONSE_MODE",
                        a -> a.with("response_mode", "fragment")),
                scenario(AuthorizationCodeClient.class, "unauthorized_client GRANT_TYPE_NOT_REGISTERED", a -> {
                    a.grantTypes = Set.of("client_credentials");
                    return a;
                }),
                scenario(
                        S256CodeChallenge.class,
                        "invalid_request CODE_CHALLENGE_MISSING",
                        a -> a.without("code_challenge")),
                scenario(
                        S256CodeChallenge.class,
                        "invalid_request CODE_CHALLENGE_METHOD",
                        a -> a.with("code_challenge_method", "plain")),
                scenario(
                        S256CodeChallenge.class,
                        "invalid_request CODE_CHALLENGE_METHOD",
                        a -> a.without("code_challenge_method")),
                scenario(
                        S256CodeChallenge.class,
                        "invalid_request CODE_CHALLENGE_MALFORMED",
                        a -> a.with("code_challenge", "short")),
                scenario(WellFormedScopes.class, "invalid_scope SCOPE_MISSING", a -> a.without("scope")),
                scenario(
                        WellFormedScopes.class,
                        "invalid_scope SCOPE_MALFORMED",
                        a -> a.with("scope", "openid patient/Observation.dus")),
                scenario(
                        GrantableByClient.class,
                        "invalid_scope NOTHING_GRANTABLE",
                        a -> a.with("scope", "system/Patient.rs offline_access")),
                scenario(FhirAudience.class, "invalid_target AUDIENCE_MISSING", a -> a.without("aud")),
                scenario(
                        FhirAudience.class,
                        "invalid_target AUDIENCE_UNKNOWN",
                        a -> a.with("aud", "https://evil.example.org/fhir")),
                scenario(FhirAudience.class, "invalid_target AUDIENCE_UNKNOWN", a -> a.with("aud", FHIR + "/")),
                scenario(
                        FhirAudience.class,
                        "invalid_target AUDIENCE_NOT_REGISTERED",
                        a -> a.with("aud", OTHER.toString())),
                scenario(
                        FhirAudience.class,
                        "invalid_target AUDIENCES_DIFFER",
                        a -> a.with("resource", OTHER.toString())),
                scenario(
                        UnderstoodPrompt.class,
                        "invalid_request PROMPT_MALFORMED",
                        a -> a.with("prompt", "none login")),
                scenario(UnderstoodPrompt.class, "invalid_request PROMPT_MALFORMED", a -> a.with("prompt", "create")),
                scenario(
                        UnderstoodPrompt.class,
                        "account_selection_required PROMPT_SELECT_ACCOUNT",
                        a -> a.with("prompt", "select_account")),
                scenario(UnderstoodPrompt.class, "invalid_request MAX_AGE_MALFORMED", a -> a.with("max_age", "-1")),
                scenario(UnderstoodPrompt.class, "invalid_request MAX_AGE_MALFORMED", a -> a.with("max_age", "")),
                scenario(UnderstoodPrompt.class, "invalid_request MAX_AGE_MALFORMED", a -> a.with("max_age", "1e3")),
                scenario(UnderstoodPrompt.class, "invalid_request MAX_AGE_MALFORMED", a -> a.with("max_age", "\u0661")),
                scenario(UnderstoodIdTokenHint.class, "invalid_request ID_TOKEN_HINT_UNREADABLE", a -> {
                    a.hint = new IdTokenHint.Unreadable();
                    return a;
                }),
                scenario(NotDeclined.class, "access_denied DECLINED", a -> {
                    a.answers.add(new Answer.Declined());
                    return a;
                }),
                scenario(AuthenticatedUser.class, "asked SignIn", a -> {
                    a.signedInAt = null;
                    return a;
                }),
                scenario(AuthenticatedUser.class, "asked SignIn", a -> a.with("prompt", "login")),
                scenario(AuthenticatedUser.class, "asked SignIn", a -> a.with("max_age", "59")),
                scenario(AuthenticatedUser.class, "asked SignIn", a -> a.with("max_age", "0000000000059")),
                scenario(AuthenticatedUser.class, "access_denied PERSON_DISABLED", a -> {
                    a.personEnabled = false;
                    return a;
                }),
                scenario(AuthenticatedUser.class, "login_required PROMPT_NONE_SIGN_IN", a -> {
                    a.signedInAt = null;
                    return a.with("prompt", "none");
                }),
                scenario(HintedPerson.class, "login_required PERSON_NOT_HINTED", a -> {
                    a.hint = new IdTokenHint.Of(new PersonId("ben"));
                    return a;
                }),
                scenario(RoleCeiling.class, "access_denied ROLE_GRANTS_NOTHING", a -> {
                    a.ceiling = "launch/patient";
                    return a;
                }),
                scenario(LaunchContextForScopes.class, "asked ChoosePatient", a -> {
                    a.patients = Set.of("p1", "p2");
                    return a;
                }),
                scenario(LaunchContextForScopes.class, "access_denied NO_PATIENT", a -> {
                    a.patients = Set.of();
                    return a;
                }),
                scenario(LaunchContextForScopes.class, "interaction_required PROMPT_NONE_PATIENT", a -> {
                    a.patients = Set.of("p1", "p2");
                    return a.with("prompt", "none");
                }),
                scenario(RecordedConsent.class, "asked Consent", a -> {
                    a.answers.clear();
                    return a;
                }),
                scenario(RecordedConsent.class, "consent_required PROMPT_NONE_CONSENT", a -> {
                    a.answers.clear();
                    return a.with("prompt", "none");
                }),
                scenario(RecordedConsent.class, "access_denied CONSENT_EMPTY", a -> {
                    a.answers.clear();
                    a.answers.add(new Answer.ConsentGiven(Set.of("user/Patient.r")));
                    return a;
                }));
    }

    /** What becomes of an attempt, in words; a bug is an outcome too. */
    private static String outcome(List<AuthorizationCheck> checks, AuthorizationAttempt attempt) {
        try {
            return switch (new AuthorizationDecision(checks).decide(attempt)) {
                case AuthorizationOutcome.Authorized authorized -> "authorized";
                case AuthorizationOutcome.Shown(var error) -> "shown " + error.reason();
                case AuthorizationOutcome.Redirected(var error) -> error.code() + " " + error.reason();
                case AuthorizationOutcome.Asked(Interaction interaction) ->
                    "asked " + interaction.getClass().getSimpleName();
            };
        } catch (RuntimeException e) {
            return "bug " + e.getClass().getSimpleName();
        }
    }

    @Test
    void requestThatMeetsEveryDemand_isAuthorized() {
        assertThat(outcome(CHECKS, new Attempt().build())).isEqualTo("authorized");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    @Requirement({
        "RFC6749-3.1",
        "RFC6749-3.1.1",
        "RFC6749-3.1.2.3",
        "RFC6749-4.1.2.1",
        "RFC7636-4.4.1",
        "RFC9700-2.1",
        "RFC8707-2",
        "OIDC-Core-3.1.2.6",
        "SMART2.2-launch-aud"
    })
    void unmetDemand_isAnsweredAsTheStandardSays(Scenario scenario) {
        assertThat(outcome(CHECKS, scenario.change().apply(new Attempt()).build()))
                .isEqualTo(scenario.outcome());
    }

    static Stream<Integer> positions() {
        return Stream.iterate(0, i -> i + 1).limit(CHECKS.size());
    }

    @ParameterizedTest
    @MethodSource("positions")
    void checkTakenAway_changesTheOutcomeOfItsScenarios(int position) {
        List<AuthorizationCheck> fewer = new ArrayList<>(CHECKS);
        String removed = fewer.remove(position).getClass().getSimpleName();
        List<Scenario> decided =
                scenarios().filter(scenario -> scenario.check().equals(removed)).toList();
        assertThat(decided).as("scenarios that %s decides", removed).isNotEmpty();
        assertThat(decided)
                .as("scenarios that do not notice that %s is gone", removed)
                .filteredOn(scenario -> outcome(
                                fewer, scenario.change().apply(new Attempt()).build())
                        .equals(scenario.outcome()))
                .isEmpty();
    }

    private static List<String> namesAt(RequestEndpoint endpoint) {
        return AuthorizationChecks.inOrder(endpoint, RESOURCES).stream()
                .map(check -> check.getClass().getSimpleName())
                .toList();
    }

    @Test
    void authorizationEndpoint_makesEveryDemandInOrder() {
        assertThat(namesAt(RequestEndpoint.AUTHORIZE))
                .containsExactly(
                        "KnownClient",
                        "RegisteredRedirectUri",
                        "SingleValuedParameters",
                        "BoundedCarriedValues",
                        "NoRequestObject",
                        "SupportedResponseType",
                        "AuthorizationCodeClient",
                        "S256CodeChallenge",
                        "WellFormedScopes",
                        "GrantableByClient",
                        "FhirAudience",
                        "UnderstoodPrompt",
                        "UnderstoodIdTokenHint",
                        "NotDeclined",
                        "AuthenticatedUser",
                        "HintedPerson",
                        "RoleCeiling",
                        "LaunchContextForScopes",
                        "RecordedConsent");
    }

    /** RFC 9126 §2.1: everything is checked but what needs the browser and its person. */
    @Test
    void pushedRequest_isHeldToEveryDemandThatNeedsNoPerson() {
        assertThat(namesAt(RequestEndpoint.PUSHED))
                .containsExactly(
                        "KnownClient",
                        "RegisteredRedirectUri",
                        "SingleValuedParameters",
                        "BoundedCarriedValues",
                        "NoRequestObject",
                        "SupportedResponseType",
                        "AuthorizationCodeClient",
                        "S256CodeChallenge",
                        "WellFormedScopes",
                        "GrantableByClient",
                        "FhirAudience",
                        "UnderstoodPrompt",
                        "UnderstoodIdTokenHint");
    }

    /** Whatever the browser's session says, a pushed request neither asks nor reads it. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void pushedRequest_isRefusedForTheSameReasons_andAsksNobody(Scenario scenario) {
        List<AuthorizationCheck> pushed = AuthorizationChecks.inOrder(RequestEndpoint.PUSHED, RESOURCES);
        List<CheckResult> results = new ArrayList<>();
        AuthorizationAttempt attempt = scenario.change().apply(new Attempt()).build();
        for (AuthorizationCheck check : pushed) {
            CheckResult result = check.check(attempt);
            results.add(result);
            if (!(result instanceof CheckResult.Pass)) {
                break;
            }
        }
        assertThat(results).noneMatch(CheckResult.Ask.class::isInstance);
        assertThat(results.getLast() instanceof CheckResult.Refuse)
                .isEqualTo(namesAt(RequestEndpoint.PUSHED).contains(scenario.check()));
    }

    @Test
    void refusalsBeforeTheRedirectUriIsEstablished_areTheOnlyOnesShown() {
        assertThat(CHECKS.stream()
                        .filter(AuthorizationCheck::beforeRedirectUri)
                        .map(c -> c.getClass().getSimpleName()))
                .containsExactly("KnownClient", "RegisteredRedirectUri");
    }

    @Test
    void consentGivenBeforeThePatientWasChosen_doesNotCount() {
        Attempt attempt = new Attempt();
        attempt.patients = Set.of("p1", "p2");
        attempt.answers.add(new Answer.PatientChosen("p2"));
        assertThat(outcome(CHECKS, attempt.build())).isEqualTo("asked Consent");
        attempt.answers.add(new Answer.ConsentGiven(Set.of("openid")));
        assertThat(outcome(CHECKS, attempt.build())).isEqualTo("authorized");
    }

    @Test
    void signInAfterTheRequest_satisfiesPromptLoginAndMaxAge() {
        Attempt attempt = new Attempt().with("prompt", "login").with("max_age", "0");
        attempt.signedInAt = NOON.plusSeconds(5);
        assertThat(outcome(CHECKS, attempt.build())).isEqualTo("authorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967295", "9999999999", "00000000000000003600", "99999999999999999999999999999999"})
    @Requirement("OIDC-Core-3.1.2.1")
    void maxAgeOfAnyLength_isUnderstood(String seconds) {
        assertThat(outcome(CHECKS, new Attempt().with("max_age", seconds).build()))
                .isEqualTo("authorized");
    }

    @Test
    @Requirement("RFC8252-7.3")
    void nativeAppsOwnPort_isAuthorized() {
        Attempt attempt = new Attempt().with("redirect_uri", "http://127.0.0.1:49152/callback");
        assertThat(outcome(CHECKS, attempt.build())).isEqualTo("authorized");
    }

    @Test
    void hintThatNamesThePersonSignedIn_isMet() {
        Attempt attempt = new Attempt();
        attempt.hint = new IdTokenHint.Of(new PersonId("anna"));
        assertThat(outcome(CHECKS, attempt.build())).isEqualTo("authorized");
    }

    @Test
    void scopesThatReachNoApi_needNoAudience() {
        assertThat(outcome(
                        CHECKS,
                        new Attempt().with("scope", "openid").without("aud").build()))
                .isEqualTo("authorized");
    }
}
