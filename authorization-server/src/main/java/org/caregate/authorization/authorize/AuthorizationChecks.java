package org.caregate.authorization.authorize;

import java.util.List;
import org.caregate.registry.resource.ResourceServers;

/** The demands on an authorization request. Their order is behaviour: what is refused first is what the app is told. */
public final class AuthorizationChecks {
    private AuthorizationChecks() {}

    /** The checks, in order. */
    public static List<AuthorizationCheck> inOrder(ResourceServers resources) {
        return List.of(
                new KnownClient(), // refusals up to the redirect URI are shown, later ones are redirected
                new RegisteredRedirectUri(),
                new SingleValuedParameters(), // before anything else reads a parameter
                new BoundedCarriedValues(),
                new NoRequestObject(), // before its parameters could be taken for the request's
                new SupportedResponseType(),
                new AuthorizationCodeClient(),
                new S256CodeChallenge(),
                new WellFormedScopes(),
                new GrantableByClient(),
                new FhirAudience(resources), // after the scopes, which decide whether one is needed
                new UnderstoodPrompt(),
                new UnderstoodIdTokenHint(),
                new NotDeclined(), // before anything is asked again
                new AuthenticatedUser(), // may ask; everything below is about a person
                new HintedPerson(), // before roles and patients of somebody else could be told
                new RoleCeiling(),
                new LaunchContextForScopes(), // may ask
                new RecordedConsent()); // may ask; last, because consent names scopes and patient
    }
}
