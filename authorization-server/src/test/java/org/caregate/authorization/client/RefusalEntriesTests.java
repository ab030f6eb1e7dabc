package org.caregate.authorization.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.caregate.authorization.Launch;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.http.EndpointResponse;
import org.junit.jupiter.api.Test;

/** Which refusals are told by count: those in which nothing was proved, whichever client they name. */
class RefusalEntriesTests {
    private final TestServer server = new TestServer();

    @Test
    void unknownClientsFlood_getsItsFirstEntriesAlone() {
        for (int i = 0; i < 100; i++) {
            assertThat(token("nobody").status()).isIn(401, 429);
        }
        // the first few are refused as unknown, the others as too many: two reasons, each counted for itself
        assertThat(server.audit.entries()).hasSizeBetween(TestServer.FLOOD_FROM, 2 * TestServer.FLOOD_FROM);
    }

    @Test
    void failuresNamingARegisteredClient_areFewEntries_thatNameIt() {
        int before = server.audit.entries().size();
        for (int i = 0; i < 1_000; i++) {
            assertThat(token(TestServer.SECRET_APP.value()).status()).isIn(401, 429);
        }
        // refused as missing a credential, then as too many: two reasons, each counted for itself
        assertThat(server.audit.entries().size() - before).isEqualTo(5 + TestServer.FLOOD_FROM);
        assertThat(server.lastEntry().client()).isEqualTo(TestServer.SECRET_APP.value());
    }

    @Test
    void requestsNamingAPublicClient_areFewEntries_atEveryEndpoint() {
        String app = TestServer.PUBLIC_APP.value();
        int before = server.audit.entries().size();
        for (int i = 0; i < 500; i++) {
            assertThat(token(app).status()).isEqualTo(400);
            server.post("/oauth2/token", Map.of("grant_type", "authorization_code", "client_id", app), Map.of());
            assertThat(server.post("/oauth2/revoke", Map.of("token", "x" + i, "client_id", app), Map.of())
                            .status())
                    .isEqualTo(200);
            server.post("/oauth2/revoke", Map.of("client_id", app), Map.of());
            server.post("/oauth2/introspect", Map.of("token", "x", "client_id", app), Map.of());
            server.post("/oauth2/introspect", Map.of("client_id", app), Map.of());
        }
        assertThat(server.audit.entries().size() - before).isBetween(6, 6 * TestServer.FLOOD_FROM);
        assertThat(server.audit.entries().subList(before, server.audit.entries().size()))
                .allSatisfy(entry -> assertThat(entry.client()).isEqualTo(app));
    }

    @Test
    void failureAfterAProof_alwaysHasItsOwnEntry() {
        int before = server.audit.entries().size();
        for (int i = 0; i < 3 * TestServer.FLOOD_FROM; i++) {
            server.post(
                    "/oauth2/token",
                    Map.of("grant_type", "refresh_token", "refresh_token", "x"),
                    Map.of("authorization", Launch.basic(TestServer.SECRET_APP.value(), server.appSecret)));
        }
        assertThat(server.audit.entries()).hasSize(before + 3 * TestServer.FLOOD_FROM);
    }

    private EndpointResponse token(String client) {
        return server.post(
                "/oauth2/token",
                Map.of("grant_type", "refresh_token", "refresh_token", "x", "client_id", client),
                Map.of());
    }
}
