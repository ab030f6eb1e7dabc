package org.caregate.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.caregate.accesstoken.standing.TokenStanding;
import org.caregate.accesstoken.standing.TokenStanding.Dead;
import org.caregate.accesstoken.standing.TokenStanding.Live;
import org.caregate.accesstoken.standing.TokenStanding.Unsure;
import org.caregate.administration.client.AddClient;
import org.caregate.administration.client.ChangeClient;
import org.caregate.administration.client.ClientRoutes;
import org.caregate.administration.http.AdministrationApi;
import org.caregate.administration.http.ApiRequest;
import org.caregate.administration.http.ApiResponse;
import org.caregate.administration.http.Route;
import org.caregate.administration.key.RotateKeys;
import org.caregate.administration.revocation.Holders;
import org.caregate.administration.revocation.RevocationRoutes;
import org.caregate.administration.revocation.Revoke;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.flood.RefusalFlood;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.crypto.signing.InMemorySigningKeyStore;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.identity.session.InMemorySessionStore;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.TestAuthentication;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;
import org.caregate.protocol.token.TokenClaims;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.Samples;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.InMemoryClients;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.grant.InMemoryGrants;
import org.caregate.registry.pending.InMemoryPendingAuthorizations;
import org.caregate.registry.person.Person;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.resource.ResourceServers;
import org.caregate.registry.revocation.InMemoryIssuanceFence;
import org.caregate.registry.revocation.InMemoryRevocations;
import org.caregate.registry.revocation.Revocation;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.testing.MutableClock;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API as a function, on in-memory stores; tokens are judged as told. */
class AdministrationApiTests {
    private static final URI ISSUER = URI.create("https://auth.example.org");
    private static final URI AUDIENCE = URI.create("https://auth.example.org/admin/v1");
    private static final String ALL =
            "admin/clients.read admin/clients.write admin/grants.read admin/grants.write admin/keys.write";
    private static final String APP = """
            {"client_id":"chart","client_name":"Growth chart","redirect_uris":["https://app.example.org/cb"],
             "token_endpoint_auth_method":"client_secret_basic","scope":"openid patient/Observation.rs"}""";

    private final MutableClock clock = MutableClock.at(Instant.parse("2026-11-23T10:00:00Z"));
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryClients clients = new InMemoryClients(transactions);
    private final InMemoryGrants grants = new InMemoryGrants(transactions);
    private final InMemoryRevocations revocations = new InMemoryRevocations(transactions, clock);
    private final InMemoryAuditLog audit = new InMemoryAuditLog();
    private final CredentialHasher hasher = new CredentialHasher(TestKeyRings.fresh());
    private final SigningKeys keys = new SigningKeys(
            new InMemorySigningKeyStore(), new Envelopes(TestKeyRings.fresh(), new SecureRandom()), clock);
    private final Map<String, TokenStanding> tokens = new HashMap<>();
    final AdministrationApi api;

    AdministrationApiTests() {
        ResourceServers resources = new ResourceServers(List.of(
                new ResourceServer(URI.create("https://api.example.org/fhir"), ResourceServer.Kind.FHIR_R4),
                ResourceServer.administration(ISSUER)));
        AuditedTransactions audited = new AuditedTransactions(transactions, audit, clock);
        List<Route> routes = new ArrayList<>(new ClientRoutes(
                        clients,
                        new AddClient(clients, resources, hasher, new SecureRandom(), audited),
                        new ChangeClient(clients, hasher, new SecureRandom(), revocations, audited))
                .routes());
        routes.addAll(new RevocationRoutes(
                        grants,
                        new Revoke(
                                revocations,
                                grants,
                                new Holders(clients, id -> Optional.empty()),
                                new InMemoryPendingAuthorizations(transactions, clock),
                                new InMemorySessionStore(),
                                new InMemoryIssuanceFence(),
                                audited),
                        new RotateKeys(keys, revocations, audited),
                        clock)
                .routes());
        api = new AdministrationApi(
                AUDIENCE,
                routes,
                this::judge,
                AdministrationApiTests::roles,
                audit,
                new RefusalFlood(clock, 3, Duration.ofSeconds(10)),
                clock);
        tokens.put("good", live(ALL, AUDIENCE.toString()));
    }

