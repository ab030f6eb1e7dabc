package org.caregate.authorization.code;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caregate.audit.entry.Action;
import org.caregate.authorization.AuthorizationServerSettings;
import org.caregate.authorization.accesstoken.AccessTokenClaims;
import org.caregate.authorization.accesstoken.AccessTokenIssuer;
import org.caregate.authorization.client.AuthenticatedClient;
import org.caregate.authorization.grant.GrantEnding;
import org.caregate.authorization.grant.GrantStanding;
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
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.refresh.RefreshToken;
import org.caregate.registry.refresh.RefreshTokens;

/**
 * Redeems authorization codes (RFC 6749 §4.1.3). Whoever presents a whole code uses it up, whatever else is wrong with the request: a
 * leaked code is worth one try. Whoever presents a used one whole reveals that two hold it, and what it issued is revoked
 * (RFC 6749 §4.1.2, RFC 9700 §4.5); without the whole code nothing can be revoked.
 */
public final class AuthorizationCodeGrant implements TokenGrant {
    private final AuthorizationCodes codes;
    private final Grants grants;
    private final RefreshTokens refreshTokens;
    private final GrantStanding standing;
    private final CredentialHasher hasher;
    private final AccessTokenIssuer accessTokens;
    private final AuthorizationServerSettings settings;
    private final List<TokenCheck<CodeAttempt>> checks;
    private final SecureRandom random;
    private final Clock clock;

    public AuthorizationCodeGrant(
            AuthorizationCodes codes,
            Grants grants,
            RefreshTokens refreshTokens,
            GrantStanding standing,
            CredentialHasher hasher,
            AccessTokenIssuer accessTokens,
            AuthorizationServerSettings settings,
            SecureRandom random,
            Clock clock) {
        this(
                codes,
                grants,
                refreshTokens,
                standing,
                hasher,
                accessTokens,
                settings,
                CodeChecks.ON_THE_CODE,
                random,
                clock);
    }

    AuthorizationCodeGrant(
            AuthorizationCodes codes,
            Grants grants,
            RefreshTokens refreshTokens,
            GrantStanding standing,
            CredentialHasher hasher,
            AccessTokenIssuer accessTokens,
            AuthorizationServerSettings settings,
            List<TokenCheck<CodeAttempt>> checks,
            SecureRandom random,
            Clock clock) {
        this.codes = codes;
        this.grants = grants;
        this.refreshTokens = refreshTokens;
        this.standing = standing;
        this.hasher = hasher;
        this.accessTokens = accessTokens;
        this.settings = settings;
        this.checks = List.copyOf(checks);
        this.random = random;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "authorization_code";
    }

    @Override
    public TokenDecision decide(AuthenticatedClient authenticated, Parameters form) {
        Optional<ProtocolError> formError = TokenCheck.first(CodeChecks.ON_THE_FORM, form);
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
        Optional<ProtocolError> error = TokenCheck.first(checks, attempt);
        if (error.isPresent()) {
            return Refuse.of(error.get(), code.grant());
        }
        Grant grant = grants.find(code.grant()).orElseThrow();
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
                now, settings.accessLifetime(), client.profile().accessTokenLifetimeLimit());
        Instant grantUntil = refreshes ? now.plus(settings.refreshLifetime(client.profile())) : accessUntil;
        if (!grants.extend(grant.id(), grantUntil)) {
            return Refuse.of(TokenCheck.invalidGrant("GRANT_REVOKED", "RFC 6749 §5.2"), grant.id());
        }
        Credential refreshToken = refreshes ? Credential.generate(Credential.REFRESH_TOKEN, random) : null;
        if (refreshToken != null) {
            KeyedHash hash = hasher.hash(refreshToken);
            refreshTokens.add(RefreshToken.unused(
                    refreshToken.id(),
                    new StoredCredential(hash.keyVersion(), hash.value()),
                    GrantEnding.familyOf(grant.id()),
                    0,
                    grant.id(),
                    client.id(),
                    now,
                    grantUntil));
        }
        return new Issue(
                Action.TOKEN_ISSUED,
                new AccessTokenClaims(
                        accessTokens.newId(),
                        client,
                        grant.person().value(),
                        grant.id(),
                        grant.audience(),
                        scopes,
                        now,
                        accessUntil),
                grant,
                attempt.code().nonce(),
                refreshToken,
                attempt.code().cutScopes());
    }
}
