package org.caregate.authorization.refresh;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caregate.accesstoken.issuing.AccessTokenIssuer;
import org.caregate.audit.entry.Action;
import org.caregate.authorization.client.AuthenticatedClient;
import org.caregate.authorization.grant.GrantStanding;
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
import org.caregate.crypto.credential.RefreshSuccessor;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.refresh.RefreshToken;
import org.caregate.registry.refresh.RefreshTokens;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes (RFC 6749 §6). A public client's token is replaced at every use by a successor derived from it, so that an answer lost on
 * the way can be asked for once more within ten seconds; any other second use means that two hold the token, and ends the grant
 * (RFC 9700 §4.14.2). A confidential client authenticates each time and keeps its token.
 */
public final class RefreshTokenGrant implements TokenGrant {
    private static final Duration REPEAT_WINDOW = Duration.ofSeconds(10);

    private final RefreshTokens refreshTokens;
    private final GrantStanding standing;
    private final CredentialHasher hasher;
    private final RefreshSuccessor successors;
    private final AccessTokenIssuer accessTokens;
    private final TokenLifetimes lifetimes;
    private final Clock clock;

    public RefreshTokenGrant(
            RefreshTokens refreshTokens,
            GrantStanding standing,
            CredentialHasher hasher,
            RefreshSuccessor successors,
            AccessTokenIssuer accessTokens,
            TokenLifetimes lifetimes,
            Clock clock) {
        this.refreshTokens = refreshTokens;
        this.standing = standing;
        this.hasher = hasher;
        this.successors = successors;
        this.accessTokens = accessTokens;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "refresh_token";
    }

    @Override
    public TokenDecision decide(AuthenticatedClient authenticated, Parameters form) {
        if (!form.has("refresh_token")) {
            return Refuse.of(
                    ProtocolError.of("invalid_request", "refresh_token is missing", "REFRESH_MISSING", "RFC 6749 §6"));
        }
        Optional<Credential> presented =
                form.find("refresh_token").flatMap(text -> Credential.parse(Credential.REFRESH_TOKEN, text));
        Optional<RefreshToken> whole = presented.flatMap(this::stored);
        if (whole.isEmpty()) {
            return Refuse.of(TokenCheck.invalidGrant("REFRESH_UNKNOWN", "RFC 6749 §5.2"));
        }
        RefreshToken token = whole.get();
        Client client = authenticated.client();
        if (!token.client().equals(client.id())) {
            return reuse(token, "REFRESH_OF_ANOTHER_CLIENT");
        }
        Grant grant = standing.find(token.grant());
        return switch (standing.of(grant, client)) {
            case GrantStanding.Standing.Fallen(String reason) ->
                Refuse.of(TokenCheck.invalidGrant(reason, "RFC 6749 §5.2"), grant.id());
            case GrantStanding.Standing.Holds(Scopes scopes) ->
                refresh(new RefreshAttempt(form, client, presented.get(), token, grant, scopes, clock.instant()));
        };
    }

    private Optional<RefreshToken> stored(Credential presented) {
        return refreshTokens.find(presented.id()).filter(token -> matches(presented, token));
    }

    private boolean matches(Credential presented, RefreshToken token) {
        return hasher.matches(
                presented,
                new KeyedHash(
                        token.credential().keyVersion(), token.credential().hash()));
    }

    private TokenDecision refresh(RefreshAttempt attempt) {
        Optional<ProtocolError> error = TokenCheck.first(RefreshChecks.IN_ORDER, attempt);
        if (error.isPresent()) {
            return usedLongAgo(attempt)
                    ? reuse(attempt.token(), "REFRESH_REUSED")
                    : Refuse.of(error.get(), attempt.grant().id());
        }
        Instant until = attempt.now().plus(lifetimes.refresh(attempt.client().profile()));
        if (!standing.extend(attempt.grant().id(), until)) {
            return Refuse.of(
                    TokenCheck.invalidGrant("GRANT_REVOKED", "RFC 6749 §5.2"),
                    attempt.grant().id());
        }
        return attempt.client().isPublic() ? rotate(attempt, until) : keep(attempt, until);
    }

    /** Anyone who brings such a token holds it beside the app, whatever else they ask; a lost answer is asked for sooner. */
    private static boolean usedLongAgo(RefreshAttempt attempt) {
        RefreshToken token = attempt.token();
        Instant usedAt = token.usedAt();
        return !token.revoked() && usedAt != null && attempt.now().isAfter(usedAt.plus(REPEAT_WINDOW));
    }

    private TokenDecision keep(RefreshAttempt attempt, Instant until) {
        return refreshTokens.extend(attempt.token().id(), until)
                ? issue(attempt, Action.TOKEN_REFRESHED, null)
                : reuse(attempt.token(), "REFRESH_REUSED");
    }

    private TokenDecision rotate(RefreshAttempt attempt, Instant until) {
        RefreshToken old = attempt.token();
        Credential successor = successor(attempt, successors.currentVersion());
        KeyedHash hash = hasher.hash(successor);
        boolean rotated = refreshTokens.rotate(
                old.id(),
                RefreshToken.builder()
                        .id(successor.id())
                        .credential(new StoredCredential(hash.keyVersion(), hash.value()))
                        .family(old.family())
                        .generation(old.generation() + 1)
                        .grant(old.grant())
                        .client(old.client())
                        .issuedAt(attempt.now())
                        .expiresAt(until)
                        .build());
        return rotated ? issue(attempt, Action.TOKEN_REFRESHED, successor) : repeat(attempt);
    }

    /** The answer may have been lost: once, soon, by the same client, while the successor is unused, it is given again. */
    private TokenDecision repeat(RefreshAttempt attempt) {
        String id = attempt.token().id();
        Optional<Credential> again = refreshTokens.repeat(id, REPEAT_WINDOW)
                ? refreshTokens.find(id).flatMap(used -> rederive(attempt, used.successor()))
                : Optional.empty();
        return again.map(successor -> issue(attempt, Action.REFRESH_REPEATED, successor))
                .orElseGet(() -> reuse(attempt.token(), "REFRESH_REUSED"));
    }

    private Optional<Credential> rederive(RefreshAttempt attempt, @Nullable String successorId) {
        return Optional.ofNullable(successorId).flatMap(refreshTokens::find).flatMap(stored -> {
            Credential successor = successor(attempt, stored.credential().keyVersion());
            return matches(successor, stored) ? Optional.of(successor) : Optional.empty();
        });
    }

    private Credential successor(RefreshAttempt attempt, int keyVersion) {
        return successors.derive(
                keyVersion, attempt.token().family(), attempt.token().generation() + 1L, attempt.presented());
    }

    private static TokenDecision reuse(RefreshToken token, String reason) {
        return new Refuse(
                Action.REFRESH_REUSE, TokenCheck.invalidGrant(reason, "RFC 9700 §4.14.2"), token.grant(), true);
    }

    private TokenDecision issue(RefreshAttempt attempt, Action action, @Nullable Credential refreshToken) {
        Client client = attempt.client();
        return new Issue(
                action,
                accessTokens.token(
                        client,
                        attempt.grant(),
                        attempt.grant().audience(),
                        attempt.narrowed(),
                        attempt.now(),
                        AccessTokenIssuer.expiry(
                                attempt.now(),
                                lifetimes.access(),
                                client.profile().accessTokenLifetimeLimit())),
                attempt.grant(),
                null,
                refreshToken,
                List.of());
    }
}
