package org.caregate.demo.search;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One criterion against one resource, for each kind of parameter and each modifier (FHIR R4 search, 3.1.1.4). */
class SearchRequestTests {

    private static final SearchTable TABLE = new SearchTable(FhirContext.forR4Cached());
    private static final String OBSERVATION = """
            {"resourceType":"Observation","id":"o","status":"final",
             "category":[{"coding":[{"system":"urn:c","code":"laboratory"}]}],
             "code":{"coding":[{"code":"bare"},{"system":"http://loinc.org","code":"4548-4"}],"text":"HbA1c"},
             "subject":{"reference":"Patient/p1"},"encounter":{"reference":"Encounter/p1/_history/2"},
             "effectivePeriod":{"start":"2026-01-01","end":"2026-01-31"},
             "valueQuantity":{"value":5.4,"unit":"%","system":"http://unitsofmeasure.org","code":"%"}}""";
    private static final String PATIENT = """
            {"resourceType":"Patient","id":"p","active":true,"gender":"female","birthDate":"1981-02-26",
             "name":[{"family":"Müller","given":["Ana, Eva"]}],"telecom":[{"system":"phone","value":"555"}]}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "code 4548-4 true",
                "code 4548 false",
                "code http://loinc.org|4548-4 true",
                "code http://loinc.org| true",
                "code |4548-4 false",
                "code |bare true",
                "code urn:x|4548-4 false",
                "code x,bare true",
                "code:not bare false",
                "code:not x true",
                "code:missing false true",
                "code:missing true false",
                "data-absent-reason:missing true true",
                "status final true",
                "status Final false",
                "patient p1 true",
                "patient Patient/p1 true",
                "patient Group/p1 false",
                "subject:Patient p1 true",
                "subject:Group p1 false",
                "subject p2 false",
                "encounter Encounter/p1 true",
                "specimen:missing true true",
                "date 2026-01 true",
                "date 2026-01-15 false",
                "date ge2026-01-15 true",
                "date gt2026-02 false",
                "value-quantity 5.4 true",
                "value-quantity 5.40 true",
                "value-quantity 5 true",
                "value-quantity 5.5 false",
                "value-quantity gt5.4 false",
                "value-quantity ge5.4||% true",
                "value-quantity 5.4|urn:x|% false"
            })
    void observation(String name, String value, boolean found) {
        assertThat(matches("Observation", OBSERVATION, name, value)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "name mull true",
                "name müll true",
                "name:exact mull false",
                "name:exact Müller true",
                "name uller false",
                "name:contains ULLER true",
                "given ana\\,\u00a0eva false",
                "given ana\\, true",
                "family ana false",
                "birthdate 1981 true",
                "birthdate lt1981 false",
                "gender female true",
                "active true true",
                "active false false",
                "phone 555 true",
                "email 555 false",
                "_id p true",
                "_id q,p true",
                "_id q false"
            })
    void patient(String name, String value, boolean found) {
        assertThat(matches("Patient", PATIENT, name, value)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "code:in x",
                "code:above x",
                "name:exact x",
                "date:not 2020",
                "date 2020-13",
                "value-quantity gt",
                "patient:Nonsense x",
                "code:missing maybe",
                "subject.name x",
                "_text x",
                "_filter x",
                "near 1|2",
                "code x,"
            })
    void whatIsNotUnderstood_isRefused(String name, String value) {
        assertThat(parse("Observation", name, value)).isInstanceOf(SearchRequest.Refused.class);
    }

    private static boolean matches(String type, String json, String name, String value) {
        assertThat(parse(type, name, value)).isInstanceOf(SearchRequest.Understood.class);
        try {
            StoredResource resource =
                    new StoredResource(type, "id", 1, Instant.EPOCH, new ObjectMapper().readTree(json));
            return parse(type, name, value) instanceof SearchRequest.Understood understood
                    && understood.matches(resource);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static SearchRequest parse(String type, String name, String value) {
        return SearchRequest.parse(TABLE, Set.of("Observation", "Patient"), type, Map.of(name, new String[] {value}));
    }
}
