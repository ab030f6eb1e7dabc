package org.caregate.demo.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The FHIR server over HTTP, its answers held against a scan of the delivered data that shares no code with it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FhirServerTests {

    private static final String CREDENTIAL = "gateway-credential";
    private static final String PATIENT = "7cd3260f-2795-3080-b267-3bb0a9f40624";
    private static final String INFANT = "efbd2604-4253-17c5-3973-d5e96ce19d29";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final FhirServer server = start();

    private static FhirServer start() {
        ResourceStore store = new ResourceStore(DemoData.TYPES, Clock.systemUTC(), null);
        DemoData.loadInto(store);
        try {
            return FhirServer.start(0, CREDENTIAL, store);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @BeforeAll
    void answersAtAll() throws Exception {
        assertThat(get("/metadata").statusCode()).isEqualTo(200);
    }

    @AfterAll
    void stop() throws Exception {
        server.stop();
        http.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Patient", "/metadata", "/Nothing/1", "?_getpages=x", "/Patient/" + PATIENT})
    void requestWithoutTheCredential_is401(String path) throws Exception {
        for (String authorization :
                new String[] {"", "Bearer wrong", "Basic " + CREDENTIAL, "Bearer " + CREDENTIAL + "x"}) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(server.base() + path)).timeout(Duration.ofMinutes(1));
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(JSON.readTree(response.body()).path("resourceType").asText())
                    .isEqualTo("OperationOutcome");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo=1",
                "patient.name=x",
                "_has:Observation:patient:code=1",
                "patient:identifier=x",
                "code:text=x",
                "date=yesterday",
                "date=gt",
                "patient=",
                "_sort=foo",
                "_include=Observation:foo",
                "_include=*",
                "_revinclude=Provenance:target",
                "_count=x",
                "_count=-1",
                "_offset=5",
                "_contained=true",
                "_query=x"
            })
    void searchThatIsNotUnderstood_is400_alsoWhenLenient(String query) throws Exception {
        HttpResponse<String> response = http.send(
                request("/Observation?" + query)
                        .header("Prefer", "handling=lenient")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(response.body()).path("resourceType").asText()).isEqualTo("OperationOutcome");
    }

    @ParameterizedTest
    @CsvSource({
        "Observation,laboratory", "Observation,vital-signs", "Observation,social-history", "Observation,survey",
        "Observation,sdoh", "Condition,problem-list-item", "Condition,health-concern", "Condition,encounter-diagnosis",
        "Condition,sdoh"
    })
    void searchByPatientAndCategory_findsExactlyWhatAScanFinds(String type, String category) throws Exception {
        List<String> expected = scan(
                type,
                resource -> resource.path("subject").path("reference").asText().equals("Patient/" + PATIENT)
                        && codings(resource.path("category")).stream()
                                .anyMatch(coding -> coding.path("code").asText().equals(category)));
        String system = DemoData.read(type).stream()
                .flatMap(resource -> codings(resource.path("category")).stream())
                .filter(coding -> coding.path("code").asText().equals(category))
                .findFirst()
                .orElseThrow()
                .path("system")
                .asText();
        assertThat(expected).isNotEmpty();
        assertThat(walk("/" + type + "?patient=" + PATIENT + "&category=" + category))
                .containsExactlyElementsOf(expected);
        assertThat(walk("/" + type + "?subject=Patient/" + PATIENT + "&category=" + encode(system + "|" + category)))
                .containsExactlyElementsOf(expected);
        assertThat(walk("/" + type + "?patient=" + PATIENT + "&category=none," + category))
                .containsExactlyElementsOf(expected);
        assertThat(walk("/" + type + "?patient=" + PATIENT + "&category=" + encode("urn:other|" + category)))
                .isEmpty();
    }

    @Test
    void searchByPost_findsWhatGetFinds() throws Exception {
        HttpResponse<String> response = http.send(
                request("/Condition/_search?_count=500")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("patient=" + PATIENT))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(ids(JSON.readTree(response.body()), "match"))
                .containsExactlyElementsOf(walk("/Condition?patient=" + PATIENT))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 50, 500})
    void paging_walksEverythingExactlyOnce(int size) throws Exception {
        String patient = "Patient/" + PATIENT;
        List<String> expected = scan(
                "Observation",
                resource -> resource.path("subject").path("reference").asText().equals(patient));
        assertThat(walk("/Observation?patient=" + patient + "&_count=" + size)).containsExactlyElementsOf(expected);
    }

    @Test
    void sortByDate_isNewestFirst_andFilteredByPrefixes() throws Exception {
        String query = "/Observation?patient=" + PATIENT + "&code=" + encode("http://loinc.org|85354-9")
                + "&date=ge2020-12-01&date=lt2025-01-01&_sort=-date&_count=100";
        JsonNode bundle = JSON.readTree(get(query).body());
        List<String> dates = StreamSupport.stream(bundle.path("entry").spliterator(), false)
                .map(entry -> entry.path("resource").path("effectiveDateTime").asText())
                .toList();
        assertThat(dates).hasSizeGreaterThan(3).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(dates).allMatch(date -> date.compareTo("2020-12") > 0 && date.compareTo("2025") < 0);
    }

    @Test
    void includes_comeOnceAndMarked() throws Exception {
        JsonNode bundle = JSON.readTree(get("/MedicationRequest?patient=" + PATIENT
                        + "&_count=5&_include=MedicationRequest:patient&_include=MedicationRequest:requester:Practitioner")
                .body());
        assertThat(ids(bundle, "match")).hasSize(5);
        assertThat(ids(bundle, "include")).contains(PATIENT).doesNotHaveDuplicates();
        JsonNode reverse = JSON.readTree(
                get("/Patient?_id=" + PATIENT + "&_revinclude=Goal:patient").body());
        assertThat(ids(reverse, "include")).containsExactly("goal-weight-velvet");
    }

    @Test
    void update_keepsEveryVersion_andRefusesAStaleOne() throws Exception {
        String body = "{\"resourceType\":\"Goal\",\"id\":\"goal-test\",\"lifecycleStatus\":\"%s\","
                + "\"description\":{\"text\":\"Walk\"},\"subject\":{\"reference\":\"Patient/" + INFANT + "\"}}";
        HttpResponse<String> created = put("/Goal/goal-test", body.formatted("active"), null);
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("ETag")).hasValue("W/\"1\"");
        assertThat(put("/Goal/goal-test", body.formatted("completed"), "W/\"1\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(put("/Goal/goal-test", body.formatted("cancelled"), "W/\"1\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(put(
                                "/Goal/goal-absent",
                                body.replace("goal-test", "goal-absent").formatted("active"),
                                "W/\"1\"")
                        .statusCode())
                .isEqualTo(412);

        assertThat(status("/Goal/goal-test")).isEqualTo("completed");
        assertThat(status("/Goal/goal-test/_history/1")).isEqualTo("active");
        assertThat(status("/Goal/goal-test/_history/2")).isEqualTo("completed");
        assertThat(get("/Goal/goal-test/_history/3").statusCode()).isEqualTo(404);
        assertThat(get("/Goal/goal-test/_history/x").statusCode()).isEqualTo(404);
        assertThat(walk("/Goal?patient=" + INFANT + "&lifecycle-status=completed"))
                .containsExactly("goal-test");
    }

    @Test
    void create_choosesAnId_andConditionalCreateIsRefused() throws Exception {
        String body = "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"Steps\"},"
                + "\"subject\":{\"reference\":\"Patient/" + INFANT + "\"}}";
        HttpRequest.Builder request = request("/Observation")
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        HttpResponse<String> created = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(created.statusCode()).isEqualTo(201);
        String id = JSON.readTree(created.body()).path("id").asText();
        assertThat(created.headers().firstValue("Location"))
                .hasValue(server.base() + "/Observation/" + id + "/_history/1");
        assertThat(get("/Observation/" + id).statusCode()).isEqualTo(200);

        HttpResponse<String> conditional =
                http.send(request.header("If-None-Exist", "code=x").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(conditional.statusCode()).isEqualTo(501);
    }

    private String status(String path) throws Exception {
        return JSON.readTree(get(path).body()).path("lifecycleStatus").asText();
    }

    private HttpResponse<String> put(String path, String body, @Nullable String ifMatch) throws Exception {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/fhir+json")
                .PUT(HttpRequest.BodyPublishers.ofString(body));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.base() + path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + CREDENTIAL);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** All matches of all pages, in order of their ids. */
    private List<String> walk(String path) throws Exception {
        List<String> all = new ArrayList<>();
        JsonNode bundle = JSON.readTree(get(path).body());
        while (true) {
            assertThat(bundle.path("resourceType").asText())
                    .as(bundle.toString())
                    .isEqualTo("Bundle");
            all.addAll(ids(bundle, "match"));
            String next = StreamSupport.stream(bundle.path("link").spliterator(), false)
                    .filter(link -> link.path("relation").asText().equals("next"))
                    .map(link -> link.path("url").asText())
                    .findFirst()
                    .orElse("");
            if (next.isEmpty()) {
                return all.stream().sorted().toList();
            }
            bundle = JSON.readTree(
                    get(next.substring(server.base().toString().length())).body());
        }
    }

    private static List<String> ids(JsonNode bundle, String mode) {
        return StreamSupport.stream(bundle.path("entry").spliterator(), false)
                .filter(entry -> entry.path("search").path("mode").asText().equals(mode))
                .map(entry -> entry.path("resource").path("id").asText())
                .toList();
    }

    private static List<String> scan(String type, Predicate<JsonNode> wanted) {
        return DemoData.read(type).stream()
                .filter(wanted)
                .map(resource -> resource.path("id").asText())
                .sorted()
                .toList();
    }

    private static List<JsonNode> codings(JsonNode concepts) {
        return StreamSupport.stream(concepts.spliterator(), false)
                .flatMap(concept -> StreamSupport.stream(concept.path("coding").spliterator(), false))
                .toList();
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
