package org.caregate.administration.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.caregate.accesstoken.standing.Judgement;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.flood.RefusalFlood;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.json.StrictJson;

/**
 * The whole API as a function: identify, find the operation, decide, audit, act, answer. Nothing is said before the entry that says who
 * asked is durable (invariant 1), and nothing is done on a view of the revocations older than that entry (invariant 3).
 */
public final class AdministrationApi {
    private final URI audience;
    private final List<Route> routes;
    private final Callers callers;
    private final AuditLog audit;
    private final RefusalFlood flood;
    private final Clock clock;

    public AdministrationApi(
            URI audience,
            List<Route> routes,
            Judgement tokens,
            Supplier<RoleDefinitions> roles,
            AuditLog audit,
            RefusalFlood flood,
            Clock clock) {
        this.audience = audience;
        this.routes = List.copyOf(routes);
        this.callers = new Callers(tokens, audience, roles);
        this.audit = audit;
        this.flood = flood;
        this.clock = clock;
    }

    /** The operations there are. */
    public List<Route> routes() {
        return routes;
    }

    /** Answers a request from the network. */
    public ApiResponse handle(ApiRequest request) {
        Optional<Found> found = find(request);
        String line = request.method() + " " + audience.getPath()
                + found.map(one -> one.route().template()).orElse("/…");
        return switch (callers.of(request, line)) {
            case Callers.Result.Unsure(String reason) -> stranger(request, line, unavailable(), reason);
            case Callers.Result.Stranger(String reason, String challenge) ->
                stranger(request, line, challenge(challenge), reason);
            case Callers.Result.Known(Operator operator, long version) ->
                decide(
                        request,
                        operator,
                        found,
                        receipt -> receipt.revocationVersion() <= version
                                || stillKnown(request, line, operator, receipt.revocationVersion()));
        };
    }

    /** Whether the caller is who it was and may do what it might, seen with that version of the revocations. */
    private boolean stillKnown(ApiRequest request, String line, Operator operator, long version) {
        return callers.of(request, line) instanceof Callers.Result.Known(Operator again, long newer)
                && newer >= version
                && again.rights().equals(operator.rights());
    }

    /** Answers a request of the command line's own user, who holds configuration and keys and so needs no token. */
    public ApiResponse handleLocally(ApiRequest request, Operator operator) {
        return decide(request, operator, find(request), receipt -> true);
    }

    private interface StillTrue {
        boolean after(AuditReceipt receipt);
    }

    private record Found(Route route, List<String> values) {}

    private Optional<Found> find(ApiRequest request) {
        return routes.stream()
                .filter(route -> route.method().equals(request.method()))
                .flatMap(route -> route.match(request.path()).map(values -> new Found(route, values)).stream())
                .findFirst();
    }

    private ApiResponse decide(ApiRequest request, Operator operator, Optional<Found> found, StillTrue stillTrue) {
        if (found.isEmpty()) {
            TreeSet<String> allowed = routes.stream()
                    .filter(route -> route.match(request.path()).isPresent())
                    .map(Route::method)
                    .collect(Collectors.toCollection(TreeSet::new));
            return allowed.isEmpty()
                    ? refused(operator, ApiProblem.notFound())
                    : refused(operator, ApiProblem.of(405, "METHOD_NOT_ALLOWED", "This is not done here"))
                            .with("Allow", String.join(", ", allowed));
        }
        Route route = found.get().route();
        if (!operator.rights().contains(route.right())) {
            return refused(operator, ApiProblem.of(403, "SCOPE_INSUFFICIENT", "The token does not allow this"))
                    .with(
                            "WWW-Authenticate",
                            "Bearer realm=\"caregate\", error=\"insufficient_scope\", scope=\""
                                    + route.right().text() + "\"");
        }
        return switch (read(request, route, found.get().values(), operator)) {
            case Reading.Bad(ApiProblem problem) -> refused(operator, problem);
            case Reading.Good(Call call) -> {
                AuditReceipt receipt =
                        audit.record(entry(operator, Outcome.PERMITTED).build());
                yield stillTrue.after(receipt) ? act(route, call) : refused(operator, changed());
            }
        };
    }

    private ApiResponse act(Route route, Call call) {
        return switch (route.action().apply(call)) {
            case CallResult.Refused(ApiProblem problem) -> refused(call.operator(), problem);
            case CallResult.Done(int status, String json, String tag, String location) -> {
                ApiResponse response =
                        json.isEmpty() ? ApiResponse.empty(status) : ApiResponse.json(status, "application/json", json);
                response = tag == null ? response : response.with("ETag", tag);
                yield location == null ? response : response.with("Location", audience.getPath() + location);
            }
        };
    }

