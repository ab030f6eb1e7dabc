package org.caregate.administration.revocation;

import static org.caregate.protocol.scope.AdminScope.GRANTS_READ;
import static org.caregate.protocol.scope.AdminScope.GRANTS_WRITE;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caregate.administration.http.ApiProblem;
import org.caregate.administration.http.Call;
import org.caregate.administration.http.CallResult;
import org.caregate.administration.http.JsonFields;
import org.caregate.administration.http.Route;
import org.caregate.administration.key.RotateKeys;
import org.caregate.administration.operation.Operator;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.grant.Grants;

/** {@code /grants} and {@code /revocations}: what was granted to whom, and taking it back. */
public final class RevocationRoutes {
    private final Grants grants;
    private final Revoke revoke;
    private final RotateKeys keys;
    private final Clock clock;

    public RevocationRoutes(Grants grants, Revoke revoke, RotateKeys keys, Clock clock) {
        this.grants = grants;
        this.revoke = revoke;
        this.keys = keys;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                Route.list("/grants", GRANTS_READ, List.of("client", "person"), this::list),
                Route.get("/grants/{grant}", GRANTS_READ, this::show),
                Route.change("POST", "/revocations", GRANTS_WRITE, this::add));
    }

    private CallResult list(Call call) {
        String after = call.after();
        List<Grant> rows = grants.page(
                Optional.ofNullable(call.query().get("client"))
                        .map(ClientId::new)
                        .orElse(null),
                Optional.ofNullable(call.query().get("person"))
                        .map(PersonId::new)
                        .orElse(null),
                after == null ? null : new GrantId(after),
                call.limit() + 1);
        return CallResult.ok(Call.page(
                rows, call.limit(), RevocationRoutes::json, grant -> grant.id().value()));
    }

    private CallResult show(Call call) {
        return grants.find(new GrantId(call.id()))
                .map(grant -> CallResult.ok(json(grant)))
                .orElseGet(() -> CallResult.refused(ApiProblem.notFound()));
    }

    private CallResult add(Call call) {
        JsonFields fields = new JsonFields(call.body());
        fields.require("kind");
        fields.require("value");
        Optional<String> value = fields.text("value");
        Optional<String> kind = fields.text("kind");
        if (kind.filter("key"::equals).isPresent()) {
            return fields.problem()
                    .map(CallResult::refused)
                    .orElseGet(() -> ofKey(value.orElseThrow(), call.operator()));
        }
        Optional<RevocationOrder> order = kind.flatMap(word -> value.flatMap(named -> order(word, named, fields)));
        return fields.problem()
                .map(CallResult::refused)
                .orElseGet(() -> answer(revoke.revoke(order.orElseThrow(), call.operator())));
    }

    private CallResult ofKey(String kid, Operator operator) {
        return answer(keys.revoke(kid, operator)
                .<RevocationOutcome>map(rotated -> new RevocationOutcome.Revoked(rotated.version(), 0, 0))
                .orElseGet(RevocationOutcome.NothingToRevoke::new));
    }

    private Optional<RevocationOrder> order(String kind, String value, JsonFields fields) {
        return switch (kind) {
            case "token" -> Optional.of(new RevocationOrder.OfToken(value));
            case "grant" -> Optional.of(new RevocationOrder.OfGrant(new GrantId(value)));
            case "client" -> Optional.of(new RevocationOrder.OfClient(new ClientId(value)));
            case "person" -> Optional.of(new RevocationOrder.OfPerson(new PersonId(value)));
            case "before" -> before(value, fields);
            default -> {
                fields.error("kind is token, grant, client, person, key or before");
                yield Optional.empty();
            }
        };
    }

    private Optional<RevocationOrder> before(String value, JsonFields fields) {
        try {
            Instant time = Instant.parse(value);
            if (!time.isAfter(clock.instant())) {
                return Optional.of(new RevocationOrder.Before(time));
            }
        } catch (DateTimeParseException e) {
            // reported below, like a time ahead
        }
        fields.error("value is a time that has passed, such as 2026-11-23T12:00:00Z");
        return Optional.empty();
    }

    private static CallResult answer(RevocationOutcome outcome) {
        Map<String, Object> json = new LinkedHashMap<>();
        switch (outcome) {
            case RevocationOutcome.Revoked(long version, int ended, int sessions) -> {
                json.put("revoked", true);
                json.put("version", version);
                json.put("grants", ended);
                json.put("sessions", sessions);
            }
            case RevocationOutcome.NothingToRevoke() -> json.put("revoked", false);
        }
        return CallResult.ok(json);
    }

    /** Without the patient: who administers sees no record. */
    private static Map<String, Object> json(Grant grant) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", grant.id().value());
        json.put("client", grant.client().value());
        json.put("person", grant.person().value());
        if (grant.audience() != null) {
            json.put("audience", grant.audience().toString());
        }
        json.put("scope", grant.scopes().text());
        json.put("created", grant.createdAt().toString());
        json.put("expires", grant.expiresAt().toString());
        json.put("revoked", grant.revoked());
        return json;
    }
}
