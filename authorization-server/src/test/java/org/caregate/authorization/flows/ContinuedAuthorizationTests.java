package org.caregate.authorization.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caregate.authorization.TestServer.ANNA;
import static org.caregate.authorization.TestServer.DOCTOR;
import static org.caregate.authorization.TestServer.PUBLIC_APP;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.caregate.authorization.Launch;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.registry.Race;
import org.caregate.registry.pending.Answer;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A waiting request is decided once, by what holds when it is decided. */
class ContinuedAuthorizationTests {
    private final TestServer server = new TestServer();
    private final Launch launch = new Launch(server, PUBLIC_APP, ANNA);
    private String id = "";

    @BeforeEach
    void itWaitsForConsent() {
        id = Launch.pendingId(launch.start());
    }

    @RepeatedTest(5)
    @Requirement("RFC6749-4.1.2")
    void manyContinuationsAroundOneConsent_makeOneCode() {
        AtomicInteger number = new AtomicInteger();
        List<EndpointResponse> responses = Race.run(40, () -> {
            if (number.getAndIncrement() == 20) {
                launch.answer(id);
            }
            return launch.resume(id, launch.browser());
        });
        EndpointResponse last = launch.resume(id, launch.browser());

        assertThat(responses.stream()
                                .filter(ContinuedAuthorizationTests::hasCode)
                                .count()
                        + (hasCode(last) ? 1 : 0))
                .isEqualTo(1);
        assertThat(server.grants.page(null, ANNA, null, 100)).hasSize(1);
    }

    @Test
    void afterItsCode_itIsGone_andNothingBringsItBack() {
        launch.answer(id);
        assertThat(hasCode(launch.resume(id, launch.browser()))).isTrue();
        gone();
    }

    @Test
    void signedOutBrowser_getsNoCode() {
        launch.answer(id);
        EndpointResponse response = server.server.handle(ended(
                server.request("GET", "/oauth2/authorize/continue", "pending=" + id, Map.of(), "", launch.browser())));
        assertThat(hasCode(response)).isFalse();
        assertThat(server.lastReason()).isEqualTo("PENDING_GONE");
        assertThat(server.grants.page(null, ANNA, null, 100)).isEmpty();
    }

    private EndpointRequest ended(EndpointRequest request) {
        server.sessions.remove(launch.browser().id()); // after the request found it
        return request;
    }

    @Test
    void browserOfAnotherPersonMeanwhile_getsNoCode() {
        launch.answer(id);
        var request =
                server.request("GET", "/oauth2/authorize/continue", "pending=" + id, Map.of(), "", launch.browser());
        server.sessions.put(
                launch.browser().id(), server.browser(launch.browser().id(), DOCTOR));
        EndpointResponse response = server.server.handle(request);
        assertThat(response.headers()).containsEntry("Location", "/oauth2/authorize/continue?pending=" + id);
        assertThat(server.grants.page(null, ANNA, null, 100)).isEmpty();
    }

    @Test
    void personOrClientRevokedMeanwhile_getsNoCode() {
        launch.answer(id);
        assertThat(server.pendings.endAllOf(ANNA)).isEqualTo(1);
        gone();

        id = Launch.pendingId(launch.start());
        launch.answer(id);
        assertThat(server.pendings.endAllOf(PUBLIC_APP)).isEqualTo(1);
        gone();

        id = Launch.pendingId(launch.start());
        launch.answer(id);
        assertThat(server.pendings.endAllRequestedUpTo(server.clock.instant())).isEqualTo(1);
        gone();
    }

    @Test
    void handedOverToAnotherPerson_itAsksThem_andKeepsNoAnswer() {
        launch.answer(id);
        var other = server.browser("browser-of-the-doctor", DOCTOR);
        assertThat(server.pendings.handOver(launch.browser().id(), other.id())).isEqualTo(1);

        EndpointResponse response = launch.resume(id, other);

        assertThat(Launch.isInteraction(response)).isTrue();
        assertThat(server.pendings.find(id, other.id())).hasValueSatisfying(waiting -> {
            assertThat(waiting.person()).isEqualTo(DOCTOR);
            assertThat(waiting.answers()).isEmpty();
        });
        gone();
    }

    @Test
    void declinedRequest_endsOnce() {
        server.pendings.answer(id, launch.browser().id(), new Answer.Declined());
        assertThat(TestServer.query(
                        launch.resume(id, launch.browser()).headers().getOrDefault("Location", "")))
                .containsEntry("error", "access_denied");
        gone();
    }

    private void gone() {
        EndpointResponse response = launch.resume(id, launch.browser());
        assertThat(hasCode(response)).isFalse();
        assertThat(response.status()).isEqualTo(400);
        assertThat(server.lastReason()).isEqualTo("PENDING_GONE");
    }

    private static boolean hasCode(EndpointResponse response) {
        String location = response.headers().getOrDefault("Location", "");
        return location.startsWith(TestServer.CALLBACK)
                && TestServer.query(location).containsKey("code");
    }
}
