package org.caregate.administration.api;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caregate.administration.Operator;
import org.caregate.administration.audit.SearchAudit;
import org.caregate.administration.key.RotateKeys;
import org.caregate.administration.person.ChangePerson;
import org.caregate.administration.revocation.Revoke;
import org.caregate.audit.GroupCommitAuditLog;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.search.AuditSearch;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.crypto.signing.InMemorySigningKeyStore;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.identity.invitation.InMemoryInvitations;
import org.caregate.identity.invitation.Inviting;
import org.caregate.identity.people.InMemoryPersonAccounts;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.Username;
import org.caregate.identity.session.InMemorySessionStore;
import org.caregate.identity.session.StoredSession;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.protocol.scope.Scope;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.client.InMemoryClients;
import org.caregate.registry.grant.InMemoryGrants;
import org.caregate.registry.person.Person;
import org.caregate.registry.revocation.InMemoryRevocations;
import org.caregate.registry.revocation.Revocation;
import org.caregate.testing.MutableClock;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People, sessions, keys, resources and the log through the API, on in-memory stores. */
class PeopleAndKeysApiTests {
    private static final URI ISSUER = URI.create("https://auth.example.org");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final PersonId ADA = new PersonId("ada-id");
    private static final PersonId LEE = new PersonId("lee-id");

    private final MutableClock clock = MutableClock.at(NOW);
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryPersonAccounts accounts = new InMemoryPersonAccounts();
    private final InMemorySessionStore sessions = new InMemorySessionStore();
    private final InMemoryRevocations revocations = new InMemoryRevocations(transactions, clock);
    private final InMemoryAuditLog audit = new InMemoryAuditLog();
    private final SigningKeys keys = new SigningKeys(
            new InMemorySigningKeyStore(), new Envelopes(TestKeyRings.fresh(), new SecureRandom()), clock);
    private final InMemoryStore log = new InMemoryStore();
    private final TestLog testLog = TestLog.inMemory(log);
    final AdministrationApi api;
    private Scopes rights = new Scopes(List.of(AdminScope.values()));

    PeopleAndKeysApiTests() {
        Revoke revoke = new Revoke(
                transactions,
                revocations,
                new InMemoryGrants(transactions),
                new InMemoryClients(transactions),
                id -> accounts.find(id)
                        .map(account -> new Person(
                                id,
                                account.displayName(),
                                account.fhirUser(),
                                account.roles(),
                                Set.of(),
                                account.enabled())),
                sessions::endAllOf,
                audit,
                clock);
        List<Route> routes = new ArrayList<>(new PeopleRoutes(
                        accounts,
                        new Inviting(
                                new InMemoryInvitations(),
                                accounts,
                                new CredentialHasher(TestKeyRings.fresh()),
                                new SecureRandom(),
                                transactions,
                                audit,
                                clock),
                        new ChangePerson(transactions, accounts, PeopleAndKeysApiTests::roles, revoke, audit, clock),
                        PeopleAndKeysApiTests::roles,
                        ISSUER,
                        clock)
                .routes());
        routes.addAll(new SessionRoutes(transactions, sessions, audit, clock).routes());
        routes.addAll(new KeyRoutes(new RotateKeys(transactions, keys, audit, clock), clock).routes());
        routes.addAll(new ResourceRoutes(List.of(new ResourceRoutes.Guarded(
                        URI.create("https://api.example.org/fhir"),
                        "fhir-r4",
                        URI.create("http://127.0.0.1:8080/fhir"))))
                .routes());
        routes.addAll(new AuditRoutes(new SearchAudit(new AuditSearch(log, testLog.sealing), audit, clock)).routes());
        api = new AdministrationApi(
                URI.create(ISSUER + "/admin/v1"),
                routes,
                token -> new CallerIdentification.Identification.Dead("TOKEN_INVALID"),
                PeopleAndKeysApiTests::roles,
                audit,
                new org.caregate.audit.flood.RefusalFlood(clock, 3, Duration.ofSeconds(10)),
                clock);
    }

