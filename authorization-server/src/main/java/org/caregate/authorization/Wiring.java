package org.caregate.authorization;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.caregate.accesstoken.issuing.AccessTokenIssuer;
import org.caregate.accesstoken.standing.CurrentRevocations;
import org.caregate.accesstoken.standing.Knowledge;
import org.caregate.accesstoken.standing.TokenJudge;
import org.caregate.accesstoken.standing.VersionedCache;
import org.caregate.accesstoken.verification.VerifiedTokens;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.authorization.authorize.AttemptFacts;
import org.caregate.authorization.authorize.AuthorizationAudit;
import org.caregate.authorization.authorize.AuthorizationChecks;
import org.caregate.authorization.authorize.AuthorizationDecision;
import org.caregate.authorization.authorize.AuthorizationResponses;
import org.caregate.authorization.authorize.AuthorizationSteps;
import org.caregate.authorization.authorize.CodeIssuance;
import org.caregate.authorization.authorize.ContinuedAuthorization;
import org.caregate.authorization.authorize.RequestEndpoint;
import org.caregate.authorization.authorize.StartedAuthorization;
import org.caregate.authorization.authorize.WaitingAuthorizations;
import org.caregate.authorization.backend.ClientCredentialsGrant;
import org.caregate.authorization.client.AuthenticatedForm;
import org.caregate.authorization.client.ClientAuthenticator;
import org.caregate.authorization.code.AuthorizationCodeGrant;
import org.caregate.authorization.grant.GrantEnding;
import org.caregate.authorization.grant.GrantStanding;
import org.caregate.authorization.grant.RefreshTokenIssuance;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.Exchange;
import org.caregate.authorization.idtoken.IdTokenIssuer;
import org.caregate.authorization.idtoken.IdTokenVerifier;
import org.caregate.authorization.introspection.IntrospectionEndpoint;
import org.caregate.authorization.refresh.RefreshTokenGrant;
import org.caregate.authorization.revocation.RevocationEndpoint;
import org.caregate.authorization.token.TokenEndpoint;
import org.caregate.authorization.token.TokenGrant;
import org.caregate.authorization.token.TokenResponses;
import org.caregate.authorization.userinfo.UserinfoEndpoint;
import org.caregate.protocol.ClientId;
import org.caregate.registry.client.Client;
import org.caregate.registry.transaction.AuditedTransactions;

/** Puts the endpoints together; which path leads to which is the route table's. */
final class Wiring {
    private final AuthorizationServerSettings settings;
    private final AuthorizationServerPorts ports;
    private final String issuer;
    private final Clock clock;
    private final AuditedTransactions changes;
    private final StrangersLog strangers;
    private final Function<EndpointRequest, Exchange> exchanges;
    private final VersionedCache<ClientId, Client> clients;
    private final AuthenticatedForm forms;
    private final TokenJudge tokens;
    private final GrantEnding ending;
    private final AuthorizationSteps steps;
    private final StartedAuthorization started;

    Wiring(AuthorizationServerSettings settings, AuthorizationServerPorts ports) {
        this.settings = settings;
        this.ports = ports;
        this.issuer = settings.addresses().issuer();
        this.clock = ports.clock();
        this.changes = new AuditedTransactions(ports.transactions(), ports.audit(), clock);
        this.strangers = new StrangersLog(ports.audit(), ports.flood());
        this.exchanges = request -> new Exchange(request, clock);
        this.clients = new VersionedCache<>(ports.clients()::find, ports.revocationView());
        this.forms = new AuthenticatedForm(
                new ClientAuthenticator(
                        clients, ports.hasher(), ports.clientKeys(), ports.throttle(), settings.addresses(), clock),
                ports.audit(),
                strangers);
        this.tokens = new TokenJudge(
                VerifiedTokens.signedBy(ports.signingKeys(), URI.create(issuer), clock),
                new Knowledge(
                        new CurrentRevocations(ports.revocationView()), clients, ports.grants(), ports.people(), clock),
                ports.roles());
        this.ending = new GrantEnding(ports.grants(), ports.refreshTokens(), ports.revocations(), clock);
        this.steps = new AuthorizationSteps(
                new AttemptFacts(
                        ports.clients(),
                        ports.people(),
                        ports.roles(),
                        new IdTokenVerifier(ports.signingKeys(), issuer)),
                new AuthorizationDecision(AuthorizationChecks.inOrder(RequestEndpoint.AUTHORIZE, settings.resources())),
                new AuthorizationResponses(issuer, ports.pages()),
                new WaitingAuthorizations(ports.pendings(), ports.requests(), ports.random()),
                new AuthorizationAudit(ports.audit(), strangers),
                ports.fence());
        this.started = new StartedAuthorization(steps, ports.transactions(), clock);
    }

    StartedAuthorization startedAuthorization() {
        return started;
    }

    ContinuedAuthorization continuedAuthorization() {
        CodeIssuance issuance =
                new CodeIssuance(ports.grants(), ports.codes(), ports.hasher(), ports.audit(), ports.random(), clock);
        return new ContinuedAuthorization(started, steps, issuance, ports.sessions(), ports.transactions(), clock);
    }

    TokenEndpoint token() {
        AccessTokenIssuer accessTokens =
                new AccessTokenIssuer(ports.signingKeys(), ports.random(), issuer, ports.revocationView()::version);
        IdTokenIssuer idTokens = new IdTokenIssuer(ports.signingKeys(), issuer, settings.resources(), clock);
        return new TokenEndpoint(
                forms,
                clients,
                grants(accessTokens),
                ending,
                new TokenResponses(accessTokens, idTokens),
                ports.assertionIds(),
                changes);
    }

    private List<TokenGrant> grants(AccessTokenIssuer accessTokens) {
        GrantStanding standing = new GrantStanding(ports.grants(), ports.people(), ports.roles());
        return List.of(
                new AuthorizationCodeGrant(
                        ports.codes(),
                        standing,
                        new RefreshTokenIssuance(ports.refreshTokens(), ports.hasher(), ports.random()),
                        ports.hasher(),
                        accessTokens,
                        settings.lifetimes(),
                        clock),
                new RefreshTokenGrant(
                        ports.refreshTokens(),
                        standing,
                        ports.hasher(),
                        ports.successors(),
                        accessTokens,
                        settings.lifetimes(),
                        clock),
                new ClientCredentialsGrant(accessTokens, settings.resources(), settings.lifetimes(), clock));
    }

    RevocationEndpoint revocation() {
        return new RevocationEndpoint(
                forms, ports.refreshTokens(), tokens, ports.hasher(), ending, ports.assertionIds(), changes);
    }

    IntrospectionEndpoint introspection() {
        return new IntrospectionEndpoint(
                forms, clients, tokens, issuer, settings.resources(), ports.assertionIds(), changes);
    }

    UserinfoEndpoint userinfo() {
        return new UserinfoEndpoint(tokens, settings.resources(), ports.audit(), strangers, exchanges);
    }
}