    private sealed interface Reading {
        record Good(Call call) implements Reading {}

        record Bad(ApiProblem problem) implements Reading {}
    }

    private static Reading read(ApiRequest request, Route route, List<String> values, Operator operator) {
        Map<String, String> query;
        switch (Call.read(request.query(), route.query())) {
            case Call.Query.Unusable(String name) -> {
                return new Reading.Bad(ApiProblem.badQuery(name));
            }
            case Call.Query.Usable(Map<String, String> found) -> query = found;
        }
        if (request.bodyTooLarge() || request.body().length > ApiRequest.BODY_LIMIT) {
            return new Reading.Bad(ApiProblem.of(413, "BODY_TOO_LARGE", "The body is longer than 64 KiB"));
        }
        Map<String, Object> body = Map.of();
        if (!route.takesBody() && request.body().length > 0) {
            return new Reading.Bad(ApiProblem.of(400, "BODY_UNEXPECTED", "This takes no body"));
        }
        if (route.takesBody()) {
            String type = request.header("content-type").orElse("").replaceAll("\\s", "");
            if (!type.equalsIgnoreCase("application/json")
                    && !type.equalsIgnoreCase("application/json;charset=utf-8")) {
                return new Reading.Bad(ApiProblem.of(415, "NOT_JSON", "The body is application/json"));
            }
            Optional<Map<String, Object>> json = StrictJson.object(new String(request.body(), StandardCharsets.UTF_8));
            if (json.isEmpty()) {
                return new Reading.Bad(
                        ApiProblem.of(400, "BODY_MALFORMED", "The body is not one JSON object without repeated names"));
            }
            body = json.get();
        }
        return new Reading.Good(new Call(operator, values, query, body, request.header("if-match")));
    }

    private ApiResponse refused(Operator operator, ApiProblem problem) {
        audit.record(entry(operator, Outcome.REFUSED)
                .reason(problem.reason())
                .httpStatus(problem.status())
                .build());
        return problem.response();
    }

    private AuditEntryBuilder entry(Operator operator, Outcome outcome) {
        AuditEntryBuilder entry = operator.entry(clock, Action.ADMINISTRATION, outcome)
                .audience(audience.toString())
                .scopes(operator.rights().text());
        Operator.Caller caller = operator.caller();
        return caller == null
                ? entry
                : entry.client(caller.client())
                        .profile(caller.profile())
                        .person(caller.person())
                        .grant(caller.grant());
    }

    /** Strangers could fill the log: the first few of a source and reason have entries of their own, the rest are counted. */
    private ApiResponse stranger(ApiRequest request, String line, ApiResponse response, String reason) {
        if (flood.refused(request.remoteAddress(), reason) == RefusalFlood.Verdict.RECORD_NOW) {
            audit.record(AuditEntry.of(
                            clock.instant(),
                            request.requestId(),
                            Action.ADMINISTRATION,
                            response.status() == 503 ? Outcome.FAILED : Outcome.REFUSED)
                    .reason(reason)
                    .audience(audience.toString())
                    .requestLine(line)
                    .httpStatus(response.status())
                    .sourceAddress(request.remoteAddress())
                    .userAgent(request.header("user-agent").orElse(null))
                    .build());
        }
        return response;
    }

    private ApiResponse challenge(String parameters) {
        String metadata = "resource_metadata=\"" + audience.resolve("/.well-known/oauth-protected-resource")
                + audience.getPath() + "\"";
        return ApiProblem.of(401, "UNAUTHENTICATED", "A token for this API is needed")
                .response()
                .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"caregate\", " + (parameters.isEmpty() ? "" : parameters + ", ") + metadata);
    }

    /** The database or the log cannot be reached: nothing was done that was not recorded. */
    public static ApiResponse unavailable() {
        return ApiProblem.of(503, "UNAVAILABLE", "This cannot be answered just now")
                .response()
                .with("Retry-After", "1");
    }

    /** A message that is no call: not well-formed HTTP, or larger than it may be. */
    public static ApiResponse unreadable(int status, String reason, String title) {
        return ApiProblem.of(status, reason, title).response();
    }

    /** A bug. */
    public static ApiResponse broken() {
        return ApiProblem.of(500, "INTERNAL_ERROR", "Something went wrong here").response();
    }

    private static ApiProblem changed() {
        return ApiProblem.of(503, "AUTHORITY_CHANGED", "Rights changed while this was decided: try again");
    }
}