    private static RoleDefinitions roles() {
        return switch (RoleDefinitions.define(Map.of(
                "patient", List.of("openid"),
                "clinician", List.of("openid"),
                "administrator", List.of("openid", "admin/clients.read")))) {
            case RoleDefinitions.Result.Valid(RoleDefinitions valid) -> valid;
            case RoleDefinitions.Result.Invalid(List<String> problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static Client service(String scopes) {
        return Client.builder()
                .id(new ClientId("operations"))
                .name("Operations")
                .profile(SecurityProfiles.SERVICE_2026)
                .authentication(new ClientAuthentication.KeysByValue("{\"keys\":[]}"))
                .grantTypes(Set.of("client_credentials"))
                .redirectUris(List.of())
                .origins(Set.of())
                .scopes(scopes(scopes))
                .audiences(Set.of(AUDIENCE))
                .introspects(Set.of())
                .enabled(true)
                .createdAt(Instant.EPOCH)
                .build();
    }

    private static Scopes scopes(String text) {
        if (ScopeParser.parse(text) instanceof ScopeParse.Parsed(Scopes scopes, List<String> unknown)) {
            return scopes;
        }
        throw new AssertionError(text);
    }

    /** The tokens of this test; which audience is asked for is the API's. */
    private TokenStanding judge(String text, Predicate<String> audience) {
        TokenStanding standing = tokens.getOrDefault(text, new Dead(DenyReason.TOKEN_MALFORMED));
        return standing instanceof Live live && !audience.test(live.claims().audience())
                ? new Dead(DenyReason.TOKEN_WRONG_AUDIENCE)
                : standing;
    }

    private static Authenticated token(String id, String audience, String scope) {
        return new TestAuthentication()
                .as(new TokenClaims(
                        id,
                        TokenClaims.Holder.client(service(ALL).id(), "Service2026"),
                        scopes(scope),
                        audience,
                        Instant.EPOCH,
                        Instant.MAX,
                        0));
    }

    private static Live live(String scope, String audience) {
        return live(scope, audience, Long.MAX_VALUE);
    }

    private static Live live(String scope, String audience, long version) {
        return new Live(token("jti-1", audience, scope), service(ALL), Optional.empty(), Optional.empty(), version);
    }

    private ApiResponse call(String method, String path, String body, Map<String, String> headers) {
        Map<String, List<String>> all = new HashMap<>();
        all.put("authorization", List.of("Bearer good"));
        if (!body.isEmpty()) {
            all.put("content-type", List.of("application/json"));
        }
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        int query = path.indexOf('?');
        return api.handle(new ApiRequest(
                method,
                query < 0 ? path : path.substring(0, query),
                query < 0 ? null : path.substring(query + 1),
                all,
                body.getBytes(StandardCharsets.UTF_8),
                false,
                "203.0.113.7",
                "request-1"));
    }

    private ApiResponse get(String path) {
        return call("GET", path, "", Map.of());
    }

    private ApiResponse add(String json) {
        return call("POST", "/clients", json, Map.of());
    }

    private static Map<String, Object> json(ApiResponse response) {
        try {
            return JSONObjectUtils.parse(response.body());
        } catch (ParseException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private static String tag(ApiResponse response) {
        return response.headers().getOrDefault("ETag", "none");
    }

    private void refusedAs(ApiResponse response, int status, String reason) {
        assertThat(response.status()).as(response.body()).isEqualTo(status);
        assertThat(response.headers()).containsEntry("Content-Type", "application/problem+json");
        assertThat(audit.lastEntry().reason()).isEqualTo(reason);
        assertThat(audit.lastEntry().outcome()).isIn(Outcome.REFUSED, Outcome.FAILED);
    }

    @Test
    @Requirement({"RFC7591-3.2.1", "RFC9110-8.8.3"})
    void client_isAdded_shownWithoutItsSecret_andListed() {
        ApiResponse added = add(APP);
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.headers()).containsEntry("Location", "/admin/v1/clients/chart");
        assertThat(json(added)).containsKey("client_secret");
        ApiResponse shown = get("/clients/chart");
        assertThat(tag(shown)).isEqualTo(tag(added));
        assertThat(json(shown)).doesNotContainKey("client_secret").containsEntry("client_name", "Growth chart");
        assertThat(json(get("/clients"))).containsOnlyKeys("items");
        refusedAs(add(APP), 409, "CLIENT_ID_TAKEN");
    }

    @Test
    @Requirement("RFC6750-3")
    void withoutToken_itIs401_withoutErrorCode() {
        ApiResponse response = api.handle(
                new ApiRequest("GET", "/nowhere", null, Map.of(), new byte[0], false, "203.0.113.7", "request-1"));
        refusedAs(response, 401, "TOKEN_MISSING");
        assertThat(response.headers().get("WWW-Authenticate"))
                .contains(
                        "resource_metadata=\"https://auth.example.org/.well-known/oauth-protected-resource/admin/v1\"")
                .doesNotContain("error=");
    }

    @Test
    void strangersWithoutEnd_areCounted_notRecordedOneByOne() {
        for (int i = 0; i < 10; i++) {
            call("GET", "/clients", "", Map.of("authorization", "Bearer wrong"));
        }
        assertThat(audit.entries()).hasSize(3);
    }

    @Test
    @Requirement({"RFC8707-2.2", "RFC6750-3.1"})
    void foreignWrongAndStaleTokens_areRefused() {
        tokens.put("foreign", live(ALL, "https://api.example.org/fhir"));
        tokens.put("stale", new Unsure(DenyReason.REVOCATION_VIEW_STALE));
        tokens.put("revoked", new Dead(DenyReason.TOKEN_REVOKED));
        refusedAs(call("GET", "/clients", "", Map.of("authorization", "Bearer foreign")), 401, "TOKEN_WRONG_AUDIENCE");
        refusedAs(call("GET", "/clients", "", Map.of("authorization", "Bearer stale")), 503, "REVOCATION_VIEW_STALE");
        refusedAs(call("GET", "/clients", "", Map.of("authorization", "Bearer revoked")), 401, "TOKEN_REVOKED");
        refusedAs(call("GET", "/clients", "", Map.of("authorization", "Basic Z29vZA==")), 401, "TOKEN_MALFORMED");
    }

    @Test
    @Requirement("RFC6750-3.1")
    void right_thatTheTokenLacks_is403_andNamed() {
        tokens.put("reader", live("admin/clients.read", AUDIENCE.toString()));
        ApiResponse response = call("POST", "/clients", APP, Map.of("authorization", "Bearer reader"));
        refusedAs(response, 403, "SCOPE_INSUFFICIENT");
        assertThat(response.headers().get("WWW-Authenticate")).contains("scope=\"admin/clients.write\"");
        assertThat(clients.all()).isEmpty();
    }

    @Test
    void right_thatTheClientIsNoLongerRegisteredFor_is403() {
        tokens.put("old", live(ALL + " admin/audit.read admin/people.read", AUDIENCE.toString()));
        assertThat(call("GET", "/clients", "", Map.of("authorization", "Bearer old"))
                        .status())
                .isEqualTo(200);
        assertThat(audit.lastEntry().scopes()).isEqualTo(ALL);
    }

    private Live person(String role, Set<String> amr) {
        Grant sample = Samples.grant("g1");
        Grant grant = sample.toBuilder()
                .audience(AUDIENCE)
                .scopes(scopes(ALL))
                .fhirUser(null)
                .amr(amr)
                .revoked(false)
                .version(0)
                .build();
        return new Live(
                token("jti-2", AUDIENCE.toString(), ALL),
                service(ALL),
                Optional.of(grant),
                Optional.of(new Person(sample.person(), "Ada", null, Set.of(role), Set.of(), true)),
                Long.MAX_VALUE);
    }

    @Test
    void person_isHeldToTheirRole_atEveryCall() {
        tokens.put("ada", person("administrator", Set.of("pwd", "otp", "mfa")));
        tokens.put("doctor", person("clinician", Set.of("pwd", "otp", "mfa")));
        assertThat(call("GET", "/clients", "", Map.of("authorization", "Bearer ada"))
                        .status())
                .isEqualTo(200);
        refusedAs(call("POST", "/clients", APP, Map.of("authorization", "Bearer ada")), 403, "SCOPE_INSUFFICIENT");
        refusedAs(call("GET", "/clients", "", Map.of("authorization", "Bearer doctor")), 403, "SCOPE_INSUFFICIENT");
    }

    @Test
    @Requirement("RFC9470-3")
    void personWithOneFactor_isAskedForMore() {
        tokens.put("half", person("administrator", Set.of("pwd")));
        ApiResponse response = call("GET", "/clients", "", Map.of("authorization", "Bearer half"));
        refusedAs(response, 401, "ONE_FACTOR");
        assertThat(response.headers().get("WWW-Authenticate")).contains("insufficient_user_authentication");
    }

    @Test
    void viewOlderThanItsOwnEntry_actsOnNothing() {
        tokens.put("late", live(ALL, AUDIENCE.toString(), -2));
        refusedAs(call("POST", "/clients", APP, Map.of("authorization", "Bearer late")), 503, "AUTHORITY_CHANGED");
        assertThat(clients.all()).isEmpty();
    }

    @Test
    void withoutAudit_nothingIsSaid_andNothingDone() {
        audit.failNext();
        assertThatThrownBy(() -> add(APP)).isInstanceOf(AuditUnavailableException.class);
        assertThat(clients.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /nowhere          | ''               | 404 | NOT_FOUND",
                "DELETE | /clients          | ''               | 405 | METHOD_NOT_ALLOWED",
                "GET    | /clients/none     | ''               | 404 | NOT_FOUND",
                "GET    | /clients?limit=0  | ''               | 400 | QUERY_MALFORMED",
                "GET    | /clients?limit=201| ''               | 400 | QUERY_MALFORMED",
                "GET    | /clients?cursor=* | ''               | 400 | QUERY_MALFORMED",
                "GET    | /clients?all=true | ''               | 400 | QUERY_MALFORMED",
                "GET    | /clients?limit=1&limit=2 | ''        | 400 | QUERY_MALFORMED",
                "GET    | /clients          | {}               | 400 | BODY_UNEXPECTED",
                "POST   | /clients          | {                | 400 | BODY_MALFORMED",
                "POST   | /clients          | {\"a\":1,\"a\":2}| 400 | BODY_MALFORMED",
                "POST   | /clients          | {\"sudo\":true}  | 422 | BODY_INVALID",
                "PATCH  | /clients/none     | {\"enabled\":1}  | 422 | BODY_INVALID",
                "PATCH  | /clients/none     | {\"enabled\":true,\"x\":1} | 422 | BODY_INVALID",
                "PATCH  | /clients/none     | {\"enabled\":true} | 428 | PRECONDITION_REQUIRED",
                "POST   | /revocations      | {\"kind\":\"all\",\"value\":\"x\"} | 422 | BODY_INVALID",
                "POST   | /revocations      | {\"kind\":\"before\",\"value\":\"2026-11-23T10:00:01Z\"} | 422 | BODY_INVALID"
            })
    @Requirement("RFC9457-3")
    void oddCall_isRefused_withItsReason(String method, String path, String body, int status, String reason) {
        refusedAs(call(method, path, body, Map.of()), status, reason);
    }

    @Test
    void longBody_is413_andOtherTypes_are415() {
        refusedAs(add("{\"client_name\":\"" + "x".repeat(70_000) + "\"}"), 413, "BODY_TOO_LARGE");
        refusedAs(call("POST", "/clients", APP, Map.of("content-type", "text/plain")), 415, "NOT_JSON");
    }

    @Test
    void pages_areBounded_andFollowOneAnother() {
        for (String id : List.of("a", "b", "c")) {
            add(APP.replace("chart", id));
        }
        Map<String, Object> first = json(get("/clients?limit=2"));
        assertThat((List<?>) first.get("items")).hasSize(2);
        Map<String, Object> second = json(get("/clients?limit=2&cursor=" + first.get("next")));
        assertThat((List<?>) second.get("items")).hasSize(1);
        assertThat(second).doesNotContainKey("next");
    }

    @Test
    void right_thatTheCallerLacks_isNotGivenAway() {
        String service = """
                {"client_id":"sneak","client_name":"Sneak","caregate_profile":"Service2026","scope":"%s",
                 "grant_types":["client_credentials"]}""";
        refusedAs(add(service.formatted("admin/audit.read")), 403, "BEYOND_OWN_RIGHTS");
        assertThat(add(service.formatted("admin/clients.read")).status()).isEqualTo(201);
    }

    @Test
    void clientWithRightsBeyondTheCallers_isNotTouched() {
        clients.add(service("admin/audit.read"));
        ApiResponse shown = get("/clients/operations");
        refusedAs(
                call("PATCH", "/clients/operations", "{\"enabled\":false}", Map.of("if-match", tag(shown))),
                403,
                "BEYOND_OWN_RIGHTS");
        assertThat(clients.find(new ClientId("operations")).orElseThrow().enabled())
                .isTrue();
    }

    @Test
    @Requirement("RFC9110-13.1.1")
    void outdatedChange_is412_andChangesNothing() {
        String read = tag(add(APP));
        ApiResponse off = call("PATCH", "/clients/chart", "{\"enabled\":false}", Map.of("if-match", read));
        assertThat(off.status()).isEqualTo(200);
        assertThat(audit.lastEntry().action()).isEqualTo(Action.CLIENT_CHANGED);
        refusedAs(
                call("PATCH", "/clients/chart", "{\"enabled\":true}", Map.of("if-match", read)),
                412,
                "PRECONDITION_FAILED");
        assertThat(call("PATCH", "/clients/chart", "{\"enabled\":true}", Map.of("if-match", tag(off)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void racingChangesOfOneReading_haveOneWinner() throws Exception {
        String read = tag(add(APP));
        Callable<Integer> rotating = () -> call("POST", "/clients/chart/secrets", "{}", Map.of("if-match", read))
                .status();
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> one : executor.invokeAll(java.util.Collections.nCopies(8, rotating))) {
                statuses.add(one.get());
            }
        }
        assertThat(statuses)
                .containsOnlyOnce(201)
                .filteredOn(status -> status == 412)
                .hasSize(7);
    }

    @Test
    void twoSecrets_areGoodForAWhile_andAThirdIsRefused() {
        long version = revocations.head();
        ApiResponse first = call("POST", "/clients/chart/secrets", "{}", Map.of("if-match", tag(add(APP))));
        assertThat(json(first)).containsEntry("previous_secret_until", "2026-11-24T10:00:00Z");
        refusedAs(call("POST", "/clients/chart/secrets", "{}", Map.of("if-match", tag(first))), 409, "TWO_SECRETS");
        ApiResponse ended = call("DELETE", "/clients/chart/secrets/previous", "", Map.of("if-match", tag(first)));
        assertThat(json(ended)).doesNotContainKey("previous_secret_until");
        assertThat(call("POST", "/clients/chart/secrets", "{\"overlap_seconds\":0}", Map.of("if-match", tag(ended)))
                        .status())
                .isEqualTo(201);
        assertThat(revocations.head()).as("nobody goes on by what was").isGreaterThan(version);
    }

    @Test
    void registration_isReplaced_butNeverItsWayToAuthenticate() {
        ApiResponse added = add(APP);
        ApiResponse renamed =
                call("PUT", "/clients/chart", APP.replace("Growth chart", "Curves"), Map.of("if-match", tag(added)));
        assertThat(json(renamed)).containsEntry("client_name", "Curves");
        refusedAs(
                call(
                        "PUT",
                        "/clients/chart",
                        APP.replace("client_secret_basic", "none"),
                        Map.of("if-match", tag(renamed))),
                409,
                "ANOTHER_CLIENT");
        refusedAs(
                call("PUT", "/clients/chart/keys", "{\"jwks\":{\"keys\":[]}}", Map.of("if-match", tag(renamed))),
                422,
                "BODY_INVALID");
    }

    @Test
    void grants_areListed_withoutPatients_andRevokedOnce() {
        grants.add(Samples.grant("g1"));
        assertThat(get("/grants").body()).contains("g1").doesNotContain("patient\":");
        String order = "{\"kind\":\"grant\",\"value\":\"g1\"}";
        assertThat(json(call("POST", "/revocations", order, Map.of()))).containsEntry("revoked", true);
        assertThat(json(call("POST", "/revocations", order, Map.of()))).containsEntry("revoked", false);
        assertThat(audit.entries())
                .filteredOn(entry -> entry.action() == Action.ADMINISTRATION)
                .allSatisfy(entry -> assertThat(entry.detail()).containsEntry("by", "client operations"));
    }

    @Test
    void rotationThatShowsNowhereElse_changesTheTagToo() {
        String before = tag(add(APP));
        ApiResponse rotated =
                call("POST", "/clients/chart/secrets", "{\"overlap_seconds\":0}", Map.of("if-match", before));
        assertThat(rotated.status()).isEqualTo(201);
        assertThat(tag(rotated)).isNotEqualTo(before);
        refusedAs(
                call("POST", "/clients/chart/secrets", "{\"overlap_seconds\":0}", Map.of("if-match", before)),
                412,
                "PRECONDITION_FAILED");
    }

    @Test
    void revokedKey_andTheOlderOnesOfItsUse_areRefusedFromNowOn_andANewOneSigns() {
        String older = keys.create(KeyUse.ACCESS_TOKEN, clock.instant().minusSeconds(60));
        String other = keys.create(KeyUse.ID_TOKEN, clock.instant().minusSeconds(60));
        keys.reload();
        assertThat(json(call("POST", "/revocations", "{\"kind\":\"key\",\"value\":\"" + older + "\"}", Map.of())))
                .containsEntry("revoked", true);
        assertThat(revocations.all())
                .extracting(Revocation::kind, Revocation::value)
                .containsExactly(tuple(Revocation.Kind.KEY, older));
        assertThat(keys.verificationKey(older, KeyUse.ACCESS_TOKEN)).isEmpty();
        assertThat(keys.verificationKey(other, KeyUse.ID_TOKEN)).isPresent();
        assertThat(keys.complete()).isTrue();
        assertThat(json(call("POST", "/revocations", "{\"kind\":\"key\",\"value\":\"" + older + "\"}", Map.of())))
                .containsEntry("revoked", false);
    }
}
