package org.caregate.administration;

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
import org.caregate.accesstoken.standing.TokenStanding;
import org.caregate.administration.audit.AuditRoutes;
import org.caregate.administration.audit.SearchAudit;
import org.caregate.administration.http.AdministrationApi;
import org.caregate.administration.http.ApiRequest;
import org.caregate.administration.http.ApiResponse;
import org.caregate.administration.http.Route;
import org.caregate.administration.key.KeyRoutes;
import org.caregate.administration.key.RotateKeys;
import org.caregate.administration.link.LinkRoutes;
import org.caregate.administration.operation.Operator;
import org.caregate.administration.person.ChangePerson;
import org.caregate.administration.person.PeopleRoutes;
import org.caregate.administration.resource.ResourceRoutes;
import org.caregate.administration.revocation.Holders;
import org.caregate.administration.revocation.Revoke;
import org.caregate.administration.session.SessionRoutes;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.caregate.audit.entry.Outcome;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.crypto.signing.InMemorySigningKeyStore;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.identity.invitation.InMemoryInvitations;
import org.caregate.identity.invitation.Invitation;
import org.caregate.identity.invitation.Inviting;
import org.caregate.identity.invitation.Maker;
import org.caregate.identity.people.InMemoryPersonAccounts;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.Username;
import org.caregate.identity.session.InMemorySessionStore;
import org.caregate.identity.session.StoredSession;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.client.InMemoryClients;
import org.caregate.registry.grant.InMemoryGrants;
import org.caregate.registry.pending.InMemoryPendingAuthorizations;
import org.caregate.registry.person.Person;
import org.caregate.registry.revocation.InMemoryIssuanceFence;
import org.caregate.registry.revocation.InMemoryRevocations;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.testing.MutableClock;

/** The API on in-memory stores, as the operating system's user, whose rights a test may take away. */
public final class ApiOnStores {
    public static final URI ISSUER = URI.create("https://auth.example.org");
    public static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    public static final PersonId ADA = new PersonId("ada-id");
    public static final PersonId LEE = new PersonId("lee-id");

    public final MutableClock clock = MutableClock.at(NOW);
    public final InMemoryTransactions transactions = new InMemoryTransactions();
    public final InMemoryPersonAccounts accounts = new InMemoryPersonAccounts();
    public final InMemoryInvitations invitations = new InMemoryInvitations();
    public final InMemorySessionStore sessions = new InMemorySessionStore();
    public final InMemoryRevocations revocations = new InMemoryRevocations(transactions, clock);
    public final InMemoryAuditLog audit = new InMemoryAuditLog();
    public final SigningKeys keys = new SigningKeys(
            new InMemorySigningKeyStore(), new Envelopes(TestKeyRings.fresh(), new SecureRandom()), clock);
    public final InMemoryStore log = new InMemoryStore();
    public final TestLog testLog = TestLog.inMemory(log);
    final AdministrationApi api;
    public Scopes rights = new Scopes(List.of(AdminScope.values()));