    @BeforeEach
    void people() {
        accounts.add(new PersonAccount(ADA, new Username("ada"), "Ada", null, Set.of("administrator"), true));
        accounts.add(
                new PersonAccount(LEE, new Username("lee"), "Dr. Lee", "Practitioner/d1", Set.of("clinician"), true));
        keys.create(KeyUse.ACCESS_TOKEN, NOW.minusSeconds(60));
        keys.create(KeyUse.ID_TOKEN, NOW.minusSeconds(60));
        keys.reload();
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

    private ApiResponse call(String method, String path, String body, Map<String, String> headers) {
        Map<String, List<String>> all = new HashMap<>();
        if (!body.isEmpty()) {
            all.put("content-type", List.of("application/json"));
        }
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        int query = path.indexOf('?');
        return api.handleLocally(
                new ApiRequest(
                        method,
                        query < 0 ? path : path.substring(0, query),
                        query < 0 ? null : path.substring(query + 1),
                        all,
                        body.getBytes(StandardCharsets.UTF_8),
                        false,
                        "203.0.113.7",
                        "request-1"),
                new Operator("request-1", "root", null, rights));
    }

    private ApiResponse get(String path) {
        return call("GET", path, "", Map.of());
    }

    private ApiResponse patch(PersonId person, String json) {
        return call(
                "PATCH",
                "/people/" + person.value(),
                json,
                Map.of("if-match", get("/people/" + person.value()).headers().getOrDefault("ETag", "none")));
    }

    private static Map<String, Object> json(ApiResponse response) {
        try {
            return JSONObjectUtils.parse(response.body());
        } catch (ParseException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private static String text(Map<String, Object> json, String name) {
        return String.valueOf(json.get(name));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(ApiResponse response) {
        return (List<Map<String, Object>>) Objects.requireNonNull(json(response).get("items"));
    }

    private void refusedAs(ApiResponse response, int status, String reason) {
        assertThat(response.status()).as(response.body()).isEqualTo(status);
        assertThat(audit.lastEntry().reason()).isEqualTo(reason);
        assertThat(audit.lastEntry().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void people_areListedByUserName_pageByPage_andFoundByName() {
        ApiResponse first = get("/people?limit=1");
        assertThat(items(first)).extracting(one -> one.get("username")).containsExactly("ada");
        ApiResponse second = get("/people?limit=1&cursor=" + json(first).get("next"));
        assertThat(items(second)).extracting(one -> one.get("username")).containsExactly("lee");
        assertThat(json(second)).doesNotContainKey("next");
        assertThat(items(get("/people?username=lee")))
                .extracting(one -> one.get("id"))
                .containsExactly("lee-id");
        assertThat(items(get("/people?username=nobody"))).isEmpty();
        refusedAs(get("/people/nobody"), 404, "NOT_FOUND");
    }

    @Test
    void disabledPerson_losesTokensAndSessions_inTheSameTransaction() {
        sessions.add(session("s1", LEE));
        ApiResponse answer = patch(LEE, "{\"enabled\":false}");

        assertThat(json(answer)).containsEntry("enabled", false);
        assertThat(accounts.find(LEE)).get().extracting(PersonAccount::enabled).isEqualTo(false);
        assertThat(sessions.allOf(LEE)).isEmpty();
        assertThat(revocations.all()).extracting(Revocation::value).contains("lee-id");
        assertThat(audit.entries())
                .extracting(AuditEntry::action)
                .contains(Action.ADMINISTRATION, Action.USER_CHANGED, Action.PERSON_REVOKED);
    }

    @Test
    void enabledAgain_mayComeBack_andAskingTwiceChangesNothing() {
        patch(LEE, "{\"enabled\":false}");
        assertThat(json(patch(LEE, "{\"enabled\":true}"))).containsEntry("enabled", true);
        audit.clear();
        assertThat(patch(LEE, "{\"enabled\":true}").status()).isEqualTo(200);
        assertThat(audit.entries()).extracting(AuditEntry::action).containsOnly(Action.ADMINISTRATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"enabled\":false}", "{\"roles\":[\"clinician\"]}"})
    void lastAdministrator_stays(String change) {
        refusedAs(patch(ADA, change), 409, "LAST_ADMINISTRATOR");
        assertThat(accounts.find(ADA)).get().extracting(PersonAccount::enabled).isEqualTo(true);
    }

    @Test
    void disabledAdministrator_doesNotCountAsAnotherOne() {
        accounts.add(new PersonAccount(
                new PersonId("bob-id"), new Username("bob"), "Bob", null, Set.of("administrator"), false));
        refusedAs(patch(ADA, "{\"enabled\":false}"), 409, "LAST_ADMINISTRATOR");
    }

    @Test
    void administratorBesideAnother_mayGo() {
        accounts.add(new PersonAccount(
                new PersonId("bob-id"), new Username("bob"), "Bob", null, Set.of("administrator"), true));
        assertThat(patch(ADA, "{\"roles\":[\"clinician\"]}").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"roles\":[\"surgeon\"]}|409|NO_SUCH_ROLE",
                "{\"roles\":[\"patient\"]}|409|ROLE_AND_RECORD",
                "{\"roles\":[]}|422|BODY_INVALID",
                "{\"roles\":\"clinician\"}|422|BODY_INVALID",
                "{\"enabled\":\"no\"}|422|BODY_INVALID",
                "{\"name\":\" \"}|422|BODY_INVALID",
                "{\"password\":\"x\"}|422|BODY_INVALID",
            })
    void changeThatMakesNoSense_isRefused(String body, int status, String reason) {
        refusedAs(patch(LEE, body), status, reason);
        assertThat(accounts.find(LEE)).get().extracting(PersonAccount::roles).isEqualTo(Set.of("clinician"));
    }

    @Test
    void whoLacksARight_neitherGivesItNorTakesItFromWhoHasIt() {
        rights = new Scopes(List.<Scope>of(AdminScope.PEOPLE_READ, AdminScope.PEOPLE_WRITE));
        refusedAs(patch(LEE, "{\"roles\":[\"administrator\"]}"), 403, "BEYOND_OWN_RIGHTS");
        refusedAs(patch(ADA, "{\"enabled\":false}"), 403, "BEYOND_OWN_RIGHTS");
        refusedAs(
                call(
                        "POST",
                        "/invitations",
                        "{\"username\":\"x\",\"name\":\"X\",\"role\":\"administrator\"}",
                        Map.of()),
                403,
                "BEYOND_OWN_RIGHTS");
    }

    @Test
    @Requirement("RFC9110-13.1.1")
    void ofManyChangesAtOnce_oneIsMade_andTheOthersReadAgain() throws Exception {
        String tag = get("/people/lee-id").headers().getOrDefault("ETag", "none");
        List<Callable<Integer>> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String body = "{\"name\":\"Name " + i + "\"}";
            changes.add(() -> call("PATCH", "/people/lee-id", body, Map.of("if-match", tag))
                    .status());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : threads.invokeAll(changes)) {
                statuses.add(one.get());
            }
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 412).hasSize(19);
        }
        refusedAs(call("PATCH", "/people/lee-id", "{\"name\":\"N\"}", Map.of()), 428, "PRECONDITION_REQUIRED");
    }

    @Test
    void invitation_hasItsLinkOnce_andRefusesWhatCannotBe() {
        ApiResponse invited = call(
                "POST",
                "/invitations",
                "{\"username\":\"new\",\"name\":\"New\",\"role\":\"clinician\",\"fhir_user\":\"Practitioner/d2\"}",
                Map.of());
        assertThat(invited.status()).isEqualTo(201);
        assertThat(text(json(invited), "link")).startsWith("https://auth.example.org/invitation?token=cgi_");
        assertThat(audit.lastEntry().action()).isEqualTo(Action.USER_INVITED);
        refusedAs(
                call("POST", "/invitations", "{\"username\":\"lee\",\"name\":\"L\",\"role\":\"clinician\"}", Map.of()),
                409,
                "NOT_INVITED");
        refusedAs(call("POST", "/invitations", "{\"username\":\"q\"}", Map.of()), 422, "BODY_INVALID");
    }

    @Test
    void roles_areShownWithTheirCeilings() {
        assertThat(items(get("/roles")))
                .anySatisfy(role -> assertThat(role)
                        .containsEntry("role", "administrator")
                        .containsEntry("scope", "openid admin/clients.read"));
    }

    private static StoredSession session(String id, PersonId person) {
        return new StoredSession(id, id + "-cookie", new KeyedHash(1, id), NOW, NOW, person, NOW, NOW);
    }

    @Test
    void session_isListedWithoutItsCookie_andEnded() {
        sessions.add(session("s1", LEE));
        ApiResponse listed = get("/people/lee-id/sessions");
        assertThat(items(listed)).extracting(one -> one.get("id")).containsExactly("s1");
        assertThat(listed.body()).doesNotContain("cookie");
        assertThat(call("DELETE", "/sessions/s1", "", Map.of()).status()).isEqualTo(204);
        assertThat(audit.lastEntry().action()).isEqualTo(Action.SIGN_OUT);
        assertThat(audit.lastEntry().person()).isEqualTo("lee-id");
        assertThat(sessions.find("s1")).isEmpty();
        refusedAs(call("DELETE", "/sessions/s1", "", Map.of()), 404, "NOT_FOUND");
    }

    @Test
    @Requirement("RFC7517-9.3")
    void rotatedKey_isPublishedBeforeItSigns_andTheOldOneVerifiesAWhileLonger() {
        String before = text(items(get("/keys")).getFirst(), "kid");
        ApiResponse rotated = call("POST", "/keys", "{\"use\":\"access_token\"}", Map.of());

        assertThat(rotated.status()).isEqualTo(201);
        assertThat(json(rotated)).containsEntry("state", "upcoming").doesNotContainKey("d");
        assertThat(get("/keys").body()).doesNotContain("\"d\"");
        assertThat(keys.published().getKeys()).hasSize(3);
        clock.advance(RotateKeys.PUBLISHED_BEFORE);
        assertThat(stateOf(before)).isEqualTo("verifying");
        assertThat(stateOf(text(json(rotated), "kid"))).isEqualTo("signing");
        clock.advance(Duration.ofHours(2));
        assertThat(stateOf(before)).isEqualTo("retired");
        assertThat(keys.verificationKey(before, KeyUse.ACCESS_TOKEN)).isEmpty();
    }

    @Test
    void keyThatLeaked_isReplacedAtOnce() {
        String before = text(items(get("/keys")).getFirst(), "kid");
        assertThat(json(call("POST", "/keys", "{\"use\":\"access_token\",\"at_once\":true}", Map.of())))
                .containsEntry("state", "signing");
        assertThat(keys.verificationKey(before, KeyUse.ACCESS_TOKEN)).isEmpty();
        assertThat(audit.lastEntry().action()).isEqualTo(Action.KEY_CREATED);
        refusedAs(call("POST", "/keys", "{\"use\":\"everything\"}", Map.of()), 422, "BODY_INVALID");
        refusedAs(call("POST", "/keys", "{\"use\":\"id_token\",\"kid\":\"mine\"}", Map.of()), 422, "BODY_INVALID");
    }

    private String stateOf(String kid) {
        return items(get("/keys")).stream()
                .filter(key -> kid.equals(key.get("kid")))
                .map(key -> text(key, "state"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void resources_areShownAsConfigured() {
        assertThat(items(get("/resources")))
                .containsExactly(Map.of(
                        "base", "https://api.example.org/fhir",
                        "kind", "fhir-r4",
                        "upstream", "http://127.0.0.1:8080/fhir"));
    }

    @Test
    void log_isSearched_pageByPage_andTheSearchIsRecordedFirst() {
        try (GroupCommitAuditLog writer =
                new GroupCommitAuditLog(log, testLog.sealing, GroupCommitAuditLog.Limits.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                writer.record(AuditEntry.of(NOW.plusSeconds(i), "e" + i, Action.SIGN_IN, Outcome.REFUSED)
                        .person("lee-id")
                        .build());
            }
        }
        ApiResponse first = get("/audit/entries?person=lee-id&limit=2");
        assertThat(items(first)).extracting(entry -> entry.get("exchange")).containsExactly("e2", "e1");
        assertThat(items(get("/audit/entries?person=lee-id&limit=2&cursor="
                        + json(first).get("next"))))
                .extracting(entry -> entry.get("exchange"))
                .containsExactly("e0");
        assertThat(audit.lastEntry().action()).isEqualTo(Action.AUDIT_QUERY);
        assertThat(items(get("/audit/entries?person=lee-id&outcome=permitted"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outcome=maybe",
                "action=dance",
                "from=yesterday",
                "until=1",
                "cursor=YWJj",
                "limit=0",
                "limit=201",
                "sql=1"
            })
    void searchThatMakesNoSense_isRefused(String query) {
        refusedAs(get("/audit/entries?" + query), 400, "QUERY_MALFORMED");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/people,admin/people.read",
        "PATCH,/people/x,admin/people.write",
        "POST,/invitations,admin/people.write",
        "GET,/roles,admin/people.read",
        "GET,/people/x/sessions,admin/people.read",
        "DELETE,/sessions/x,admin/people.write",
        "GET,/keys,admin/keys.read",
        "POST,/keys,admin/keys.write",
        "GET,/resources,admin/resources.read",
        "GET,/audit/entries,admin/audit.read",
    })
    void eachOperation_isRefusedWithoutItsOwnRight(String method, String path, String needed) {
        rights = new Scopes(List.of(AdminScope.values()).stream()
                .filter(right -> !right.text().equals(needed))
                .map(right -> (Scope) right)
                .toList());
        ApiResponse response = call(method, path, "", Map.of());
        refusedAs(response, 403, "SCOPE_INSUFFICIENT");
        assertThat(response.headers().get("WWW-Authenticate")).contains("scope=\"" + needed + "\"");
    }
}
