package org.caregate.administration.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.caregate.administration.http.CallerIdentification.Identification;
import org.caregate.administration.operation.Operator;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.protocol.scope.Scope;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.person.Person;

/** Who calls, and what they may do: token ∧ audience ∧ two factors ∧ scope ∧ registration or role, each asked at every call. */
final class Callers {
    private final CallerIdentification identification;
    private final URI audience;
    private final Supplier<RoleDefinitions> roles;

    Callers(CallerIdentification identification, URI audience, Supplier<RoleDefinitions> roles) {
        this.identification = identification;
        this.audience = audience;
        this.roles = roles;
    }

    /** Who called. */
    sealed interface Result {
        record Known(Operator operator, long revocationVersion) implements Result {}

        /**
         * Nobody we know.
         *
         * @param challenge the parameters of {@code WWW-Authenticate} (RFC 6750 §3, RFC 9470 §3); empty when no token came
         */
        record Stranger(String reason, String challenge) implements Result {}

        /** Not to be said now. */
        record Unsure() implements Result {}
    }

    private static final String INVALID = "error=\"invalid_token\"";

    Result of(ApiRequest request, String requestLine) {
        Optional<String> token = bearer(request);
        if (token.isEmpty()) {
            boolean came = request.headers().containsKey("authorization");
            return new Result.Stranger(came ? "TOKEN_MALFORMED" : "TOKEN_MISSING", came ? INVALID : "");
        }
        return switch (identification.identify(token.get())) {
            case Identification.Unknown() -> new Result.Unsure();
            case Identification.Dead(String reason) -> new Result.Stranger(reason, INVALID);
            case Identification.Live live -> of(live, request, requestLine);
        };
    }

    private Result of(Identification.Live live, ApiRequest request, String requestLine) {
        if (!audience.toString().equals(live.audience())) {
            return new Result.Stranger("TOKEN_WRONG_AUDIENCE", INVALID);
        }
        Optional<Grant> grant = live.grant();
        if (grant.isPresent() && !grant.get().amr().containsAll(Set.of("pwd", "otp"))) {
            return new Result.Stranger("ONE_FACTOR", "error=\"insufficient_user_authentication\"");
        }
        Operator.Caller caller = new Operator.Caller(
                live.client().id().value(),
                live.client().profile().name(),
                live.person().map(person -> person.id().value()).orElse(null),
                grant.map(given -> given.id().value()).orElse(null),
                live.tokenId(),
                request.remoteAddress(),
                request.header("user-agent").orElse(null),
                requestLine);
        return new Result.Known(Operator.ofCall(request.requestId(), caller, rights(live)), live.revocationVersion());
    }

    /** What of the token's scopes the client is registered for still, and the person's roles allow still. */
    private Scopes rights(Identification.Live live) {
        if (!(ScopeParser.parse(live.scope()) instanceof ScopeParse.Parsed(Scopes scopes, List<String> unknown))) {
            return Scopes.NONE;
        }
        Optional<Person> person = live.person();
        Scopes ceiling = person.isPresent()
                ? roles.get().ceiling(person.get().roles())
                : live.client().scopes();
        List<Scope> rights = scopes.administrative()
                .filter(right -> live.client().scopes().contains(right) && ceiling.contains(right))
                .map((AdminScope right) -> (Scope) right)
                .toList();
        return new Scopes(rights);
    }

    private static Optional<String> bearer(ApiRequest request) {
        return request.header("authorization")
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("bearer "))
                .map(value -> value.substring("bearer ".length()))
                .filter(value -> value.matches("[A-Za-z0-9._~+/=-]{1,8192}"));
    }
}
