package org.caregate.administration.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caregate.administration.ApiOnStores;
import org.caregate.administration.http.ApiResponse;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.protocol.scope.Scope;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.revocation.Revocation;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People, invitations and roles through the API. */
class PeopleApiTests {
    private final ApiOnStores on = new ApiOnStores();

    @Test
    void people_areListedByUserName_pageByPage_andFoundByName() {
        ApiResponse first = on.get("/people?limit=1");
        assertThat(ApiOnStores.items(first))
                .extracting(one -> one.get("username"))
                .containsExactly("ada");
        ApiResponse second =
                on.get("/people?limit=1&cursor=" + ApiOnStores.json(first).get("next"));
        assertThat(ApiOnStores.items(second))
                .extracting(one -> one.get("username"))
                .containsExactly("lee");
        assertThat(ApiOnStores.json(second)).doesNotContainKey("next");
        assertThat(ApiOnStores.items(on.get("/people?username=lee")))
                .extracting(one -> one.get("id"))
                .containsExactly("lee-id");
        assertThat(ApiOnStores.items(on.get("/people?username=nobody"))).isEmpty();
        on.refusedAs(on.get("/people/nobody"), 404, "NOT_FOUND");
    }

    @Test
    void disabledPerson_losesTokensAndSessions_inTheSameTransaction() {
        on.sessions.add(ApiOnStores.session("s1", ApiOnStores.LEE));
        ApiResponse answer = on.patch(ApiOnStores.LEE, "{\"enabled\":false}");

        assertThat(ApiOnStores.json(answer)).containsEntry("enabled", false);
        assertThat(on.accounts.find(ApiOnStores.LEE))
                .get()
                .extracting(PersonAccount::enabled)
                .isEqualTo(false);
        assertThat(on.sessions.allOf(ApiOnStores.LEE)).isEmpty();
        assertThat(on.revocations.all()).extracting(Revocation::value).contains("lee-id");
        assertThat(on.audit.entries())
                .extracting(AuditEntry::action)
                .contains(Action.ADMINISTRATION, Action.USER_CHANGED, Action.PERSON_REVOKED);
    }

    @Test
    void enabledAgain_mayComeBack_andAskingTwiceChangesNothing() {
        on.patch(ApiOnStores.LEE, "{\"enabled\":false}");
        long version = on.revocations.head();
        assertThat(ApiOnStores.json(on.patch(ApiOnStores.LEE, "{\"enabled\":true}")))
                .containsEntry("enabled", true);
        assertThat(on.revocations.head()).as("nobody goes on by what was").isEqualTo(version + 1);
        on.audit.clear();
        assertThat(on.patch(ApiOnStores.LEE, "{\"enabled\":true}").status()).isEqualTo(200);
        assertThat(on.revocations.head()).isEqualTo(version + 1);
        assertThat(on.audit.entries()).extracting(AuditEntry::action).containsOnly(Action.ADMINISTRATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"enabled\":false}", "{\"roles\":[\"clinician\"]}"})
    void lastAdministrator_stays(String change) {
        on.refusedAs(on.patch(ApiOnStores.ADA, change), 409, "LAST_ADMINISTRATOR");
        assertThat(on.accounts.find(ApiOnStores.ADA))
                .get()
                .extracting(PersonAccount::enabled)
                .isEqualTo(true);
    }

    @Test
    void disabledAdministrator_doesNotCountAsAnotherOne() {
        on.accounts.add(new PersonAccount(
                new PersonId("bob-id"), new Username("bob"), "Bob", null, Set.of("administrator"), false));
        on.refusedAs(on.patch(ApiOnStores.ADA, "{\"enabled\":false}"), 409, "LAST_ADMINISTRATOR");
    }

    @Test
    void administratorBesideAnother_mayGo() {
        on.accounts.add(new PersonAccount(
                new PersonId("bob-id"), new Username("bob"), "Bob", null, Set.of("administrator"), true));
        assertThat(on.patch(ApiOnStores.ADA, "{\"roles\":[\"clinician\"]}").status())
                .isEqualTo(200);
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
        on.refusedAs(on.patch(ApiOnStores.LEE, body), status, reason);
        assertThat(on.accounts.find(ApiOnStores.LEE))
                .get()
                .extracting(PersonAccount::roles)
                .isEqualTo(Set.of("clinician"));
    }

