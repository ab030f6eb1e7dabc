package org.caregate.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.caregate.administration.http.ApiResponse;
import org.caregate.administration.key.RotateKeys;
import org.caregate.audit.GroupCommitAuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.protocol.scope.Scope;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.revocation.Revocation;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions, keys, resources and the log through the API, and the right that each operation needs. */
class KeysAndLogApiTests {
    private final ApiOnStores on = new ApiOnStores();

    @Test
    void session_isListedWithoutItsCookie_andEnded() {
        on.sessions.add(ApiOnStores.session("s1", ApiOnStores.LEE));
        ApiResponse listed = on.get("/people/lee-id/sessions");
        assertThat(ApiOnStores.items(listed)).extracting(one -> one.get("id")).containsExactly("s1");
        assertThat(listed.body()).doesNotContain("cookie");
        assertThat(on.call("DELETE", "/sessions/s1", "", Map.of()).status()).isEqualTo(204);
        assertThat(on.audit.lastEntry().action()).isEqualTo(Action.SIGN_OUT);
        assertThat(on.audit.lastEntry().person()).isEqualTo("lee-id");
        assertThat(on.sessions.find("s1")).isEmpty();
        on.refusedAs(on.call("DELETE", "/sessions/s1", "", Map.of()), 404, "NOT_FOUND");
    }

    @Test
    @Requirement("RFC7517-9.3")
    void rotatedKey_isPublishedBeforeItSigns_andTheOldOneVerifiesAWhileLonger() {
        String before = ApiOnStores.text(ApiOnStores.items(on.get("/keys")).getFirst(), "kid");
        ApiResponse rotated = on.call("POST", "/keys", "{\"use\":\"access_token\"}", Map.of());

        assertThat(rotated.status()).isEqualTo(201);
        assertThat(ApiOnStores.json(rotated)).containsEntry("state", "upcoming").doesNotContainKey("d");
        assertThat(on.get("/keys").body()).doesNotContain("\"d\"");
        assertThat(on.keys.published().getKeys()).hasSize(3);
        on.clock.advance(RotateKeys.PUBLISHED_BEFORE);
        assertThat(stateOf(before)).isEqualTo("verifying");
        assertThat(stateOf(ApiOnStores.text(ApiOnStores.json(rotated), "kid"))).isEqualTo("signing");
        on.clock.advance(Duration.ofHours(2));
        assertThat(stateOf(before)).isEqualTo("retired");
        assertThat(on.keys.verificationKey(before, KeyUse.ACCESS_TOKEN)).isEmpty();
    }

    @Test
    void keyThatLeaked_isReplacedAtOnce() {
        String before = ApiOnStores.text(ApiOnStores.items(on.get("/keys")).getFirst(), "kid");
        assertThat(ApiOnStores.json(on.call("POST", "/keys", "{\"use\":\"access_token\",\"at_once\":true}", Map.of())))
                .containsEntry("state", "signing");
        assertThat(on.keys.verificationKey(before, KeyUse.ACCESS_TOKEN)).isEmpty();
        assertThat(on.audit.lastEntry().action()).isEqualTo(Action.KEY_CREATED);
        assertThat(on.revocations.all()).extracting(Revocation::value).containsExactly(before);
        on.refusedAs(on.call("POST", "/keys", "{\"use\":\"everything\"}", Map.of()), 422, "BODY_INVALID");
        on.refusedAs(
                on.call("POST", "/keys", "{\"use\":\"id_token\",\"kid\":\"mine\"}", Map.of()), 422, "BODY_INVALID");
    }

    private String stateOf(String kid) {
        return ApiOnStores.items(on.get("/keys")).stream()
                .filter(key -> kid.equals(key.get("kid")))
                .map(key -> ApiOnStores.text(key, "state"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void resources_areShownAsConfigured() {
        assertThat(ApiOnStores.items(on.get("/resources")))
                .containsExactly(Map.of(
                        "base", "https://api.example.org/fhir",
                        "kind", "fhir-r4",
                        "upstream", "http://127.0.0.1:8080/fhir"));
    }

    @Test
    void log_isSearched_pageByPage_andTheSearchIsRecordedFirst() {
        try (GroupCommitAuditLog writer = on.testLog.writer()) {
            for (int i = 0; i < 3; i++) {
                writer.record(AuditEntry.of(ApiOnStores.NOW.plusSeconds(i), "e" + i, Action.SIGN_IN, Outcome.REFUSED)
                        .person("lee-id")
                        .build());
            }
        }
        ApiResponse first = on.get("/audit/entries?person=lee-id&limit=2");
        assertThat(ApiOnStores.items(first))
                .extracting(entry -> entry.get("exchange"))
                .containsExactly("e2", "e1");
        assertThat(ApiOnStores.items(on.get("/audit/entries?person=lee-id&limit=2&cursor="
                        + ApiOnStores.json(first).get("next"))))
                .extracting(entry -> entry.get("exchange"))
                .containsExactly("e0");
        assertThat(on.audit.lastEntry().action()).isEqualTo(Action.AUDIT_QUERY);
        assertThat(ApiOnStores.items(on.get("/audit/entries?person=lee-id&outcome=permitted")))
                .isEmpty();
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
        on.refusedAs(on.get("/audit/entries?" + query), 400, "QUERY_MALFORMED");
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
        on.rights = new Scopes(List.of(AdminScope.values()).stream()
                .filter(right -> !right.text().equals(needed))
                .map(right -> (Scope) right)
                .toList());
        ApiResponse response = on.call(method, path, "", Map.of());
        on.refusedAs(response, 403, "SCOPE_INSUFFICIENT");
        assertThat(response.headers().get("WWW-Authenticate")).contains("scope=\"" + needed + "\"");
    }
}
