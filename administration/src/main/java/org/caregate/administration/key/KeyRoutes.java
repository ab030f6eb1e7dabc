package org.caregate.administration.key;

import static org.caregate.protocol.scope.AdminScope.KEYS_READ;
import static org.caregate.protocol.scope.AdminScope.KEYS_WRITE;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.caregate.administration.http.Call;
import org.caregate.administration.http.CallResult;
import org.caregate.administration.http.JsonFields;
import org.caregate.administration.http.Route;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;

/** {@code /keys}: what tokens are signed with. Nothing that signs is ever shown. */
public final class KeyRoutes {
    private final RotateKeys rotating;
    private final Clock clock;

    public KeyRoutes(RotateKeys rotating, Clock clock) {
        this.rotating = rotating;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                Route.get("/keys", KEYS_READ, this::list), Route.change("POST", "/keys", KEYS_WRITE, this::rotate));
    }

    private CallResult list(Call call) {
        List<SigningKeys.Described> all = rotating.all();
        return CallResult.ok(
                CallResult.page(all.stream().map(key -> json(key, all)).toList(), null));
    }

    private CallResult rotate(Call call) {
        JsonFields fields = new JsonFields(call.body());
        fields.require("use");
        boolean atOnce = fields.flag("at_once").orElse(false);
        Optional<KeyUse> use = fields.text("use").flatMap(word -> {
            Optional<KeyUse> known = List.of(KeyUse.values()).stream()
                    .filter(one -> word(one).equals(word))
                    .findFirst();
            if (known.isEmpty()) {
                fields.error("use is access_token or id_token");
            }
            return known;
        });
        return fields.problem().map(CallResult::refused).orElseGet(() -> {
            String kid =
                    rotating.rotate(use.orElseThrow(), atOnce, call.operator()).kid();
            List<SigningKeys.Described> all = rotating.all();
            return all.stream()
                    .filter(key -> key.kid().equals(kid))
                    .findFirst()
                    .map(key -> CallResult.created(json(key, all), null, "/keys"))
                    .orElseThrow();
        });
    }

    private Map<String, Object> json(SigningKeys.Described key, List<SigningKeys.Described> all) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kid", key.kid());
        json.put("use", word(key.use()));
        json.put("alg", key.use().algorithm().getName());
        json.put("state", state(key, all));
        json.put("active_from", key.activeFrom().toString());
        Instant retired = key.retiredAt();
        if (retired != null) {
            json.put("accepted_until", retired.toString());
        }
        return json;
    }

    private String state(SigningKeys.Described key, List<SigningKeys.Described> all) {
        Instant now = clock.instant();
        Instant retired = key.retiredAt();
        if (retired != null && !now.isBefore(retired)) {
            return "retired";
        }
        if (key.activeFrom().isAfter(now)) {
            return "upcoming";
        }
        boolean replaced = all.stream()
                .anyMatch(other -> other.use() == key.use()
                        && !other.activeFrom().isAfter(now)
                        && other.activeFrom().isAfter(key.activeFrom()));
        return replaced ? "verifying" : "signing";
    }

    private static String word(KeyUse use) {
        return use.name().toLowerCase(Locale.ROOT);
    }
}
