package org.caregate.demo.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the demo and the tests of other modules rely on in the delivered data. */
class DemoDataTests {

    @Test
    void thereAreAtLeastTenPatients_ofMixedAges() {
        List<String> births = DemoData.read("Patient").stream()
                .map(patient -> patient.path("birthDate").asText())
                .toList();
        assertThat(births).hasSizeGreaterThanOrEqualTo(10);
        assertThat(births)
                .anyMatch(birth -> birth.compareTo("2020") > 0)
                .anyMatch(birth -> birth.compareTo("1950") < 0);
    }

    @Test
    void everyUsCoreCategoryOccurs() {
        assertThat(categories("Condition"))
                .contains(
                        "http://terminology.hl7.org/CodeSystem/condition-category|problem-list-item",
                        "http://terminology.hl7.org/CodeSystem/condition-category|encounter-diagnosis",
                        "http://hl7.org/fhir/us/core/CodeSystem/condition-category|health-concern",
                        "http://hl7.org/fhir/us/core/CodeSystem/us-core-category|sdoh");
        String observation = "http://terminology.hl7.org/CodeSystem/observation-category|";
        assertThat(categories("Observation"))
                .contains(
                        observation + "laboratory",
                        observation + "vital-signs",
                        observation + "social-history",
                        observation + "survey",
                        "http://hl7.org/fhir/us/core/CodeSystem/us-core-category|sdoh");
    }

    @Test
    void everyReferenceLeadsToADeliveredResource() {
        Set<String> delivered = DemoData.TYPES.stream()
                .flatMap(type -> DemoData.read(type).stream())
                .map(resource -> resource.path("resourceType").asText() + "/"
                        + resource.path("id").asText())
                .collect(Collectors.toSet());
        List<String> dangling = DemoData.TYPES.stream()
                .flatMap(type -> DemoData.read(type).stream())
                .flatMap(resource -> resource.findValuesAsText("reference").stream())
                .filter(reference -> !delivered.contains(reference))
                .distinct()
                .toList();
        assertThat(dangling).isEmpty();
    }

    @Test
    void idsAreValid() {
        assertThat(DemoData.TYPES.stream().flatMap(type -> DemoData.read(type).stream()))
                .allMatch(resource -> resource.path("id").asText().matches("[A-Za-z0-9.-]{1,64}"));
    }

    @Test
    void peopleFile_namesPeopleOfTheData() throws Exception {
        try (InputStream in = DemoData.class.getResourceAsStream("/org/caregate/demo/data/people.json")) {
            JsonNode people = new ObjectMapper().readTree(in);
            assertThat(ids("Patient"))
                    .contains(people.path("patient").path("id").asText());
            assertThat(ids("Practitioner"))
                    .contains(people.path("clinician").path("id").asText());
            JsonNode group = DemoData.read("Group").getFirst();
            assertThat(group.path("id").asText())
                    .isEqualTo(people.path("clinicianGroup").path("id").asText());
            assertThat(StreamSupport.stream(group.path("member").spliterator(), false)
                            .map(member ->
                                    member.path("entity").path("reference").asText()))
                    .containsExactlyElementsOf(
                            people.path("clinicianGroup").path("patients").findValuesAsText("id").stream()
                                    .map(id -> "Patient/" + id)
                                    .toList());
        }
    }

    private static List<String> ids(String type) {
        return DemoData.read(type).stream()
                .map(resource -> resource.path("id").asText())
                .toList();
    }

    private static Set<String> categories(String type) {
        return DemoData.read(type).stream()
                .flatMap(resource ->
                        StreamSupport.stream(resource.path("category").spliterator(), false))
                .flatMap(
                        category -> StreamSupport.stream(category.path("coding").spliterator(), false))
                .map(coding -> coding.path("system").asText() + "|"
                        + coding.path("code").asText())
                .collect(Collectors.toSet());
    }
}
