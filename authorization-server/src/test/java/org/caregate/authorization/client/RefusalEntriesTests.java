package org.caregate.authorization.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.http.EndpointResponse;
import org.junit.jupiter.api.Test;

/** Which refusals may be collapsed: a stranger's; never those that name a registered client. */
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
    void everyFailureOfARegisteredClient_hasItsOwnEntry() {
        int before = server.audit.entries().size();
        int throttledAt = 4;
        for (int i = 0; i < throttledAt; i++) {
            token(TestServer.SECRET_APP.value());
        }
        assertThat(server.audit.entries()).hasSize(before + throttledAt);
        assertThat(server.lastEntry().client()).isEqualTo(TestServer.SECRET_APP.value());
    }

    private EndpointResponse token(String client) {
        return server.post(
                "/oauth2/token",
                Map.of("grant_type", "refresh_token", "refresh_token", "x", "client_id", client),
                Map.of());
    }
}
