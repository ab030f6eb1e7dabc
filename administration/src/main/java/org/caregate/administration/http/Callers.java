package org.caregate.administration.http;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.caregate.accesstoken.standing.Judgement;
import org.caregate.accesstoken.standing.TokenStanding.Dead;
import org.caregate.accesstoken.standing.TokenStanding.Live;
import org.caregate.accesstoken.standing.TokenStanding.Unsure;
import org.caregate.accesstoken.verification.BearerCredential;
import org.caregate.administration.operation.Operator;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.protocol.scope.Scope;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.person.Person;

/** Who calls, and what they may do: token ∧ audience ∧ two factors ∧ scope ∧ registration or role, each asked at every call. */
final class Callers {
    private final Judgement tokens;
    private final URI audience;
    private final Supplier<RoleDefinitions> roles;

    Callers(Judgement tokens, URI audience, Supplier<RoleDefinitions> roles) {
        this.tokens = tokens;
        this.audience = audience;
        this.roles = roles;
    }

    /** Who called. */
    sealed interface Result {
        record Known(Operator operator, long revocationVersion) implements Result {}

        /**
         * No known caller.
         *
         * @param challenge the parameters of {@code WWW-Authenticate} (RFC 6750 §3, RFC 9470 §3); empty when no token came
         */
        record Stranger(String reason, String challenge) implements Result {}

        /** It cannot be said now. */
        record Unsure(String reason) implements Result {}
    }

    private static final String INVALID = "error=\"invalid_token\"";

    Result of(ApiRequest request, String requestLine) {
        List<String> fields = request.headers().getOrDefault("authorization", List.of());
        return switch (BearerCredential.of(fields, false)) {
            case BearerCredential.Absent absent when fields.isEmpty() -> new Result.Stranger("TOKEN_MISSING", "");
            case BearerCredential.Absent absent -> new Result.Stranger("TOKEN_MALFORMED", INVALID);
            case BearerCredential.Presented(String token) ->
                switch (tokens.now(token, audience.toString()::equals)) {
                    case Unsure(DenyReason reason) -> new Result.Unsure(reason.name());
                    case Dead(DenyReason reason) -> new Result.Stranger(reason.name(), INVALID);
                    case Live live -> of(live, request, requestLine);
                };
        };
    }

    private Result of(Live live, ApiRequest request, String requestLine) {
        Optional<Grant> grant = live.grant();
        if (grant.isPresent() && !grant.get().amr().containsAll(Set.of("pwd", "otp"))) {
            return new Result.Stranger("ONE_FACTOR", "error=\"insufficient_user_authentication\"");
        }
        Operator.Caller caller = new Operator.Caller(
                live.client().id().value(),
                live.client().profile().name(),
                live.person().map(person -> person.id().value()).orElse(null),
                grant.map(given -> given.id().value()).orElse(null),
                live.claims().jti(),
                request.remoteAddress(),
                request.header("user-agent").orElse(null),
                requestLine);
        return new Result.Known(Operator.ofCall(request.requestId(), caller, rights(live)), live.version());
    }

    /** What of the token's scopes the client is registered for still, and the person's roles allow still. */
    private Scopes rights(Live live) {
        Optional<Person> person = live.person();
        Scopes ceiling = person.isPresent()
                ? roles.get().ceiling(person.get().roles())
                : live.client().scopes();
        List<Scope> rights = live.claims()
                .scopes()
                .administrative()
                .filter(right -> live.client().scopes().contains(right) && ceiling.contains(right))
                .map((AdminScope right) -> (Scope) right)
                .toList();
        return new Scopes(rights);
    }
}
