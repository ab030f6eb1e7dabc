package org.caregate.authorization.backend;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caregate.accesstoken.issuing.AccessTokenIssuer;
import org.caregate.audit.entry.Action;
import org.caregate.authorization.client.AuthenticatedClient;
import org.caregate.authorization.grant.TokenLifetimes;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.authorization.token.TokenDecision;
import org.caregate.authorization.token.TokenDecision.Issue;
import org.caregate.authorization.token.TokenDecision.Refuse;
import org.caregate.authorization.token.TokenGrant;
import org.caregate.policy.role.CutScope;
import org.caregate.policy.role.GrantableScopes;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.registry.client.Client;
import org.caregate.registry.resource.ResourceServers;

/** A client acts for itself (RFC 6749 §4.4): no person, no grant, no refresh token. */
public final class ClientCredentialsGrant implements TokenGrant {
    private final AccessTokenIssuer accessTokens;
    private final ResourceServers resources;
    private final TokenLifetimes lifetimes;
    private final List<TokenCheck<BackendAttempt>> checks;
    private final Clock clock;

    public ClientCredentialsGrant(
            AccessTokenIssuer accessTokens, ResourceServers resources, TokenLifetimes lifetimes, Clock clock) {
        this.accessTokens = accessTokens;
        this.resources = resources;
        this.lifetimes = lifetimes;
        this.checks = BackendChecks.inOrder(resources);
        this.clock = clock;
    }

    @Override
    public String type() {
        return "client_credentials";
    }

    @Override
    public boolean changesNothing() {
        return true;
    }

    @Override
    public TokenDecision decide(AuthenticatedClient authenticated, Parameters form) {
        Client client = authenticated.client();
        BackendAttempt attempt = new BackendAttempt(form, client);
        Optional<ProtocolError> error = TokenCheck.first(checks, attempt);
        if (error.isPresent()) {
            return Refuse.of(error.get());
        }
        Instant now = clock.instant();
        GrantableScopes grantable = attempt.grantable();
        URI audience = OneAudience.of(attempt, resources).orElseThrow();
        return new Issue(
                Action.TOKEN_ISSUED,
                accessTokens.token(
                        client,
                        null,
                        audience,
                        grantable.granted(),
                        now,
                        AccessTokenIssuer.expiry(
                                now, lifetimes.access(), client.profile().accessTokenLifetimeLimit())),
                null,
                null,
                null,
                grantable.cut().stream().map(CutScope::asked).distinct().toList());
    }
}