    public ApiOnStores() {
        AuditedTransactions audited = new AuditedTransactions(transactions, audit, clock);
        Revoke revoke = new Revoke(
                revocations,
                new InMemoryGrants(transactions),
                new Holders(
                        new InMemoryClients(transactions),
                        id -> accounts.find(id)
                                .map(account -> new Person(
                                        id,
                                        account.displayName(),
                                        account.fhirUser(),
                                        account.roles(),
                                        Set.of(),
                                        account.enabled()))),
                new InMemoryPendingAuthorizations(transactions, clock),
                sessions,
                new InMemoryIssuanceFence(),
                audited);
        List<Route> routes = new ArrayList<>(new PeopleRoutes(
                        accounts,
                        new Inviting(
                                invitations,
                                accounts,
                                new CredentialHasher(TestKeyRings.fresh()),
                                new SecureRandom(),
                                audited),
                        new ChangePerson(
                                accounts,
                                ApiOnStores::roles,
                                invitations,
                                new InMemoryIssuanceFence(),
                                revoke,
                                revocations,
                                audited),
                        ApiOnStores::roles,
                        ISSUER,
                        clock)
                .routes());
        routes.addAll(new LinkRoutes(invitations, audited).routes());
        routes.addAll(new SessionRoutes(sessions, audited).routes());
        routes.addAll(new KeyRoutes(new RotateKeys(keys, revocations, audited), clock).routes());
        routes.addAll(new ResourceRoutes(List.of(new ResourceRoutes.Guarded(
                        URI.create("https://api.example.org/fhir"),
                        "fhir-r4",
                        URI.create("http://127.0.0.1:8080/fhir"))))
                .routes());
        routes.addAll(new AuditRoutes(new SearchAudit(testLog.search(log), audit, clock)).routes());
        api = new AdministrationApi(
                URI.create(ISSUER + "/admin/v1"),
                routes,
                (token, audience) -> new TokenStanding.Dead(DenyReason.TOKEN_MALFORMED),
                ApiOnStores::roles,
                audit,
                new org.caregate.audit.flood.RefusalFlood(clock, 3, Duration.ofSeconds(10)),
                clock);
        accounts.add(new PersonAccount(ADA, new Username("ada"), "Ada", null, Set.of("administrator"), true));
        accounts.add(
                new PersonAccount(LEE, new Username("lee"), "Dr. Lee", "Practitioner/d1", Set.of("clinician"), true));
        keys.create(KeyUse.ACCESS_TOKEN, NOW.minusSeconds(60));
        keys.create(KeyUse.ID_TOKEN, NOW.minusSeconds(60));
        keys.reload();
    }

    public static RoleDefinitions roles() {
        return switch (RoleDefinitions.define(Map.of(
                "patient", List.of("openid"),
                "clinician", List.of("openid"),
                "administrator", List.of("openid", "admin/clients.read", "admin/people.write")))) {
            case RoleDefinitions.Result.Valid(RoleDefinitions valid) -> valid;
            case RoleDefinitions.Result.Invalid(List<String> problems) -> throw new AssertionError(problems.toString());
        };
    }

    public ApiResponse call(String method, String path, String body, Map<String, String> headers) {
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

    public ApiResponse get(String path) {
        return call("GET", path, "", Map.of());
    }

    public ApiResponse patch(PersonId person, String json) {
        return call(
                "PATCH",
                "/people/" + person.value(),
                json,
                Map.of("if-match", get("/people/" + person.value()).headers().getOrDefault("ETag", "none")));
    }

    public static Map<String, Object> json(ApiResponse response) {
        try {
            return JSONObjectUtils.parse(response.body());
        } catch (ParseException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    public static String text(Map<String, Object> json, String name) {
        return String.valueOf(json.get(name));
    }

    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> items(ApiResponse response) {
        return (List<Map<String, Object>>) Objects.requireNonNull(json(response).get("items"));
    }

    public void refusedAs(ApiResponse response, int status, String reason) {
        assertThat(response.status()).as(response.body()).isEqualTo(status);
        assertThat(audit.lastEntry().reason()).isEqualTo(reason);
        assertThat(audit.lastEntry().outcome()).isEqualTo(Outcome.REFUSED);
    }

    public Invitation linkMadeBy(PersonId maker) {
        return Invitation.builder()
                .id("link-of-" + maker.value())
                .hash(new KeyedHash(1, "hash"))
                .kind(Invitation.Kind.PERSON)
                .person(new PersonId("new-id"))
                .username(new Username("new"))
                .displayName("New")
                .roles(Set.of("clinician"))
                .madeAt(NOW)
                .maker(new Maker.ApiCaller(new ClientId("caregate"), maker, "203.0.113.5"))
                .expiresAt(NOW.plusSeconds(3600))
                .build();
    }

    public static StoredSession session(String id, PersonId person) {
        return new StoredSession(id, id + "-cookie", new KeyedHash(1, id), NOW, NOW, person, NOW, NOW);
    }
}
