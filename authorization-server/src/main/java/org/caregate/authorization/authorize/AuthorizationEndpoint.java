package org.caregate.authorization.authorize;

import org.caregate.audit.flood.StrangersLog;
import org.caregate.authorization.AuthorizationServerPorts;
import org.caregate.authorization.AuthorizationServerSettings;
import org.caregate.authorization.accesstoken.IdTokenVerifier;
import org.caregate.authorization.http.Endpoint;

/**
 * The authorization endpoint and the way back to it from the pages: each time the facts are gathered again and the whole list of checks
 * runs again (RFC 6749 §3.1, §4.1.1).
 *
 * @param start {@code /oauth2/authorize}
 * @param resume {@code /oauth2/authorize/continue}
 */
public record AuthorizationEndpoint(Endpoint start, Endpoint resume) {
    /** The endpoint with the checks of {@link AuthorizationChecks}. */
    public static AuthorizationEndpoint of(AuthorizationServerSettings settings, AuthorizationServerPorts ports) {
        String issuer = settings.addresses().issuer();
        AttemptFacts facts = new AttemptFacts(
                ports.clients(), ports.people(), ports.roles(), new IdTokenVerifier(ports.signingKeys(), issuer));
        AuthorizationDecision decision = new AuthorizationDecision(AuthorizationChecks.inOrder(settings.resources()));
        AuthorizationResponses responses = new AuthorizationResponses(issuer, ports.pages());
        Waiting waiting = new Waiting(ports.pendings(), ports.requests(), ports.random());
        AuthorizationAudit audit =
                new AuthorizationAudit(ports.audit(), new StrangersLog(ports.audit(), ports.flood()));
        StartedAuthorization started = new StartedAuthorization(
                facts, decision, responses, waiting, ports.fence(), ports.transactions(), audit, ports.clock());
        return new AuthorizationEndpoint(
                started,
                new ContinuedAuthorization(
                        started,
                        facts,
                        decision,
                        responses,
                        waiting,
                        new CodeIssuance(
                                ports.grants(),
                                ports.codes(),
                                ports.hasher(),
                                ports.audit(),
                                ports.random(),
                                ports.clock()),
                        ports.sessions(),
                        ports.fence(),
                        ports.transactions(),
                        audit,
                        ports.clock()));
    }
}
