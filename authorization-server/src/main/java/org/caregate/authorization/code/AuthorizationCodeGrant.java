package org.caregate.authorization.code;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.caregate.accesstoken.issuing.AccessTokenIssuer;
import org.caregate.audit.entry.Action;
import org.caregate.authorization.client.AuthenticatedClient;
import org.caregate.authorization.grant.GrantStanding;
import org.caregate.authorization.grant.RefreshTokenIssuance;
import org.caregate.authorization.grant.TokenLifetimes;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.authorization.token.TokenDecision;
import org.caregate.authorization.token.TokenDecision.Issue;
import org.caregate.authorization.token.TokenDecision.Refuse;
import org.caregate.authorization.token.TokenGrant;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.caregate.registry.code.AuthorizationCode;
import org.caregate.registry.code.AuthorizationCodes;
import org.caregate.registry.grant.Grant;

/**
 * Redeems authorization codes (RFC 6749 §4.1.3). Anyone who presents a whole code uses it up, whatever else is wrong with the request: a
 * leaked code is worth one try. Anyone who presents a used one whole reveals that two hold it, and what it issued is revoked
 * (RFC 6749 §4.1.2, RFC 9700 §4.5); without the whole code nothing can be revoked.
 */
public final class AuthorizationCodeGrant implements TokenGrant {
    private final AuthorizationCodes codes;
    private final GrantStanding standing;
    private final RefreshTokenIssuance refreshTokens;
    private final CredentialHasher hasher;
    private final AccessTokenIssuer accessTokens;
    private final TokenLifetimes lifetimes;
    private final Clock clock;

    public AuthorizationCodeGrant(
            AuthorizationCodes codes,
            GrantStanding standing,
            RefreshTokenIssuance refreshTokens,
            CredentialHasher hasher,
            AccessTokenIssuer accessTokens,
            TokenLifetimes lifetimes,
            Clock clock) {
        this.codes = codes;
        this.standing = standing;
        this.refreshTokens = refreshTokens;
        this.hasher = hasher;
        this.accessTokens = accessTokens;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "authorization_code";
    }

    @Override
    public TokenDecision decide(AuthenticatedClient authenticated, Parameters form) {
        Optional<ProtocolError> formError = TokenCheck.first(CodeFormChecks.IN_ORDER, form);
        if (formError.isPresent()) {
            return Refuse.of(formError.get());
        }
        Optional<AuthorizationCode> whole = form.find("code")
                .flatMap(text -> Credential.parse(Credential.CODE, text))
                .flatMap(this::stored);
        if (whole.isEmpty()) {
            return Refuse.of(TokenCheck.invalidGrant("CODE_UNKNOWN", "RFC 6749 §5.2"));
        }
        AuthorizationCode code = whole.get();
        return switch (codes.consume(code.id())) {
            case CONSUMED -> consumed(new CodeAttempt(form, authenticated.client(), code, clock.instant()));
            case ALREADY_CONSUMED ->
                new Refuse(
                        Action.CODE_REPLAYED,
                        TokenCheck.invalidGrant("CODE_REPLAYED", "RFC 6749 §4.1.2"),
                        code.grant(),
                        true);
            case UNKNOWN -> Refuse.of(TokenCheck.invalidGrant("CODE_UNKNOWN", "RFC 6749 §5.2"));
        };
    }

    private Optional<AuthorizationCode> stored(Credential presented) {
        return codes.find(presented.id())
                .filter(code -> hasher.matches(
                        presented,
                        new KeyedHash(
                                code.credential().keyVersion(),
                                code.credential().hash())));
    }

    private TokenDecision consumed(CodeAttempt attempt) {
        AuthorizationCode code = attempt.code();
        Optional<ProtocolError> error = TokenCheck.first(CodeChecks.IN_ORDER, attempt);
        if (error.isPresent()) {
            return Refuse.of(error.get(), code.grant());
        }
        Grant grant = standing.find(code.grant());
        return switch (standing.of(grant, attempt.client())) {
            case GrantStanding.Standing.Fallen(String reason) ->
                Refuse.of(TokenCheck.invalidGrant(reason, "RFC 6749 §5.2"), grant.id());
            case GrantStanding.Standing.Holds(Scopes scopes) -> issue(attempt, grant, scopes);
        };
    }

    private TokenDecision issue(CodeAttempt attempt, Grant grant, Scopes scopes) {
        Instant now = attempt.now();
        Client client = attempt.client();
        boolean refreshes = scopes.contains(NamedScope.OFFLINE_ACCESS)
                && client.profile().refreshTokens()
                && client.grantTypes().contains("refresh_token");
        Instant accessUntil = AccessTokenIssuer.expiry(
                now, lifetimes.access(), client.profile().accessTokenLifetimeLimit());
        Instant grantUntil = refreshes ? now.plus(lifetimes.refresh(client.profile())) : accessUntil;
        if (!standing.extend(grant.id(), grantUntil)) {
            return Refuse.of(TokenCheck.invalidGrant("GRANT_REVOKED", "RFC 6749 §5.2"), grant.id());
        }
        Credential refreshToken = refreshes ? refreshTokens.first(grant, now, grantUntil) : null;
        return new Issue(
                Action.TOKEN_ISSUED,
                accessTokens.token(client, grant, grant.audience(), scopes, now, accessUntil),
                grant,
                attempt.code().nonce(),
                refreshToken,
                attempt.code().cutScopes());
    }
}
