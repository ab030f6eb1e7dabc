package org.caregate.conformance.smart;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.caregate.check.client.Http;
import org.caregate.check.client.Reply;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** SMART App Launch 2.2, scopes: granted is enforced. */
class ScopeTests {
    private static final String LABORATORY =
            "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory";

    private final RunningDemo run = RunningDemo.get();

    private String access(String scope) {
        JsonNode token = run.launch(scope);
        assertThat(token.path("scope").asString("")).isEqualTo(scope);
        return token.path("access_token").asString("");
    }

    @Test
    @Requirement("SMART2.2-scopes-v1")
    void v1ReadScope_isGrantedAsAsked_andEnforced() {
        String access = access("launch/patient patient/Patient.read patient/Observation.read");
        assertThat(run.read("Observation?patient=" + run.ownPatient(), access).status())
                .isEqualTo(200);
        assertThat(run.read("Condition?patient=" + run.ownPatient(), access).status())
                .isEqualTo(403);
    }

    @Test
    @Requirement("SMART2.2-scopes-v2")
    void readWithoutSearch_refusesTheSearch() {
        String access = access("launch/patient patient/Observation.r");
        assertThat(run.read("Observation?patient=" + run.ownPatient(), access).status())
                .isEqualTo(403);
    }

    @Test
    @Requirement("SMART2.2-scopes-unrestricted")
    void searchByPatient_answersForEveryGrantedType() {
        String types =
                "AllergyIntolerance CarePlan CareTeam Condition DiagnosticReport DocumentReference Encounter Goal Immunization MedicationRequest Observation Procedure";
        StringBuilder scope = new StringBuilder("launch/patient patient/Patient.rs");
        for (String type : types.split(" ", -1)) {
            scope.append(" patient/").append(type).append(".rs");
        }
        String access = access(scope.toString());
        for (String type : types.split(" ", -1)) {
            Reply reply = run.read(type + "?patient=" + run.ownPatient(), access);
            assertThat(reply.status()).as(type).isEqualTo(200);
            assertThat(reply.json().path("resourceType").asString("")).isEqualTo("Bundle");
        }
    }

    @Test
    @Requirement("SMART2.2-scopes-category")
    void categoryScope_releasesOnlyThatCategory_whateverTheSearch() {
        String access = access("launch/patient " + LABORATORY);
        String all = access("launch/patient patient/Observation.rs");
        for (String query : new String[] {
            "Observation?patient=" + run.ownPatient() + "&_count=50",
            "Observation?patient=" + run.ownPatient() + "&category=vital-signs",
            "Observation?_count=50"
        }) {
            Reply reply = run.read(query, access);
            assertThat(reply.status()).as(query).isEqualTo(200);
            reply.json()
                    .path("entry")
                    .valueStream()
                    .forEach(entry -> assertThat(
                                    entry.path("resource").path("category").toString())
                            .contains("laboratory"));
        }
        JsonNode vital = run.read("Observation?patient=" + run.ownPatient() + "&category=vital-signs&_count=1", all)
                .json();
        String id = vital.path("entry").path(0).path("resource").path("id").asString("");
        assertThat(id).isNotEmpty();
        assertThat(run.read("Observation/" + id, access).status()).isEqualTo(404);
        assertThat(run.read("Observation/" + id, all).status()).isEqualTo(200);
    }

    @Test
    @Requirement("SMART2.2-scopes-category")
    void categoryScope_missesNothingInside() {
        String access = access("launch/patient " + LABORATORY);
        String all = access("launch/patient patient/Observation.rs");
        assertThat(ids("Observation?patient=" + run.ownPatient() + "&category=laboratory&_count=50", all))
                .isNotEmpty()
                .isEqualTo(ids("Observation?patient=" + run.ownPatient() + "&_count=50", access));
    }

    private java.util.SortedSet<String> ids(String first, String access) {
        java.util.SortedSet<String> ids = new java.util.TreeSet<>();
        java.net.URI next = run.resource(first);
        for (int page = 0; next != null && page < 200; page++) {
            Reply reply = run.http().get(next, "Authorization", "Bearer " + access);
            assertThat(reply.status()).isEqualTo(200);
            reply.json()
                    .path("entry")
                    .valueStream()
                    .forEach(entry -> ids.add(entry.path("resource").path("id").asString("")));
            next = reply.json()
                    .path("link")
                    .valueStream()
                    .filter(link -> link.path("relation").asString("").equals("next"))
                    .map(link -> java.net.URI.create(link.path("url").asString("")))
                    .findFirst()
                    .orElse(null);
            if (next != null) {
                assertThat(next.toString()).startsWith(run.demo().fhirBase().toString());
            }
        }
        return ids;
    }

