package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.caregate.gateway.rig.FakeUpstream;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A resource out of reach cannot be told from a missing one, by its time as little as by its bytes. */
class HiddenOrMissingTests {
    private static final Duration STEP = Duration.ofMillis(100);

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        rig.upstream.on("GET /fhir/Observation/hidden", exchange -> {
            pause();
            FakeUpstream.send(exchange, 200, "application/fhir+json", Resources.observation("hidden", "p2"));
        });
    }

    private static void pause() {
        try {
            Thread.sleep(30);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private record Timed(HttpResponse<String> answer, long nanos) {}

    private Timed timed(String method, String path, String token) throws Exception {
        long from = System.nanoTime();
        HttpResponse<String> answer = method.equals("GET")
                ? rig.get(path, token)
                : rig.write(
                        method, path, token, Resources.observation(path.substring(path.lastIndexOf('/') + 1), "p1"));
        return new Timed(answer, System.nanoTime() - from);
    }

    @Test
    void hiddenAndMissing_leaveAtAWholeStep_onReadsAndUpdates() throws Exception {
        String token = rig.patientToken("patient/Observation.cruds");
        for (String method : List.of("GET", "PUT")) {
            List<Timed> all = new ArrayList<>();
            for (String id : List.of("hidden", "missing")) {
                all.add(timed(method, "/fhir/Observation/" + id, token));
            }
            assertThat(all).allSatisfy(timed -> {
                assertThat(timed.answer().statusCode()).isEqualTo(404);
                assertThat(timed.nanos()).isGreaterThanOrEqualTo(STEP.toNanos());
            });
            assertThat(all.getFirst().answer().body())
                    .isEqualTo(all.getLast().answer().body());
        }
    }

    @Test
    void missing_isToldAtOnce_toWhomNothingIsHidden() throws Exception {
        String token = rig.systemToken("system/Observation.rs");
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            fastest = Math.min(
                    fastest, timed("GET", "/fhir/Observation/missing", token).nanos());
        }
        assertThat(fastest).isLessThan(STEP.toNanos());
    }
}
