package org.caregate.authorization.revocation;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.caregate.accesstoken.standing.TokenJudge;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.authorization.client.AuthenticatedForm;
import org.caregate.authorization.client.ClientProof;
import org.caregate.authorization.grant.GrantEnding;
import org.caregate.authorization.http.Endpoint;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.http.ErrorResponses;
import org.caregate.authorization.http.Exchange;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.revocation.RevocationResult.EndGrant;
import org.caregate.authorization.revocation.RevocationResult.EndToken;
import org.caregate.authorization.revocation.RevocationResult.NothingToRevoke;
import org.caregate.authorization.revocation.RevocationResult.OfAnotherClient;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.Unauthenticated;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.token.TokenClaims;
import org.caregate.registry.assertion.AssertionIds;
import org.caregate.registry.client.Client;
import org.caregate.registry.refresh.RefreshToken;
import org.caregate.registry.refresh.RefreshTokens;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;

/** RFC 7009: a client gives up what it holds, and only that. {@code token_type_hint} is not needed: the two kinds look different. */
public final class RevocationEndpoint implements Endpoint {
    private final AuthenticatedForm forms;
    private final RefreshTokens refreshTokens;
    private final TokenJudge accessTokens;
    private final CredentialHasher hasher;
    private final GrantEnding ending;
    private final AssertionIds assertionIds;
    private final Transactions transactions;
    private final AuditLog audit;
    private final Clock clock;

    public RevocationEndpoint(
            AuthenticatedForm forms,
            RefreshTokens refreshTokens,
            TokenJudge accessTokens,
            CredentialHasher hasher,
            GrantEnding ending,
            AssertionIds assertionIds,
            AuditedTransactions changes) {
        this.forms = forms;
        this.refreshTokens = refreshTokens;
        this.accessTokens = accessTokens;
        this.hasher = hasher;
        this.ending = ending;
        this.assertionIds = assertionIds;
        this.transactions = changes.transactions();
        this.audit = changes.audit();
        this.clock = changes.clock();
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Exchange exchange = new Exchange(request, clock);
        return switch (forms.read(exchange, Action.REVOCATION_REQUEST)) {
            case AuthenticatedForm.Result.Answered(EndpointResponse response) -> response;
            case AuthenticatedForm.Result.Ready(Parameters form, ClientProof proof) ->
                revoke(exchange, form.find("token"), proof)
                        .map(ErrorResponses::json)
                        .orElseGet(() -> EndpointResponse.empty(200).uncached());
        };
    }

    private Optional<ProtocolError> revoke(Exchange exchange, Optional<String> token, ClientProof proof) {
        Optional<RevocationResult> recognised = token.map(text -> recognise(text, proof.client()));
        // An access token's end locks nothing but the head of the revocations, so one commit may do for many of them.
        if (proof.client().isPublic() && (recognised.isEmpty() || recognised.get() instanceof NothingToRevoke)) {
            return ofStranger(exchange, proof.client(), recognised);
        }
        boolean shared = recognised.filter(EndToken.class::isInstance).isPresent() && !proof.isOnce();
        Supplier<Optional<ProtocolError>> work = () -> revoke(exchange, proof, recognised);
        return shared ? transactions.inSharedTransaction(work) : transactions.inTransaction(work);
    }

    private Optional<ProtocolError> revoke(
            Exchange exchange, ClientProof proof, Optional<RevocationResult> recognised) {
        Client client = proof.client();
        if (proof.consume(assertionIds).isEmpty()) {
            return refuse(exchange, client, AuthenticatedForm.replayed());
        }
        if (recognised.isEmpty()) {
            return refuse(exchange, client, tokenMissing());
        }
        return switch (recognised.get()) {
            case NothingToRevoke nothing -> {
                audit.enlist(nothingToRevoke(exchange, client));
                yield Optional.empty();
            }
            case OfAnotherClient foreign ->
                refuse(exchange, client, TokenCheck.invalidGrant("TOKEN_OF_ANOTHER_CLIENT", "RFC 7009 §2.1"));
            case EndGrant(GrantId grant) -> {
                audit.enlist(exchange.permitted(Action.GRANT_REVOKED, client)
                        .reason("REVOKED_BY_CLIENT")
                        .grant(grant.value())
                        .build());
                ending.end(grant, "REVOKED_BY_CLIENT");
                yield Optional.empty();
            }
            case EndToken(String id, var expiresAt) -> {
                audit.enlist(exchange.permitted(Action.TOKEN_REVOKED, client)
                        .reason("REVOKED_BY_CLIENT")
                        .tokenId(id)
                        .build());
                ending.endAccessToken(id, expiresAt, "REVOKED_BY_CLIENT");
                yield Optional.empty();
            }
        };
    }

    /** Neither client nor token proved anything, and nothing changes. */
    private Optional<ProtocolError> ofStranger(
            Exchange exchange, Client client, Optional<RevocationResult> recognised) {
        if (recognised.isEmpty()) {
            ProtocolError missing = tokenMissing();
            forms.record(
                    client,
                    exchange.refused(Action.REVOCATION_REQUEST, client, missing).build());
            return Optional.of(missing);
        }
        forms.record(client, nothingToRevoke(exchange, client));
        return Optional.empty();
    }

    private static ProtocolError tokenMissing() {
        return ProtocolError.of("invalid_request", "token is missing", "TOKEN_MISSING", "RFC 7009 §2.1");
    }

    private static AuditEntry nothingToRevoke(Exchange exchange, Client client) {
        return exchange.permitted(Action.REVOCATION_REQUEST, client)
                .reason("NOTHING_TO_REVOKE")
                .build();
    }

    private Optional<ProtocolError> refuse(Exchange exchange, Client client, ProtocolError error) {
        audit.enlist(exchange.refused(Action.REVOCATION_REQUEST, client, error).build());
        return Optional.of(error);
    }

    private RevocationResult recognise(String text, Client client) {
        Optional<RefreshToken> refreshToken = Credential.parse(Credential.REFRESH_TOKEN, text)
                .flatMap(presented -> refreshTokens
                        .find(presented.id())
                        .filter(stored -> hasher.matches(
                                presented,
                                new KeyedHash(
                                        stored.credential().keyVersion(),
                                        stored.credential().hash()))));
        if (refreshToken.isPresent()) {
            RefreshToken found = refreshToken.get();
            if (!found.client().equals(client.id())) {
                return new OfAnotherClient();
            }
            return found.revoked() ? new NothingToRevoke() : new EndGrant(found.grant());
        }
        return switch (accessTokens.verify(text, audience -> true)) {
            case Unauthenticated refused -> new NothingToRevoke();
            case Authenticated token -> ofAccessToken(token.claims(), client);
        };
    }

    private static RevocationResult ofAccessToken(TokenClaims token, Client client) {
        return token.client().equals(client.id())
                ? new EndToken(token.jti(), token.expiresAt())
                : new OfAnotherClient();
    }
}
