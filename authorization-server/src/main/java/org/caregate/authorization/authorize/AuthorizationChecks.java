package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.RequestEndpoint.AUTHORIZE;
import static org.caregate.authorization.authorize.RequestEndpoint.PUSHED;

import java.util.List;
import java.util.Set;
import org.caregate.registry.resource.ResourceServers;

/**
 * The demands on an authorization request, and the endpoints that make them. The order is behaviour: the app is shown the first refusal.
 *
 * <p>A pushed request is checked as a request at the authorization endpoint would be (RFC 9126 §2.1), but for what only the browser and
 * its person can meet; when the pushed request comes back by its reference, the whole list of the authorization endpoint runs on it.
 */
public final class AuthorizationChecks {
    private AuthorizationChecks() {}

    /** One row: a demand, and where it is made. */
    private record Row(AuthorizationCheck check, Set<RequestEndpoint> at) {}

    private static Row row(AuthorizationCheck check, RequestEndpoint... at) {
        return new Row(check, Set.of(at));
    }

    /** The checks that run at that endpoint, in order. */
    public static List<AuthorizationCheck> inOrder(RequestEndpoint endpoint, ResourceServers resources) {
        return table(resources).stream()
                .filter(row -> row.at().contains(endpoint))
                .map(Row::check)
                .toList();
    }

    private static List<Row> table(ResourceServers resources) {
        return List.of(
                row(new KnownClient(), AUTHORIZE, PUSHED), // shown up to the redirect URI, then redirected
                row(new RegisteredRedirectUri(), AUTHORIZE, PUSHED),
                row(new SingleValuedParameters(), AUTHORIZE, PUSHED), // before anything else reads a parameter
                row(new BoundedCarriedValues(), AUTHORIZE, PUSHED),
                row(new NoRequestObject(), AUTHORIZE, PUSHED), // before its parameters could pass for the request's
                row(new SupportedResponseType(), AUTHORIZE, PUSHED),
                row(new AuthorizationCodeClient(), AUTHORIZE, PUSHED),
                row(new S256CodeChallenge(), AUTHORIZE, PUSHED),
                row(new WellFormedScopes(), AUTHORIZE, PUSHED),
                row(new GrantableByClient(), AUTHORIZE, PUSHED),
                row(new FhirAudience(resources), AUTHORIZE, PUSHED), // after the scopes, which decide if one is needed
                row(new UnderstoodPrompt(), AUTHORIZE, PUSHED),
                row(new UnderstoodIdTokenHint(), AUTHORIZE, PUSHED),
                row(new NotDeclined(), AUTHORIZE), // before anything is asked again
                row(new AuthenticatedUser(), AUTHORIZE), // may ask; everything below is about a person
                row(new HintedPerson(), AUTHORIZE), // before another person's roles could be revealed
                row(new RoleCeiling(), AUTHORIZE),
                row(new LaunchContextForScopes(), AUTHORIZE), // may ask
                row(new RecordedConsent(), AUTHORIZE)); // may ask; last, as it names scopes and patient
    }
}
