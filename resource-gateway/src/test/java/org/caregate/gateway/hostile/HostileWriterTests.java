package org.caregate.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.caregate.gateway.rig.FakeUpstream;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The named ways into another patient's record: each is taken by a lenient server, and reaches none. */
class HostileWriterTests {
    private static final String VICTIM = "p3"; // on no list
    private static final String PERFORMER = "\"performer\":[{\"reference\":\"Patient/p1\"}],";
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        rig.upstream.on("GET /fhir/Observation/o1", 200, Resources.observation("o1", "p1", "7", "vital-signs"));
        rig.upstream.on("PUT /fhir/Observation/o1", 200, Resources.observation("o1", "p1", "8", "vital-signs"));
        rig.upstream.on("POST /fhir/Observation", 201, Resources.observation("new", "p1"));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    /** What stands beside a performer who is the token's patient. */
    private static Map<String, String> ways() {
        Map<String, String> ways = new LinkedHashMap<>();
        ways.put("reference in a list", "\"subject\":{\"reference\":[\"Patient/p3\"]}");
        ways.put("reference as an object", "\"subject\":{\"reference\":{\"value\":\"Patient/p3\"}}");
        ways.put("subject in a list", "\"subject\":[{\"reference\":\"Patient/p3\"}]");
        ways.put(
                "subject twice",
                "\"subject\":{\"reference\":\"Patient/p1\"},\"subject\":{\"reference\":\"Patient/p3\"}");
        ways.put("reference twice", "\"subject\":{\"reference\":\"Patient/p1\",\"reference\":\"Patient/p3\"}");
        ways.put(
                "reference twice, once escaped",
                "\"subject\":{\"reference\":\"Patient/p1\",\"\\u0072eference\":\"Patient/p3\"}");
        ways.put("subject after its extensions", "\"_subject\":{},\"subject\":{\"reference\":\"Patient/p3\"}");
        ways.put(
                "contained observation of another",
                "\"contained\":[{\"resourceType\":\"Observation\",\"id\":\"c\",\"status\":\"final\",\"code\":{\"text\":\"c\"},"
                        + "\"subject\":{\"reference\":\"Patient/p3\"}}],\"hasMember\":[{\"reference\":\"#c\"}]");
        ways.put(
                "contained patient",
                "\"contained\":[{\"resourceType\":\"Patient\",\"id\":\"p3\"}],"
                        + "\"subject\":{\"reference\":\"#p3\"}");
        ways.put(
                "reference in an extension",
                "\"extension\":[{\"url\":\"http://x\",\"valueReference\":{\"reference\":\"Patient/p3\"}}]");
        ways.put("reference of the focus", "\"focus\":[{\"reference\":\"Patient/p3\"}]");
        ways.put("version of another", "\"subject\":{\"reference\":\"Patient/p3/_history/1\"}");
        ways.put("our own address", "\"subject\":{\"reference\":\"https://localhost:9443/fhir/Patient/p3\"}");
        ways.put("address of another base", "\"subject\":{\"reference\":\"https://elsewhere/fhir/Patient/p3\"}");
        ways.put(
                "address with a slash too many",
                "\"subject\":{\"reference\":\"https://localhost:9443/fhir//Patient/p3\"}");
        ways.put("leading slash", "\"subject\":{\"reference\":\"/Patient/p3\"}");
        ways.put("type that contradicts", "\"subject\":{\"reference\":\"Patient/p3\",\"type\":\"Practitioner\"}");
        ways.put("type before the dots", "\"subject\":{\"reference\":\"Practitioner/../Patient/p3\"}");
        return ways;
    }

    private static String body(String way) {
        return "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"status\":\"final\",\"code\":{\"text\":\"w\"},"
                + PERFORMER + way + "}";
    }

    @TestFactory
    Stream<DynamicTest> wayIntoAnotherRecord_isRefused_forEveryRestrictedToken() {
        return ways().entrySet().stream()
                .map(way -> DynamicTest.dynamicTest(way.getKey(), () -> {
                    String body = body(way.getValue());
                    for (String token : new String[] {
                        rig.patientToken("patient/Observation.cruds"), rig.clinicianToken("user/Observation.cruds")
                    }) {
                        for (boolean create : new boolean[] {true, false}) {
                            HttpResponse<String> response = create
                                    ? rig.write("POST", "/fhir/Observation", token, body)
                                    : rig.write("PUT", "/fhir/Observation/o1", token, body);
                            assertThat(response.statusCode()).isIn(400, 403);
                            assertThat(response.body())
                                    .contains("OperationOutcome")
                                    .doesNotContain(VICTIM);
                        }
                    }
                    assertThat(rig.upstream.seen())
                            .extracting(FakeUpstream.Seen::line)
                            .allMatch(line -> line.startsWith("GET"));
                }));
    }

    @Test
    void mostOfTheWays_areOpenAtALenientServer() {
        assertThat(ways().values().stream()
                        .filter(way -> LenientStore.patients(body(way)).contains(VICTIM))
                        .count())
                .isGreaterThan(ways().size() / 2);
    }

    @Test
    void propertyThatIsNamedLikeAPath_satisfiesNoScope() throws Exception {
        String token = rig.patientToken("patient/Observation.c?category=http://s%7Cvital-signs");
        String body = "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"w\"},"
                + "\"subject\":{\"reference\":\"Patient/p1\"},"
                + "\"category.coding\":{\"system\":\"http://s\",\"code\":\"vital-signs\"}}";

        assertThat(rig.write("POST", "/fhir/Observation", token, body).statusCode())
                .isEqualTo(400);
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    void refusal_namesTheElement_neverItsValue() throws Exception {
        HttpResponse<String> response = rig.write(
                "POST",
                "/fhir/Observation",
                rig.patientToken("patient/Observation.cruds"),
                body("\"subject\":{\"reference\":[\"Patient/p3\"]}"));

        assertThat(response.body())
                .isEqualTo(
                        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"structure\","
                                + "\"details\":{\"text\":\"The JSON type is not the one FHIR R4 defines for the element.\"},"
                                + "\"expression\":[\"Observation.subject.reference\"]}]}");
        assertThat(rig.entries(response, 1).getFirst().reason()).isEqualTo("BODY_WRONG_JSON_TYPE");
    }
}
