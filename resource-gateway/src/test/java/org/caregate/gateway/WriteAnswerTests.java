package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.caregate.gateway.rig.FakeUpstream;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the upstream answers to a write that it carried out. */
class WriteAnswerTests {
    private static final String SCOPE = "patient/Observation.cruds";
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        rig.upstream.on("GET /fhir/Observation/o1", 200, Resources.observation("o1", "p1", "7", "vital-signs"));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private HttpResponse<String> create() throws Exception {
        return rig.write("POST", "/fhir/Observation", rig.patientToken(SCOPE), Resources.observation("x", "p1"));
    }

    private HttpResponse<String> update() throws Exception {
        return rig.write("PUT", "/fhir/Observation/o1", rig.patientToken(SCOPE), Resources.observation("o1", "p1"));
    }

    private void answer(String line, int status, String location, String tag, String body) {
        rig.upstream.on(line, exchange -> {
            if (!location.isEmpty()) {
                exchange.getResponseHeaders().set("Location", location.replace("BASE", "" + rig.upstream.base()));
            }
            if (!tag.isEmpty()) {
                exchange.getResponseHeaders().set("ETag", tag);
            }
            FakeUpstream.send(exchange, status, "application/fhir+json", body);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "201 | BASE/Observation/new/_history/3 | '' | Observation/new/_history/3 | W/\"3\"",
                "201 | Observation/new | W/\"5\" | Observation/new/_history/5 | W/\"5\"",
                "204 | BASE/Observation/new | '' | Observation/new | ''",
                "201 | https://elsewhere.example/Observation/new | W/\"5\" | '' | W/\"5\"",
                "201 | BASE/Patient/p2 | '' | '' | ''",
                "201 | '' | odd | '' | ''"
            })
    void createWithoutABody_isASuccess_toldAndLogged(
            int status, String location, String tag, String told, String toldTag) throws Exception {
        answer("POST /fhir/Observation", status, location, tag, "");

        HttpResponse<String> response = create();

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Location").orElse(""))
                .isEqualTo(told.isEmpty() ? "" : Rig.BASE + "/" + told);
        assertThat(response.headers().firstValue("ETag").orElse("")).isEqualTo(toldTag);
        List<AuditEntry> entries = rig.entries(response, 3);
        assertThat(entries).extracting(AuditEntry::outcome).containsOnly(Outcome.PERMITTED);
        assertThat(entries)
                .extracting(AuditEntry::phase)
                .containsExactly(Phase.ATTEMPT, Phase.RELEASE, Phase.COMPLETION);
        assertThat(entries.get(1).sensitive().patients()).containsExactly("p1");
        assertThat(entries.get(1).sensitive().resources())
                .isEqualTo(told.isEmpty() ? List.of() : List.of("Observation/new"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204})
    void updateWithoutABody_isASuccess_toldAndLogged(int status) throws Exception {
        answer("PUT /fhir/Observation/o1", status, "", "W/\"8\"", "");

        HttpResponse<String> response = update();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("ETag")).hasValue("W/\"8\"");
        assertThat(rig.entries(response, 3).get(1).sensitive().resources()).containsExactly("Observation/o1");
    }

    @Test
    void answerThatOnlyComments_isASuccess_withoutItsWords() throws Exception {
        answer(
                "POST /fhir/Observation",
                201,
                "BASE/Observation/new",
                "",
                "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"diagnostics\":\"Canary\"}]}");

        HttpResponse<String> response = create();

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Location")).hasValue(Rig.BASE + "/Observation/new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resourceType\":\"Observation\",\"id\":\"new\",\"subject\":{\"reference\":\"Patient/p2\"}}",
                "{\"resourceType\":\"Observation\",\"id\":\"new\",\"subject\":{\"reference\":[\"Patient\\/p2\"]}}",
                "{\"resourceType\":\"Patient\",\"id\":\"p2\"}",
                "{\"resourceType\":\"Observation\",\"id\":\"new\",\"subject\":{\"reference\":\"Patient/p2\"}",
                "<html>Patient/p2</html>"
            })
    void answerThatShowsAnotherPatient_isAFailure_namesEveryPatient_andRaisesTheAlarm(String body) throws Exception {
        rig.upstream.on("POST /fhir/Observation", 201, body);

        HttpResponse<String> response = create();

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).doesNotContain("p2");
        List<AuditEntry> entries = rig.entries(response, 3);
        AuditEntry alarm = entries.stream()
                .filter(entry -> entry.action() == Action.ALARM)
                .findFirst()
                .orElseThrow();
        AuditEntry ended = entries.stream()
                .filter(entry -> entry.phase() == Phase.COMPLETION)
                .findFirst()
                .orElseThrow();
        assertThat(alarm.reason()).isEqualTo("WRITE_NOT_PROVED");
        assertThat(alarm.sensitive().patients()).containsExactlyInAnyOrder("p1", "p2");
        assertThat(ended.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ended.sensitive().patients()).containsExactlyInAnyOrder("p1", "p2");
    }
}
