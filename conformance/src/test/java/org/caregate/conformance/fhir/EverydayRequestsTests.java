package org.caregate.conformance.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.caregate.check.client.Http;
import org.caregate.check.client.Reply;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What real apps and client libraries ask of a FHIR server, against a real one (FHIR R4, "RESTful API" and "Search"). */
class EverydayRequestsTests {
    private static final RunningDemo RUN = RunningDemo.get();
    private static String access = "";

    @BeforeAll
    static void launch() {
        access = RUN.launch("launch/patient patient/Patient.rs patient/Observation.rs patient/Condition.rs"
                        + " patient/MedicationRequest.rs patient/Encounter.rs patient/Procedure.rs")
                .path("access_token")
                .asString("");
    }

    private static Reply get(String path) {
        return RUN.read(
                path.replace("{base}", RUN.demo().fhirBase().toString()).replace("{p}", RUN.ownPatient()), access);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient/{p}",
                "Patient?_id={p}",
                "Patient",
                "Observation?patient={p}",
                "Observation?patient=Patient/{p}",
                "Observation?patient={base}/Patient/{p}",
                "Observation?subject={base}/Patient/{p}",
                "Observation?subject:Patient={p}",
                "Observation?patient={p}&category=vital-signs&_sort=-date&_count=5",
                "Observation?patient={p}&date=ge2000-01-01&date=le2100-01-01T00:00:00Z",
                "Observation?patient={p}&code=http://loinc.org%7C8867-4,http://loinc.org%7C8302-2",
                "Observation?patient={p}&_lastUpdated=ge2000-01-01",
                "Observation?patient={p}&status:not=cancelled",
                "Observation?patient={p}&_summary=false",
                "Observation?patient={p}&_total=none",
                "Observation?patient={p}&_format=json",
                "Observation?patient={p}&_format=application/fhir+json",
                "Observation?patient={p}&_format=application/fhir%2Bjson&_pretty=true",
                "Observation?patient={p}&_=1700000000000",
                "Observation?patient={p}&_count=100000",
                "Condition?patient={p}&clinical-status=active",
                "MedicationRequest?patient={p}&intent=order,plan",
                "Encounter?patient={p}&date=ge2000-01-01",
                "Procedure?patient={p}"
            })
    @Requirement("FHIR-R4-search")
    void request_isAnswered(String path) {
        Reply reply = get(path);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    @Test
    @Requirement("FHIR-R4-search")
    void patientByAbsoluteAddress_findsTheSameAsById() {
        List<String> byId = fullUrls(get("Observation?patient={p}&_count=100"));
        assertThat(byId).isNotEmpty();
        assertThat(fullUrls(get("Observation?patient={base}/Patient/{p}&_count=100")))
                .isEqualTo(byId);
    }

    private static List<String> fullUrls(Reply reply) {
        return reply.json()
                .path("entry")
                .valueStream()
                .map(entry -> entry.path("fullUrl").asString(""))
                .sorted()
                .toList();
    }

    @Test
    @Requirement("FHIR-R4-search")
    void searchByPost_asksWithTheAddressAlone() {
        Reply reply = RUN.http()
                .send(Http.to(RUN.resource("Observation/_search?patient=" + RUN.ownPatient()))
                        .header("Authorization", "Bearer " + access)
                        .POST(BodyPublishers.noBody())
                        .build());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(fullUrls(reply)).isNotEmpty();
    }

    @Test
    @Requirement("RFC9110-9.3.2")
    void headOfAReadAndOfTheDocuments_isAnswered() {
        for (String path : List.of("Patient/" + RUN.ownPatient(), "metadata", ".well-known/smart-configuration")) {
            Reply reply = RUN.http()
                    .send(Http.to(RUN.resource(path))
                            .header("Authorization", "Bearer " + access)
                            .method("HEAD", BodyPublishers.noBody())
                            .build());
            assertThat(reply.status()).as(path).isEqualTo(200);
            assertThat(reply.text()).isEmpty();
        }
    }

    @Test
    @Requirement("FHIR-R4-3.1.0.2")
    void read_saysWhenTheResourceChanged_andThatContentsPassedThroughUs() {
        Reply reply = get("Patient/{p}");
        assertThat(reply.header("Last-Modified")).endsWith(" GMT");
        assertThat(reply.header("X-Intermediary"))
                .isEqualTo(RUN.demo().fhirBase().getHost());
    }

    @Test
    @Requirement("FHIR-R4-capabilities")
    void everyPromisedParameter_isAccepted() {
        JsonNode rest =
                RUN.http().get(RUN.resource("metadata")).json().path("rest").path(0);
        int asked = 0;
        for (JsonNode resource : rest.path("resource")) {
            String type = resource.path("type").asString("");
            assertThat(resource.path("searchInclude").toString()).as(type).doesNotContain("*");
            assertThat(resource.path("searchRevInclude").toString()).as(type).doesNotContain("*");
            if (!List.of("Patient", "Observation", "Condition", "MedicationRequest", "Encounter", "Procedure")
                    .contains(type)) {
                continue;
            }
            for (JsonNode parameter : resource.path("searchParam")) {
                String name = parameter.path("name").asString("");
                String value = switch (parameter.path("type").asString("")) {
                    case "date" -> "ge2000-01-01";
                    case "number", "quantity" -> "1";
                    case "composite" -> "1$1";
                    case "reference" -> RUN.ownPatient();
                    default -> "x";
                };
                assertThat(get(type + "?" + name + "=" + value).status())
                        .as("%s?%s", type, name)
                        .isEqualTo(200);
                asked++;
            }
        }
        assertThat(asked).isGreaterThan(20);
    }
}
