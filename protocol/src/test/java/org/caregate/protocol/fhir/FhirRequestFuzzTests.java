package org.caregate.protocol.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.caregate.protocol.fhir.type.ResourceTypes;
import org.caregate.testing.Fuzz;
import org.junit.jupiter.api.Test;

/** Search queries and paths of strangers: refused, or read in one way only. */
class FhirRequestFuzzTests {
    private static final List<String> WORDS = List.of(
            "&",
            "=",
            "?",
            ":",
            "%",
            "%2F",
            "%2e%2e",
            "%00",
            "%25",
            "%26",
            "+",
            ",",
            "|",
            "$",
            "\\",
            "_has:",
            "_include=",
            ":missing",
            "access_token=",
            "subject:Patient.name=",
            "Patient/p1",
            "..",
            "/",
            "\u00e9",
            "\u0000");

    @Test
    void damagedQuery_isRefused_orEncodesToWhatReadsTheSame() {
        Fuzz.text(
                List.of(
                        "patient=Patient/p1&category=http%3A%2F%2Fx%7Cvital-signs&date=ge2026-01-01&_count=10",
                        "_id=o1,o2&_include=Observation:subject&_sort=-date",
                        "code:in=http%3A%2F%2Fx&_has:Observation:patient:code=1234-5&name=a%5C%2Cb"),
                WORDS,
                query -> {
                    if (FhirRequestParser.parse(FhirHttpRequest.of("GET", "/Observation", query))
                            instanceof ResourceRequest request) {
                        String encoded = request.query().encoded();
                        assertThat(FhirRequestParser.parse(FhirHttpRequest.of("GET", "/Observation", encoded)))
                                .isEqualTo(request);
                    }
                });
    }

    @Test
    void damagedPath_isRefused_orNamesATypeAndAnId() {
        Fuzz.text(
                List.of("/Patient/p1", "/Observation/o1/_history/2", "/Observation", "/metadata", "/Patient/_search"),
                WORDS,
                path -> {
                    if (FhirRequestParser.parse(FhirHttpRequest.of("GET", path, null))
                            instanceof ResourceRequest request) {
                        String type = request.type();
                        String id = request.id();
                        assertThat(type == null || ResourceTypes.contains(type)).isTrue();
                        assertThat(id == null || FhirIds.isId(id)).isTrue();
                    }
                });
    }
}
