package org.caregate.protocol.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import org.caregate.protocol.fhir.MalformedRequest.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirRequestParserTests {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "GET, /Patient/p1, READ, Patient, p1, -",
                "GET, /Patient/p1/_history/2, VREAD, Patient, p1, 2",
                "GET, /Patient/p1/_history, HISTORY_INSTANCE, Patient, p1, -",
                "GET, /Patient/_history, HISTORY_TYPE, Patient, -, -",
                "GET, /_history, HISTORY_SYSTEM, -, -, -",
                "GET, /Patient, SEARCH_TYPE, Patient, -, -",
                "POST, /Patient/_search, SEARCH_TYPE, Patient, -, -",
                "POST, /_search, SEARCH_SYSTEM, -, -, -",
                "GET, /, SEARCH_SYSTEM, -, -, -",
                "GET, '', SEARCH_SYSTEM, -, -, -",
                "POST, /, BATCH_OR_TRANSACTION, -, -, -",
                "POST, /Patient, CREATE, Patient, -, -",
                "PUT, /Patient/p1, UPDATE, Patient, p1, -",
                "PATCH, /Patient/p1, PATCH, Patient, p1, -",
                "DELETE, /Patient/p1, DELETE, Patient, p1, -",
                "PUT, /Patient, CONDITIONAL_UPDATE, Patient, -, -",
                "PATCH, /Patient, CONDITIONAL_PATCH, Patient, -, -",
                "DELETE, /Patient, CONDITIONAL_DELETE, Patient, -, -",
                "GET, /metadata, CAPABILITIES, -, -, -",
                "GET, /Patient/p1/Observation, COMPARTMENT_SEARCH, Patient, p1, -",
                "GET, /Patient/p1/*, COMPARTMENT_SEARCH, Patient, p1, -",
                "POST, /Patient/p1/Observation/_search, COMPARTMENT_SEARCH, Patient, p1, -",
                "GET, /Patient/p1/$everything, OPERATION, Patient, -, -",
                "POST, /Patient/$match, OPERATION, Patient, -, -",
                "GET, /$export, OPERATION, -, -, -",
                "GET, /$graphql, GRAPHQL, -, -, -",
                "POST, /Patient/p1/$graphql, GRAPHQL, Patient, -, -",
                "GET, /%50atient/p%31, READ, Patient, p1, -",
                "GET, /Patient/A-b.9, READ, Patient, A-b.9, -"
            })
    void wellFormedRequest_isOneInteraction(
            String method,
            String path,
            FhirInteraction interaction,
            @Nullable String type,
            @Nullable String id,
            @Nullable String version) {
        assertThat(FhirRequestParser.parse(http(method, path, null)))
                .isEqualTo(new ResourceRequest(interaction, type, id, version, SearchQuery.EMPTY));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, Patient/p1, PATH_SYNTAX",
        "GET, //Patient/p1, PATH_SYNTAX",
        "GET, /Patient//p1, PATH_SYNTAX",
        "GET, /Patient/p1/, PATH_SYNTAX",
        "GET, /Patient/., PATH_SYNTAX",
        "GET, /Observation/../Patient/p1, PATH_SYNTAX",
        "GET, /Observation/%2e%2e/Patient/p1, PATH_SYNTAX",
        "GET, /Patient%2fp1, PATH_SYNTAX",
        "GET, /Patient%5cp1, PATH_SYNTAX",
        "GET, /Patient;v=1/p1, PATH_SYNTAX",
        "GET, /Patient/p1%3bx, PATH_SYNTAX",
        "GET, /Patient/p1%00, PATH_SYNTAX",
        "GET, /Patient/p1%, PATH_SYNTAX",
        "GET, /Patient/p%4, PATH_SYNTAX",
        "GET, /Patient/p%g1, PATH_SYNTAX",
        "GET, /Patient/p%1g, PATH_SYNTAX",
        "GET, /Patient/%c3%28, PATH_SYNTAX",
        "GET, /Patient/p+1, PATH_SYNTAX",
        "GET, /Patient/p%2531, DOUBLE_ENCODED",
        "GET, /Patient/p_1, INVALID_ID",
        "PUT, /Patient/p_1, INVALID_ID",
        "GET, /Patient/p_1/_history, INVALID_ID",
        "GET, /Patient/p_1/Observation, INVALID_ID",
        "GET, /Patient/p_1/_history/1, INVALID_ID",
        "GET, /Patient/p1/_history/1_, INVALID_ID",
        "GET, /patient/p1, UNKNOWN_PATH",
        "GET, /Patients, UNKNOWN_PATH",
        "GET, /Resource/x, UNKNOWN_PATH",
        "GET, /Patient/p1/observations, UNKNOWN_PATH",
        "GET, /Patient/p1/Observation/o1, UNKNOWN_PATH",
        "POST, /Patient/p1/x/_search, UNKNOWN_PATH",
        "GET, /Patient/p1/_history/1/x, UNKNOWN_PATH",
        "GET, /$a/$b, UNKNOWN_PATH",
        "GET, /$a/Patient, UNKNOWN_PATH",
        "GET, /Patients/$a, UNKNOWN_PATH",
        "PUT, /$a, METHOD_NOT_ALLOWED",
        "PUT, /, METHOD_NOT_ALLOWED",
        "TRACE, /Patient, METHOD_NOT_ALLOWED",
        "get, /Patient, METHOD_NOT_ALLOWED",
        "POST, /metadata, METHOD_NOT_ALLOWED",
        "POST, /_history, METHOD_NOT_ALLOWED",
        "GET, /_search, METHOD_NOT_ALLOWED",
        "GET, /Patient/_search, METHOD_NOT_ALLOWED",
        "POST, /Patient/_history, METHOD_NOT_ALLOWED",
        "POST, /Patient/p1, METHOD_NOT_ALLOWED",
        "POST, /Patient/p1/_history, METHOD_NOT_ALLOWED",
        "DELETE, /Patient/p1/Observation, METHOD_NOT_ALLOWED",
        "PUT, /Patient/p1/_history/1, METHOD_NOT_ALLOWED",
        "GET, /Patient/p1/Observation/_search, METHOD_NOT_ALLOWED"
    })
    void doubtfulRequest_isMalformed(String method, String path, Reason reason) {
        assertThat(FhirRequestParser.parse(http(method, path, null))).isEqualTo(new MalformedRequest(reason));
    }

    @Test
    void idsAndPathsBeyondTheirLength_areMalformed() {
        assertThat(FhirRequestParser.parse(http("GET", "/Patient/" + "a".repeat(64), null)))
                .isInstanceOf(ResourceRequest.class);
        assertThat(FhirRequestParser.parse(http("GET", "/Patient/" + "a".repeat(65), null)))
                .isEqualTo(new MalformedRequest(Reason.INVALID_ID));
        String longest = "/" + "a".repeat(FhirRequestParser.MAXIMUM_PATH - 1);
        assertThat(FhirRequestParser.parse(http("GET", longest, null)))
                .isEqualTo(new MalformedRequest(Reason.UNKNOWN_PATH));
        assertThat(FhirRequestParser.parse(http("GET", longest + "a", null)))
                .isEqualTo(new MalformedRequest(Reason.TOO_LONG));
    }

    @Test
    void createUnderACondition_isAConditionalCreate() {
        FhirHttpRequest http = new FhirHttpRequest("POST", "/Patient", null, "application/fhir+json", null, true, null);
        assertThat(((ResourceRequest) FhirRequestParser.parse(http)).interaction())
                .isEqualTo(FhirInteraction.CONDITIONAL_CREATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/fhir+xml", "text/plain", "", "application/x-www-form-urlencoded"})
    void bodyThatIsNotFhirJson_isRefused(String contentType) {
        for (String[] write : new String[][] {{"POST", "/Patient"}, {"PUT", "/Patient/p1"}}) {
            FhirHttpRequest http = new FhirHttpRequest(write[0], write[1], null, contentType, null, false, null);
            assertThat(FhirRequestParser.parse(http)).isEqualTo(new MalformedRequest(Reason.UNSUPPORTED_MEDIA_TYPE));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/fhir+json",
                "application/fhir+json; charset=UTF-8",
                "Application/JSON",
                "*/*",
                "text/html, */*;q=0.1"
            })
    void acceptedAnswers_includeFhirJson(String accept) {
        assertThat(FhirRequestParser.parse(accepting(accept, null))).isInstanceOf(ResourceRequest.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/fhir+xml", "text/html", "application/fhir+turtle,text/xml"})
    void answersInAnotherFormat_areNotAcceptable(String accept) {
        assertThat(FhirRequestParser.parse(accepting(accept, null)))
                .isEqualTo(new MalformedRequest(Reason.NOT_ACCEPTABLE));
    }

    @Test
    void formatParameter_overrulesTheHeader_andIsNotForwarded() {
        assertThat(((ResourceRequest) FhirRequestParser.parse(
                                accepting("text/html", "_format=application/fhir%2Bjson&_pretty=true")))
                        .query())
                .isEqualTo(SearchQuery.EMPTY);
        assertThat(FhirRequestParser.parse(accepting("*/*", "_format=xml")))
                .isEqualTo(new MalformedRequest(Reason.NOT_ACCEPTABLE));
        assertThat(FhirRequestParser.parse(accepting("", "_format=json&_format=xml")))
                .isEqualTo(new MalformedRequest(Reason.REPEATED_PARAMETER));
    }

    @Test
    void formSearch_joinsQueryAndForm() {
        FhirHttpRequest http = new FhirHttpRequest(
                "POST", "/Patient/_search", "name=a", "application/x-www-form-urlencoded", null, false, "family=b+c");
        assertThat(((ResourceRequest) FhirRequestParser.parse(http)).query().parameters())
                .containsExactly(SearchParameter.of("name", "a"), SearchParameter.of("family", "b c"));
    }

    @Test
    void formSearch_isRefused_withAnotherBodyOrABrokenForm() {
        assertThat(FhirRequestParser.parse(new FhirHttpRequest(
                        "POST", "/Patient/_search", null, "application/fhir+json", null, false, "a=b")))
                .isEqualTo(new MalformedRequest(Reason.SEARCH_NOT_A_FORM));
        assertThat(FhirRequestParser.parse(new FhirHttpRequest(
                        "POST", "/Patient/_search", null, "application/x-www-form-urlencoded", null, false, "a=%")))
                .isEqualTo(new MalformedRequest(Reason.QUERY_SYNTAX));
    }

    @ParameterizedTest
    @CsvSource({
        "/Patient/_search, true",
        "/Patient/%5Fsearch, true",
        "/_search, true",
        "/Patient/_search/, false",
        "/Patient, false",
        "/Patient/%zz/_search, false"
    })
    void formOfASearch_isReadWhereverThePathMeansOne(String path, boolean read) {
        assertThat(FhirRequestParser.readsForm("POST", path)).isEqualTo(read);
        assertThat(FhirRequestParser.readsForm("GET", path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_format=application/fhir+json",
                "_format=application/fhir%2Bjson",
                "_format=application/fhir+json;fhirVersion=4.0",
                "_format=application/json+fhir",
                "_format=json",
                "_format=text/json",
                "_pretty=true",
                "_summary=false",
                "_total=none",
                "_contained=false",
                "_=1700000000000"
            })
    void parameterThatAsksNothing_isLeftOut(String query) {
        assertThat(((ResourceRequest) FhirRequestParser.parse(accepting("application/fhir+json", query))).query())
                .isEqualTo(SearchQuery.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_summary=true",
                "_summary=FALSE",
                "_total=accurate",
                "_total:x=none",
                "_contained=both",
                "_contained=",
                "__=1"
            })
    void parameterThatAsksSomething_isNotLeftOut(String query) {
        assertThat(((ResourceRequest) FhirRequestParser.parse(accepting("application/fhir+json", query)))
                        .query()
                        .parameters())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_format=application/fhir+xml", "_format=application/fhir++json", "_format=fhir+json"})
    void otherFormat_isNotAcceptable(String query) {
        assertThat(FhirRequestParser.parse(accepting("*/*", query)))
                .isEqualTo(new MalformedRequest(Reason.NOT_ACCEPTABLE));
    }

    @Test
    void head_isReadLikeGet() {
        for (String path : new String[] {"/Patient/p1", "/Patient", "/metadata", "/Patient/p1/_history/2", "/x/y"}) {
            assertThat(FhirRequestParser.parse(http("HEAD", path, null)))
                    .isEqualTo(FhirRequestParser.parse(http("GET", path, null)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/Patient/p1, 'GET, HEAD, PUT'",
        "/Patient, 'GET, HEAD, POST'",
        "/Patient/_search, POST",
        "/Patient/p1/_history/1, 'GET, HEAD'",
        "/metadata, 'GET, HEAD'",
        "/Patient/p1/$everything, ''",
        "/Patient/p1/Observation, ''",
        "/Nonsense, ''",
        "'', ''"
    })
    void methodsOfAPath_areThoseWhoseInteractionIsOffered(String path, String methods) {
        assertThat(String.join(", ", OfferedMethods.of(path))).isEqualTo(methods);
    }

    @Test
    void onlyReadVersionReadAndUpdate_nameOneResource() {
        assertThat(FhirInteraction.values())
                .filteredOn(FhirInteraction::namesOneResource)
                .containsExactly(FhirInteraction.READ, FhirInteraction.VREAD, FhirInteraction.UPDATE);
        assertThat(new ResourceRequest(FhirInteraction.READ, "Patient", "p1", null, SearchQuery.EMPTY).reference())
                .isEqualTo("Patient/p1");
        assertThat(new ResourceRequest(FhirInteraction.SEARCH_TYPE, "Patient", null, null, SearchQuery.EMPTY)
                        .reference())
                .isNull();
    }

    private static FhirHttpRequest accepting(String accept, @Nullable String query) {
        return new FhirHttpRequest("GET", "/Patient/p1", query, null, accept, false, null);
    }

    private static FhirHttpRequest http(String method, String path, @Nullable String query) {
        String contentType =
                path.endsWith("_search") ? "application/x-www-form-urlencoded" : "application/fhir+json; charset=utf-8";
        return new FhirHttpRequest(method, path, query, contentType, null, false, null);
    }
}
