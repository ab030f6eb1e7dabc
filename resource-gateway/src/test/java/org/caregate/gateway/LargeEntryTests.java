package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Phase;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One large entry costs the list neither its other entries nor its honesty. */
class LargeEntryTests {
    private static final int ENTRY = 4_000;
    private static final int RESOURCE = 40_000;
    private static final String WARNING = "An entry is larger than a search result may hold here.";

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(Rig.limits().withSizes(16_384, RESOURCE, ENTRY, RESOURCE));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private HttpResponse<String> search(String... resources) throws Exception {
        return searchWith(rig.patientToken("patient/Observation.rs"), "?patient=Patient%2Fp1", resources);
    }

    private HttpResponse<String> searchWith(String token, String query, String... resources) throws Exception {
        rig.upstream.on("GET /fhir/Observation" + query, 200, Resources.bundle(",\"total\":3", List.of(resources)));
        return rig.get("/fhir/Observation", token);
    }

    /** An Observation whose note, one text or many, comes before what says whose it is. */
    private static String large(String id, String patient, int texts, int length) {
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < texts; i++) {
            notes.add("{\"text\":\"" + "canary".repeat(length / 6) + "\"}");
        }
        return "{\"note\":[" + String.join(",", notes) + "],"
                + Resources.observation(id, patient).substring(1);
    }

    private AuditEntry release(HttpResponse<?> response) throws Exception {
        return rig.entries(response, 3).stream()
                .filter(entry -> entry.phase() == Phase.RELEASE)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void entryLargerThanItsBound_isReplacedByAWarningThatNamesIt_andTheOthersStay() throws Exception {
        HttpResponse<String> response = search(
                Resources.observation("o1", "p1"),
                large("o2", "p1", 1, 10_000),
                large("o3", "p1", 100, 60),
                Resources.observation("o4", "p1"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("Observation/o1", "Observation/o4")
                .contains(WARNING)
                .contains("\"diagnostics\":\"Left out: Observation/o2\"")
                .contains("\"diagnostics\":\"Left out: Observation/o3\"")
                .contains("\"search\":{\"mode\":\"outcome\"}")
                .doesNotContain("canary")
                .endsWith("}");
    }

    @Test
    void entryThatWasNamed_isRecordedLikeThoseReleased() throws Exception {
        AuditEntry release = release(search(Resources.observation("o1", "p1"), large("o2", "p1", 1, 10_000)));
        assertThat(release.sensitive().resources()).containsExactlyInAnyOrder("Observation/o1", "Observation/o2");
        assertThat(release.sensitive().patients()).containsExactly("p1");
    }

    @Test
    void warningAlone_isRecordedWithItsPatient() throws Exception {
        assertThat(release(search(large("o2", "p1", 1, 10_000))).sensitive().patients())
                .containsExactly("p1");
    }

    @Test
    void largeEntryOfAnotherPatient_isNotMentioned_andRaisesTheAlarm() throws Exception {
        HttpResponse<String> response = search(Resources.observation("o1", "p1"), large("o2", "p2", 1, 10_000));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("Observation/o1")
                .doesNotContain("o2")
                .doesNotContain(WARNING);
        assertThat(rig.entries(response, 4)).anySatisfy(entry -> {
            assertThat(entry.action()).isEqualTo(Action.ALARM);
            assertThat(entry.sensitive().resources()).containsExactly("Observation/o2");
        });
    }

    @Test
    void entryLargerThanAnybodyReads_isToldOfWithoutAName() throws Exception {
        HttpResponse<String> response = search(
                Resources.observation("o1", "p1"), large("o2", "p2", 8_000, 6), Resources.observation("o3", "p1"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("Observation/o1", "Observation/o3")
                .contains(WARNING)
                .doesNotContain("o2")
                .doesNotContain("p2")
                .doesNotContain("diagnostics");
    }

    @Test
    void manyLargeEntries_stayWithinTheParts() throws Exception {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            entries.add(large("o" + i, "p1", 1, ENTRY));
        }
        HttpResponse<String> response = search(entries.toArray(String[]::new));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().split(WARNING, -1)).hasSize(3_001);
    }

    @Test
    void totalIsStillTold_toATokenThatMayCount() throws Exception {
        HttpResponse<String> response =
                searchWith(rig.systemToken("system/Observation.rs"), "", large("o2", "p1", 1, 10_000));
        assertThat(response.body()).contains("\"total\":3").contains(WARNING);
    }

    @Test
    void resourceLargerThanAnEntry_isReadByItself() throws Exception {
        rig.upstream.on("GET /fhir/Observation/o2", 200, large("o2", "p1", 1, 10_000));
        HttpResponse<String> response = rig.get("/fhir/Observation/o2", rig.patientToken("patient/Observation.r"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("canary");
    }
}
