package org.caregate.authorization.authorize;

import java.util.List;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.registry.pending.Interaction;

/** Runs the checks in their order; the first that does not pass decides. */
public final class AuthorizationDecision {
    private final List<AuthorizationCheck> checks;

    /** Decides by these checks: {@link AuthorizationChecks#inOrder}, unless a test takes one away. */
    public AuthorizationDecision(List<AuthorizationCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    /** Pure: the same attempt gets the same outcome. */
    public AuthorizationOutcome decide(AuthorizationAttempt attempt) {
        for (AuthorizationCheck check : checks) {
            switch (check.check(attempt)) {
                case CheckResult.Pass pass -> {}
                case CheckResult.Refuse(ProtocolError error) -> {
                    return check.beforeRedirectUri()
                            ? new AuthorizationOutcome.Shown(error)
                            : new AuthorizationOutcome.Redirected(error);
                }
                case CheckResult.Ask(Interaction interaction) -> {
                    return attempt.prompts().contains("none")
                            ? new AuthorizationOutcome.Redirected(mayNotAsk(interaction))
                            : new AuthorizationOutcome.Asked(interaction);
                }
            }
        }
        return new AuthorizationOutcome.Authorized(AuthorizedRequest.of(attempt));
    }

    /** OpenID Connect Core §3.1.2.6: with {@code prompt=none} a question is an error. */
    private static ProtocolError mayNotAsk(Interaction interaction) {
        String clause = "OpenID Connect Core §3.1.2.6";
        return switch (interaction) {
            case Interaction.SignIn signIn ->
                ProtocolError.of("login_required", "No user is signed in", "PROMPT_NONE_SIGN_IN", clause);
            case Interaction.ChoosePatient choose ->
                ProtocolError.of("interaction_required", "A patient must be chosen", "PROMPT_NONE_PATIENT", clause);
            case Interaction.Consent consent ->
                ProtocolError.of("consent_required", "The person must be asked", "PROMPT_NONE_CONSENT", clause);
        };
    }
}
