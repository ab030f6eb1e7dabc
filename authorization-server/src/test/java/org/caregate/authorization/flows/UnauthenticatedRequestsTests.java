package org.caregate.authorization.flows;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.authorization.Launch;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.http.BrowserSession;
import org.caregate.authorization.http.EndpointResponse;
import org.junit.jupiter.api.Test;

/** What anybody may send to the authorization endpoint: it stores nothing and leaves few entries, whichever client it names. */
class UnauthenticatedRequestsTests {
    private final TestServer server = new TestServer();
    private final BrowserSession nobody = server.browser("b1", null);

    private Map<String, String> request() {
        return new Launch(server, TestServer.PUBLIC_APP, TestServer.ANNA).parameters();
    }

    private EndpointResponse authorize(Map<String, String> parameters) {
        return server.get("/oauth2/authorize", TestServer.encode(parameters), nobody);
    }

    private static String carried(EndpointResponse asked) {
        String location = Objects.requireNonNull(asked.headers().get("Location"));
        assertThat(location).startsWith("/sign-in?pending=");
        return location.substring("/sign-in?pending=".length());
    }

    @Test
    void requestsNamingAPublicClient_storeNothing_andLeaveFewEntries() {
        for (int i = 0; i < 2_000; i++) {
            Map<String, String> request = request();
            request.put("state", "state-" + i);
            assertThat(authorize(request).status()).isEqualTo(303);
            request.put("scope", "not-a-scope");
            authorize(request);
            request.put("redirect_uri", "https://elsewhere.example.org/");
            authorize(request);
        }
        assertThat(server.pendings.size()).isZero();
        assertThat(server.audit.entries()).hasSize(3 * TestServer.FLOOD_FROM);
        assertThat(server.audit.entries()).extracting(AuditEntry::client).containsOnly(TestServer.PUBLIC_APP.value());
    }

    @Test
    void carriedRequest_isJudgedAgain_onceSomebodySignedIn() {
        String carried = carried(authorize(request()));
        BrowserSession signedIn = server.browser("another-session-after-sign-in", TestServer.ANNA);
        EndpointResponse next = server.get("/oauth2/authorize/continue", "pending=" + carried, signedIn);
        assertThat(next.headers().get("Location")).startsWith("/interaction/");
        assertThat(server.pendings.size()).isEqualTo(1);
    }

    @Test
    void carriedRequest_withoutSignIn_leadsToSignInAgain() {
        EndpointResponse next =
                server.get("/oauth2/authorize/continue", "pending=" + carried(authorize(request())), nobody);
        assertThat(carried(next)).isNotEmpty();
        assertThat(server.pendings.size()).isZero();
    }

    @Test
    void carriedRequestWithPromptLogin_isSatisfiedByTheSignInItLedTo() {
        Map<String, String> request = request();
        request.put("prompt", "login");
        String carried = carried(authorize(request));
        server.clock.advance(Duration.ofSeconds(30));
        EndpointResponse next =
                server.get("/oauth2/authorize/continue", "pending=" + carried, server.browser("b2", TestServer.ANNA));
        assertThat(next.headers().get("Location")).startsWith("/interaction/");
    }

    @Test
    void alteredOrOldCarriedRequest_isGone() {
        String carried = carried(authorize(request()));
        BrowserSession signedIn = server.browser("b2", TestServer.ANNA);
        char last = carried.charAt(carried.length() - 2);
        String altered = carried.substring(0, carried.length() - 2)
                + (last == 'A' ? 'B' : 'A')
                + carried.substring(carried.length() - 1);
        assertThat(server.get("/oauth2/authorize/continue", "pending=" + altered, signedIn)
                        .status())
                .isEqualTo(400);
        server.clock.advance(Duration.ofMinutes(15));
        assertThat(server.get("/oauth2/authorize/continue", "pending=" + carried, signedIn)
                        .status())
                .isEqualTo(400);
        assertThat(server.lastReason()).isEqualTo("PENDING_GONE");
    }

    @Test
    void requestTooLongToBeCarried_isRefusedAtTheApp() {
        Map<String, String> request = new HashMap<>(request());
        byte[] bytes = new byte[4_500];
        new Random(1).nextBytes(bytes);
        String noise = Base64.getUrlEncoder().encodeToString(bytes);
        request.put(
                "scope",
                request.get("scope") + " "
                        + noise.substring(0, 3_500).replaceAll("(.{20})", "$1 ").strip());
        request.put("state", noise.substring(3_500, 5_500));
        request.put("nonce", noise.substring(5_500, 6_000));
        EndpointResponse response = authorize(request);
        assertThat(response.status()).isEqualTo(303);
        assertThat(response.headers().get("Location"))
                .startsWith(TestServer.CALLBACK)
                .contains("error=");
        assertThat(server.lastReason()).isEqualTo("REQUEST_TOO_LONG");
        assertThat(server.pendings.size()).isZero();
    }
}