    @Test
    void whoLacksARight_neitherGivesItNorTakesItFromWhoHasIt() {
        on.rights = new Scopes(List.<Scope>of(AdminScope.PEOPLE_READ, AdminScope.PEOPLE_WRITE));
        on.refusedAs(on.patch(ApiOnStores.LEE, "{\"roles\":[\"administrator\"]}"), 403, "BEYOND_OWN_RIGHTS");
        on.refusedAs(on.patch(ApiOnStores.ADA, "{\"enabled\":false}"), 403, "BEYOND_OWN_RIGHTS");
        on.refusedAs(
                on.call(
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
        String tag = on.get("/people/lee-id").headers().getOrDefault("ETag", "none");
        List<Callable<Integer>> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String body = "{\"name\":\"Name " + i + "\"}";
            changes.add(() -> on.call("PATCH", "/people/lee-id", body, Map.of("if-match", tag))
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
        on.refusedAs(on.call("PATCH", "/people/lee-id", "{\"name\":\"N\"}", Map.of()), 428, "PRECONDITION_REQUIRED");
    }

    @Test
    void invitation_hasItsLinkOnce_andRefusesWhatCannotBe() {
        ApiResponse invited = on.call(
                "POST",
                "/invitations",
                "{\"username\":\"new\",\"name\":\"New\",\"role\":\"clinician\",\"fhir_user\":\"Practitioner/d2\"}",
                Map.of());
        assertThat(invited.status()).isEqualTo(201);
        assertThat(ApiOnStores.text(ApiOnStores.json(invited), "link"))
                .startsWith("https://auth.example.org/invitation?token=cgi_");
        assertThat(on.audit.lastEntry().action()).isEqualTo(Action.USER_INVITED);
        on.refusedAs(
                on.call(
                        "POST",
                        "/invitations",
                        "{\"username\":\"lee\",\"name\":\"L\",\"role\":\"clinician\"}",
                        Map.of()),
                409,
                "NOT_INVITED");
        on.refusedAs(on.call("POST", "/invitations", "{\"username\":\"q\"}", Map.of()), 422, "BODY_INVALID");
    }

    @Test
    void reset_hasItsLinkOnce_andRefusesWhatCannotBe() {
        ApiResponse reset = on.call("POST", "/resets", "{\"person\":\"lee-id\"}", Map.of());
        assertThat(reset.status()).isEqualTo(201);
        assertThat(ApiOnStores.text(ApiOnStores.json(reset), "link"))
                .startsWith("https://auth.example.org/invitation?token=cgi_");
        assertThat(on.audit.lastEntry().action()).isEqualTo(Action.RESET_LINK_MADE);
        on.refusedAs(on.call("POST", "/resets", "{\"person\":\"nobody\"}", Map.of()), 404, "NOT_FOUND");
        on.refusedAs(
                on.call("POST", "/resets", "{\"person\":\"lee-id\",\"password\":\"x\"}", Map.of()),
                422,
                "BODY_INVALID");
        on.patch(ApiOnStores.LEE, "{\"enabled\":false}");
        on.refusedAs(on.call("POST", "/resets", "{\"person\":\"lee-id\"}", Map.of()), 409, "NOT_RESET");
    }

    @Test
    void invitationToAPatientsRecord_isAnActionOfItsOwn() {
        ApiResponse invited = on.call(
                "POST",
                "/invitations",
                "{\"username\":\"rosa\",\"name\":\"Rosa\",\"role\":\"patient\",\"fhir_user\":\"Patient/p1\"}",
                Map.of());
        assertThat(invited.status()).as(invited.body()).isEqualTo(201);
        assertThat(on.audit.lastEntry().action()).isEqualTo(Action.PATIENT_INVITED);
    }

    @Test
    void linksThatWork_areListedWithTheirMakers_andWithdrawn() {
        String secret = ApiOnStores.text(
                ApiOnStores.json(on.call("POST", "/resets", "{\"person\":\"lee-id\"}", Map.of())), "link");
        List<Map<String, Object>> links = ApiOnStores.items(on.get("/links"));
        assertThat(links)
                .singleElement()
                .satisfies(link -> assertThat(link)
                        .containsEntry("kind", "reset")
                        .containsEntry("username", "lee")
                        .containsEntry("made_by_system_user", "root"));
        assertThat(on.get("/links").body()).doesNotContain(secret.substring(secret.indexOf('.') + 1));
        String id = ApiOnStores.text(links.getFirst(), "id");

        assertThat(on.call("DELETE", "/links/" + id, "", Map.of()).status()).isEqualTo(204);
        assertThat(on.audit.lastEntry().action()).isEqualTo(Action.LINK_WITHDRAWN);
        assertThat(on.audit.lastEntry().person()).isEqualTo("lee-id");

        assertThat(ApiOnStores.items(on.get("/links"))).isEmpty();
        on.refusedAs(on.call("DELETE", "/links/" + id, "", Map.of()), 404, "NOT_FOUND");
    }

    @Test
    void withoutTheRight_linksAreNeitherListedNorWithdrawn() {
        on.rights = new Scopes(List.<Scope>of(AdminScope.GRANTS_READ));
        assertThat(on.get("/links").status()).isEqualTo(403);
        on.rights = new Scopes(List.<Scope>of(AdminScope.PEOPLE_READ));
        assertThat(on.call("DELETE", "/links/x", "", Map.of()).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"enabled\":false}", "{\"roles\":[\"clinician\"]}"})
    void linksOfAnAdministratorWhoIsRemoved_areWithdrawn(String removal) {
        on.accounts.add(new PersonAccount(
                new PersonId("eve-id"), new Username("eve"), "Eve", null, Set.of("administrator"), true));
        on.invitations.add(on.linkMadeBy(new PersonId("eve-id")));
        assertThat(ApiOnStores.items(on.get("/links"))).hasSize(1);

        assertThat(on.patch(new PersonId("eve-id"), "{\"name\":\"Eve Two\"}").status())
                .isEqualTo(200);
        assertThat(ApiOnStores.items(on.get("/links"))).hasSize(1);

        assertThat(on.patch(new PersonId("eve-id"), removal).status()).isEqualTo(200);
        assertThat(ApiOnStores.items(on.get("/links"))).isEmpty();
        assertThat(on.audit.entries())
                .filteredOn(entry -> entry.action() == Action.USER_CHANGED)
                .last()
                .satisfies(entry -> assertThat(entry.detail()).containsEntry("linksWithdrawn", "1"));
    }

    @Test
    void whoLacksTheirRights_resetsNobody() {
        on.rights = new Scopes(List.<Scope>of(AdminScope.PEOPLE_READ, AdminScope.PEOPLE_WRITE));
        on.refusedAs(on.call("POST", "/resets", "{\"person\":\"ada-id\"}", Map.of()), 403, "BEYOND_OWN_RIGHTS");
    }

    @Test
    void roles_areShownWithTheirCeilings() {
        assertThat(ApiOnStores.items(on.get("/roles")))
                .anySatisfy(role -> assertThat(role)
                        .containsEntry("role", "administrator")
                        .containsEntry("scope", "openid admin/clients.read admin/people.write"));
    }
}
