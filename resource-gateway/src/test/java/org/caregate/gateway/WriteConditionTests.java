package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.caregate.gateway.rig.FakeUpstream;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Preconditions of writes (RFC 9110 §13): honoured or refused. */
class WriteConditionTests {
    private static final String SCOPE = "patient/Observation.cruds";
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        String stored = Resources.observation("o1", "p1", "7", "vital-signs")
                .replace("\"versionId\"", "\"lastUpdated\":\"2026-03-01T12:00:00.500+01:00\",\"versionId\"");
        rig.upstream.on("GET /fhir/Observation/o1", 200, stored);
        rig.upstream.on("PUT /fhir/Observation/o1", 200, Resources.observation("o1", "p1", "8", "vital-signs"));
        rig.upstream.on(
                "GET /fhir/Observation/undated", 200, Resources.observation("undated", "p1", "7", "vital-signs"));
        rig.upstream.on("PUT /fhir/Observation/undated", 200, Resources.observation("undated", "p1"));
        rig.upstream.on("PUT /fhir/Observation/o9", 201, Resources.observation("o9", "p1"));
        rig.upstream.on("POST /fhir/Observation", 201, Resources.observation("new", "p1"));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private HttpResponse<String> update(String id, String token, String... fields) throws Exception {
        return rig.write("PUT", "/fhir/Observation/" + id, token, Resources.observation(id, "p1"), fields);
    }

    private boolean wasWritten() {
        return rig.upstream.seen().stream()
                .map(FakeUpstream.Seen::line)
                .anyMatch(line -> line.startsWith("PUT") || line.startsWith("POST"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-Match | W/\"7\"",
                "If-Match | \"7\"",
                "If-Match | *",
                "If-Match | W/\"6\", W/\"7\"",
                "If-Match | \"a,b\" ,, W/\"7\",",
                "If-None-Match | W/\"6\"",
                "If-None-Match | W/\"6\", \"8\"",
                "If-Unmodified-Since | Sun, 01 Mar 2026 11:00:00 GMT",
                "If-Unmodified-Since | Sun Mar  1 11:00:01 2026",
                "If-Modified-Since | Fri, 01 Mar 2030 11:00:00 GMT"
            })
    @Requirement("RFC9110-13.1")
    void conditionThatHolds_isWritten(String field, String value) throws Exception {
        assertThat(update("o1", rig.patientToken(SCOPE), field, value).statusCode())
                .isEqualTo(200);
        assertThat(rig.upstream.seen().getLast().headers().getFirst("If-Match")).isEqualTo("W/\"7\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-Match | W/\"6\"",
                "If-Match | W/\"6\", W/\"8\"",
                "If-Match | \"6,W/7\"",
                "If-None-Match | *",
                "If-None-Match | W/\"7\"",
                "If-None-Match | \"6\", \"7\"",
                "If-Unmodified-Since | Sun, 01 Mar 2026 10:59:59 GMT"
            })
    @Requirement("RFC9110-13.1")
    void conditionThatFails_is412_andNotWritten(String field, String value) throws Exception {
        assertThat(update("o1", rig.patientToken(SCOPE), field, value).statusCode())
                .isEqualTo(412);
        assertThat(wasWritten()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-Match | 7",
                "If-Match | W/7",
                "If-Match | *, \"7\"",
                "If-Match | \"7\" \"8\"",
                "If-Match | ,",
                "If-None-Match | none",
                "If-Unmodified-Since | 2026-03-01T11:00:00Z",
                "If-Unmodified-Since | yesterday"
            })
    void conditionThatCannotBeRead_is400_andNotWritten(String field, String value) throws Exception {
        assertThat(update("o1", rig.patientToken(SCOPE), field, value).statusCode())
                .isEqualTo(400);
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    void fieldThatComesTwice_isOneList() throws Exception {
        String token = rig.patientToken(SCOPE);
        assertThat(update("o1", token, "If-Match", "W/\"6\"", "If-Match", "W/\"7\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(update(
                                "o1",
                                token,
                                "If-Unmodified-Since",
                                "Fri, 01 Mar 2030 11:00:00 GMT",
                                "If-Unmodified-Since",
                                "Fri, 01 Mar 2030 11:00:00 GMT")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @Requirement("RFC9110-13.2.2")
    void matchingTag_makesTheDateIrrelevant_butNotIfNoneMatch() throws Exception {
        String token = rig.patientToken(SCOPE);
        String past = "Sun, 01 Mar 2020 11:00:00 GMT";
        assertThat(update("o1", token, "If-Match", "\"7\"", "If-Unmodified-Since", past)
                        .statusCode())
                .isEqualTo(200);
        assertThat(update("o1", token, "If-Match", "\"7\"", "If-None-Match", "\"7\"")
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void dateThatTheStoredVersionCannotAnswer_is412() throws Exception {
        assertThat(update("undated", rig.patientToken(SCOPE), "If-Unmodified-Since", "Fri, 01 Mar 2030 11:00:00 GMT")
                        .statusCode())
                .isEqualTo(412);
        assertThat(wasWritten()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"If-Match, '*', 412", "If-Match, '\"7\"', 412", "If-None-Match, '*', 201", "If-None-Match, '\"7\"', 201"
    })
    void conditionsOnWhatDoesNotExist(String field, String value, int status) throws Exception {
        assertThat(update("o9", rig.systemToken("system/*.cruds"), field, value).statusCode())
                .isEqualTo(status);
        assertThat(wasWritten()).isEqualTo(status == 201);
    }

    @Test
    void conditionsOnWhatIsHidden_lookLikeThoseOnWhatIsMissing() throws Exception {
        rig.upstream.on("GET /fhir/Observation/o2", 200, Resources.observation("o2", "p2"));
        String token = rig.patientToken(SCOPE);

        for (String field : new String[] {"If-Match", "If-None-Match"}) {
            HttpResponse<String> hidden = update("o2", token, field, "*");
            HttpResponse<String> missing = update("o9", token, field, "*");
            assertThat(hidden.statusCode()).isEqualTo(404);
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(hidden.body()).isEqualTo(missing.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"If-Match", "If-None-Match", "If-Unmodified-Since"})
    void conditionOnACreate_isRefused_andNotWritten(String field) throws Exception {
        String value = field.equals("If-Unmodified-Since") ? "Fri, 01 Mar 2030 11:00:00 GMT" : "*";
        HttpResponse<String> response = rig.write(
                "POST", "/fhir/Observation", rig.patientToken(SCOPE), Resources.observation("x", "p1"), field, value);

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(rig.upstream.seen()).isEmpty();
    }
}
