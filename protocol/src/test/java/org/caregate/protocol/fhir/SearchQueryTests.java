package org.caregate.protocol.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caregate.protocol.fhir.MalformedRequest.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchQueryTests {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "code, code, -, -",
                "code:not, code, not, -",
                "subject.name, subject, -, name",
                "subject:Patient.name, subject, Patient, name",
                "subject:Patient.organization.name, subject, Patient, organization.name",
                "_has:Observation:patient:code, _has, Observation:patient:code, -",
                "_has:Observation:patient:subject.name, _has, Observation:patient:subject.name, -",
                "_include:iterate, _include, iterate, -",
                "component-code, component-code, -, -"
            })
    void key_isCutAtTheFirstColonOrDot(String key, String name, @Nullable String modifier, @Nullable String chain) {
        SearchParameter parameter = read(key + "=x").getFirst();
        assertThat(parameter).isEqualTo(new SearchParameter(name, modifier, chain, "x"));
        assertThat(parameter.key()).isEqualTo(key);
        assertThat(parameter.isPlain()).isEqualTo(modifier == null && chain == null);
    }

    @Test
    void encodedKey_isTheSameKey() {
        assertThat(read("%5Fhas%3AObservation%3Apatient%3Acode=1").getFirst().name())
                .isEqualTo("_has");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=x",
                ":not=x",
                "code:=x",
                "code.=x",
                "code:a.=x",
                "co%00de=x",
                "co de=x",
                "code=%0a",
                "code=%ff",
                "code=a b",
                "c%20d=x",
                "code:%20=x",
                "cödé=x",
                "a%5B0%5D=x"
            })
    void illFormedParameter_isMalformed(String query) {
        assertThat(FhirRequestParser.parse(FhirHttpRequest.of("GET", "/Observation", query)))
                .isEqualTo(new MalformedRequest(Reason.QUERY_SYNTAX));
    }

    @Test
    void repeatedParameter_isKeptTwice_inOrder() {
        assertThat(read("date=ge2020&date=lt2021&&code"))
                .containsExactly(
                        SearchParameter.of("date", "ge2020"),
                        SearchParameter.of("date", "lt2021"),
                        SearchParameter.of("code", ""));
    }

    @Test
    void queryAtTheLimits_isRead_andBeyondThem_isMalformed() {
        String parameters = IntStream.range(0, 100).mapToObj(i -> "a=" + i).collect(Collectors.joining("&"));
        assertThat(read(parameters)).hasSize(100);
        assertThat(reason(parameters + "&a=1")).isEqualTo(Reason.TOO_MANY_PARAMETERS);
        String alternatives = "a=" + ",".repeat(199);
        assertThat(read(alternatives).getFirst().alternatives()).hasSize(200);
        assertThat(reason(alternatives + ",")).isEqualTo(Reason.TOO_MANY_PARAMETERS);
        String longest = "a=" + "x".repeat(8190);
        assertThat(read(longest)).hasSize(1);
        assertThat(reason(longest + "x")).isEqualTo(Reason.TOO_LONG);
    }

    @Test
    void alternatives_areSplitAtUnescapedCommasOnly() {
        assertThat(SearchParameter.of("code", "a\\,b,c\\\\,d\\").alternatives())
                .containsExactly("a\\,b", "c\\\\", "d\\");
        assertThat(SearchValue.split("sys|a\\|b", '|')).containsExactly("sys", "a\\|b");
        assertThat(SearchValue.unescape("a\\,b\\\\c\\")).isEqualTo("a,b\\c\\");
        assertThat(SearchValue.escape("a,b|c$d\\e")).isEqualTo("a\\,b\\|c\\$d\\\\e");
    }

    @Test
    void encodedQuery_readsBackAsItself() {
        SearchQuery query = new SearchQuery(List.of(
                new SearchParameter("code", "not", null, "http://sys|a b+c&d=é%"),
                new SearchParameter("subject", "Patient", "name", "x")));
        assertThat(query.encoded())
                .isEqualTo("code%3Anot=http%3A%2F%2Fsys%7Ca%20b%2Bc%26d%3D%C3%A9%25&subject%3APatient.name=x");
        assertThat(read(query.encoded())).isEqualTo(query.parameters());
    }

    @Test
    void namedAndAnd_keepOrder() {
        SearchQuery query = SearchQuery.EMPTY.and(SearchParameter.of("a", "1")).and(SearchParameter.of("b", "2"));
        assertThat(query.isEmpty()).isFalse();
        assertThat(SearchQuery.EMPTY.isEmpty()).isTrue();
        assertThat(query.named("b")).containsExactly(SearchParameter.of("b", "2"));
    }

    private static List<SearchParameter> read(String query) {
        return ((ResourceRequest) FhirRequestParser.parse(FhirHttpRequest.of("GET", "/Observation", query)))
                .query()
                .parameters();
    }

    private static Reason reason(String query) {
        return ((MalformedRequest) FhirRequestParser.parse(FhirHttpRequest.of("GET", "/Observation", query))).reason();
    }
}