    @Test
    @Requirement("SMART2.2-search-post")
    void searchByPost_isHeldToTheSameRules() {
        String access = access("launch/patient patient/Observation.rs");
        Reply own = postSearch("Observation", "patient=" + run.ownPatient() + "&_count=2", access);
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.json().path("entry").size()).isPositive();
        Reply others = postSearch("Observation", "patient=" + run.otherPatient(), access);
        assertThat(others.status()).isIn(200, 404);
        assertThat(others.json().path("entry").size()).isZero();
    }

    private Reply postSearch(String type, String form, String access) {
        return run.http()
                .send(Http.to(run.resource(type + "/_search"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Authorization", "Bearer " + access)
                        .POST(BodyPublishers.ofString(form))
                        .build());
    }

    @Test
    @Requirement("SMART2.2-compartment")
    void anotherPatientsResources_areNeverReturned() {
        String access = access("launch/patient patient/Patient.rs patient/Observation.rs patient/Condition.rs");
        for (String query : new String[] {
            "Observation?patient=" + run.otherPatient(),
            "Observation?subject=Patient/" + run.otherPatient(),
            "Patient?_id=" + run.otherPatient(),
            "Patient?_count=50",
            "Condition?_count=50"
        }) {
            Reply reply = run.read(query, access);
            assertThat(reply.json().path("entry").toString()).as(query).doesNotContain(run.otherPatient());
        }
    }

    @Test
    @Requirement("SMART2.2-inference")
    void parametersThatLookBeyondTheCompartment_areRefused() {
        String access = access("launch/patient patient/Patient.rs patient/Observation.rs");
        for (String query : new String[] {
            "Patient?_has:Observation:patient:code=1234-5",
            "Observation?subject:Patient.name=Smith",
            "Observation?_filter=code%20eq%20x",
            "Observation?_query=x",
            "Observation?_text=x",
            "Observation?_content=x",
            "Observation?_summary=count",
            "Observation?unknown-parameter=1",
            "Observation?_include=*",
            "Observation?_include:iterate=Observation:subject"
        }) {
            Reply reply = run.read(query, access);
            assertThat(reply.status()).as(query).isBetween(400, 403);
            assertThat(reply.json().path("resourceType").asString("")).isEqualTo("OperationOutcome");
        }
    }

    @Test
    @Requirement("SMART2.2-scopes-write")
    void writeWithoutTheScope_isRefused() {
        String access = access("launch/patient patient/Observation.rs");
        Reply reply = run.http()
                .send(Http.to(run.resource("Observation"))
                        .header("Content-Type", "application/fhir+json")
                        .header("Authorization", "Bearer " + access)
                        .POST(BodyPublishers.ofString("{\"resourceType\":\"Observation\"}"))
                        .build());
        assertThat(reply.status()).isEqualTo(403);
    }

    @Test
    void everythingElse_isRefused_withAnOperationOutcome() {
        String access = access("launch/patient patient/Patient.rs");
        for (String path : new String[] {
            "Patient/" + run.ownPatient() + "/$everything",
            "Patient/" + run.ownPatient() + "/Observation",
            "Patient/" + run.ownPatient() + "/_history",
            "$graphql?query=x",
            "_history",
            "Nothing/1",
            "Patient/a%2Fb",
            "Patient/../x",
            "Patient/" + "x".repeat(65)
        }) {
            Reply reply = run.read(path, access);
            assertThat(reply.status()).as(path).isBetween(400, 501).isNotEqualTo(500);
            assertThat(reply.json().path("resourceType").asString("")).as(path).isEqualTo("OperationOutcome");
        }
    }

    @Test
    @Requirement("SMART2.2-scopes-user-narrowed")
    void cliniciansWildcard_isNarrowedToTheRolesTypes_andSaidSo() {
        JsonNode token = run.launch("app", "clinician", "openid launch/patient user/*.rs", run.otherPatient());
        String scope = token.path("scope").asString("");
        assertThat(scope).doesNotContain("*").contains("user/Observation.rs");
        assertThat(token.toString()).contains("user/*.rs");
    }
}
