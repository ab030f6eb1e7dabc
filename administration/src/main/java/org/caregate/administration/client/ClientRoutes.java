package org.caregate.administration.client;

import static org.caregate.protocol.scope.AdminScope.CLIENTS_READ;
import static org.caregate.protocol.scope.AdminScope.CLIENTS_WRITE;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.caregate.administration.http.ApiProblem;
import org.caregate.administration.http.Call;
import org.caregate.administration.http.CallResult;
import org.caregate.administration.http.Changes;
import org.caregate.administration.http.JsonFields;
import org.caregate.administration.http.Route;
import org.caregate.administration.operation.Change;
import org.caregate.protocol.ClientId;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.ClientKeySet;
import org.caregate.registry.client.ClientMetadata;
import org.caregate.registry.client.Clients;
import org.jspecify.annotations.Nullable;

/** {@code /clients}: RFC 7591's metadata, and what RFC 7592 would do, under our own rights. */
public final class ClientRoutes {
    private static final Duration USUAL_OVERLAP = Duration.ofDays(1);

    private final Clients clients;
    private final AddClient adding;
    private final ChangeClient changing;

    public ClientRoutes(Clients clients, AddClient adding, ChangeClient changing) {
        this.clients = clients;
        this.adding = adding;
        this.changing = changing;
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                Route.list("/clients", CLIENTS_READ, List.of(), this::list),
                Route.change("POST", "/clients", CLIENTS_WRITE, this::add),
                Route.get("/clients/{client}", CLIENTS_READ, this::show),
                Route.change("PUT", "/clients/{client}", CLIENTS_WRITE, this::replace),
                Route.change("PATCH", "/clients/{client}", CLIENTS_WRITE, this::setEnabled),
                Route.change("POST", "/clients/{client}/secrets", CLIENTS_WRITE, this::rotateSecret),
                Route.delete("/clients/{client}/secrets/previous", CLIENTS_WRITE, this::endPreviousSecret),
                Route.change("PUT", "/clients/{client}/keys", CLIENTS_WRITE, this::replaceKeys));
    }

    private CallResult list(Call call) {
        String after = call.after();
        List<Client> rows = clients.page(after == null ? null : new ClientId(after), call.limit() + 1);
        return CallResult.ok(Call.page(
                rows, call.limit(), ClientRoutes::json, client -> client.id().value()));
    }

    private CallResult show(Call call) {
        return clients.find(new ClientId(call.id()))
                .map(client -> CallResult.ok(json(client), tag(client)))
                .orElseGet(() -> CallResult.refused(ApiProblem.notFound()));
    }

    private CallResult add(Call call) {
        return switch (adding.read(call.body())) {
            case ClientMetadata.Result.Invalid(List<String> problems) ->
                CallResult.refused(ApiProblem.badBody(problems));
            case ClientMetadata.Result.Valid(ClientMetadata metadata) ->
                switch (adding.add(metadata, call.operator())) {
                    case AddClient.Result.BeyondOwnRights() -> CallResult.refused(ApiProblem.beyondOwnRights());
                    case AddClient.Result.Refused(String why) ->
                        CallResult.refused(ApiProblem.of(409, "CLIENT_ID_TAKEN", "This client_id is taken"));
                    case AddClient.Result.Added(ClientId id, String secret) -> {
                        Client client = clients.find(id).orElseThrow();
                        yield CallResult.created(
                                withSecret(json(client), secret),
                                tag(client),
                                "/clients/" + URLEncoder.encode(id.value(), StandardCharsets.UTF_8));
                    }
                };
        };
    }

    private CallResult replace(Call call) {
        Map<String, Object> body = new LinkedHashMap<>(call.body());
        Object named = body.remove("client_id");
        if (named != null && !named.equals(call.id())) {
            return CallResult.refused(ApiProblem.badBody(List.of("client_id is another than the path's")));
        }
        return switch (adding.read(body)) {
            case ClientMetadata.Result.Invalid(List<String> problems) ->
                CallResult.refused(ApiProblem.badBody(problems));
            case ClientMetadata.Result.Valid(ClientMetadata metadata) ->
                changed(call, asRead -> changing.replace(id(call), asRead, metadata, call.operator()));
        };
    }

    private CallResult setEnabled(Call call) {
        JsonFields fields = new JsonFields(call.body());
        fields.require("enabled");
        Optional<Boolean> enabled = fields.flag("enabled");
        return fields.problem()
                .map(CallResult::refused)
                .orElseGet(() -> changed(
                        call, asRead -> changing.setEnabled(id(call), asRead, enabled.orElseThrow(), call.operator())));
    }

    private CallResult rotateSecret(Call call) {
        JsonFields fields = new JsonFields(call.body());
        Duration overlap = fields.number("overlap_seconds", 0, ChangeClient.LONGEST_OVERLAP.toSeconds())
                .map(Duration::ofSeconds)
                .orElse(USUAL_OVERLAP);
        return fields.problem()
                .map(CallResult::refused)
                .orElseGet(() -> ifMatch(
                        call,
                        asRead -> changing.rotateSecret(id(call), asRead, overlap, call.operator()),
                        rotated -> CallResult.created(
                                withSecret(json(rotated.client()), rotated.secret()),
                                tag(rotated.client()),
                                "/clients/" + URLEncoder.encode(call.id(), StandardCharsets.UTF_8))));
    }

    private CallResult endPreviousSecret(Call call) {
        return changed(call, asRead -> changing.endPreviousSecret(id(call), asRead, call.operator()));
    }

    private CallResult replaceKeys(Call call) {
        Optional<Client> client = clients.find(id(call)); // its profile, which never changes, says what fits
        if (client.isEmpty()) {
            return CallResult.refused(ApiProblem.notFound());
        }
        Set<String> algorithms = client.get().profile().assertionAlgorithms();
        JsonFields fields = new JsonFields(call.body());
        fields.require("jwks");
        Optional<Map<?, ?>> jwks = fields.object("jwks");
        Optional<String> read = jwks.flatMap(map -> switch (ClientKeySet.register(map, algorithms)) {
            case ClientKeySet.Registration.Usable(String text) -> Optional.of(text);
            case ClientKeySet.Registration.Unusable(List<String> problems) -> {
                problems.forEach(fields::error);
                yield Optional.empty();
            }
        });
        return fields.problem()
                .map(CallResult::refused)
                .orElseGet(() -> changed(
                        call, asRead -> changing.replaceKeys(id(call), asRead, read.orElseThrow(), call.operator())));
    }

    private static ClientId id(Call call) {
        return new ClientId(call.id());
    }

    private static CallResult changed(Call call, Function<Predicate<Client>, Change<Client>> change) {
        return ifMatch(call, change, client -> CallResult.ok(json(client), tag(client)));
    }

    private static <T> CallResult ifMatch(
            Call call, Function<Predicate<Client>, Change<T>> change, Function<T, CallResult> done) {
        return call.ifMatch()
                .map(wanted -> Changes.answer(change.apply(client -> tag(client).equals(wanted)), done))
                .orElseGet(() -> CallResult.refused(ApiProblem.precondition()));
    }

    private static Map<String, Object> withSecret(Map<String, Object> json, @Nullable String secret) {
        if (secret != null) {
            json.put("client_secret", secret);
        }
        return json;
    }

    /** Over the credential's hash too, so that a rotation changes the tag. */
    private static String tag(Client client) {
        String hash = client.authentication() instanceof ClientAuthentication.SecretBasic basic
                ? basic.secret().hash()
                : "";
        return CallResult.tag(JSONObjectUtils.toJSONString(json(client)) + hash);
    }

    private static Map<String, Object> json(Client client) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("client_id", client.id().value());
        json.put("client_name", client.name());
        json.put("caregate_profile", client.profile().name());
        json.put("enabled", client.enabled());
        json.put("token_endpoint_auth_method", client.authentication().method());
        json.put("grant_types", List.copyOf(new TreeSet<>(client.grantTypes())));
        json.put("redirect_uris", client.redirectUris());
        json.put("scope", client.scopes().text());
        json.put(
                "caregate_audiences",
                client.audiences().stream().map(String::valueOf).sorted().toList());
        json.put(
                "caregate_introspects",
                client.introspects().stream().map(String::valueOf).sorted().toList());
        json.put("client_id_issued_at", client.createdAt().getEpochSecond());
        switch (client.authentication()) {
            case ClientAuthentication.None none -> {}
            case ClientAuthentication.SecretBasic basic -> {
                if (basic.previous() != null) {
                    json.put("previous_secret_until", basic.previous().until().toString());
                }
            }
            case ClientAuthentication.KeysByValue(String jwks) -> json.put("jwks", ClientKeySet.published(jwks));
            case ClientAuthentication.KeysByUrl(var uri) -> json.put("jwks_uri", uri.toString());
        }
        return json;
    }
}
