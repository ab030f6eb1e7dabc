package org.caregate.protocol.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.caregate.protocol.fhir.type.ResourceTypes;

class FhirRequestProperties {
    @Property
    void junk_isAnsweredWithAValue(@ForAll String method, @ForAll String path, @ForAll String query) {
        assertThat(FhirRequestParser.parse(FhirHttpRequest.of(method, path, query)))
                .isNotNull();
    }

    @Property
    void acceptedInstance_hasATypeAndAnIdAndNothingThatCouldMeanAnotherPath(@ForAll("paths") String path) {
        if (FhirRequestParser.parse(FhirHttpRequest.of("GET", path, null)) instanceof ResourceRequest request) {
            String id = request.id();
            String type = request.type();
            assertThat(id == null || (FhirIds.isId(id) && !id.equals(".."))).isTrue();
            assertThat(type == null || ResourceTypes.contains(type)).isTrue();
        }
    }

    @Property
    void readQuery_encodesToWhatReadsTheSame(@ForAll("queries") SearchQuery query) {
        assertThat(((ResourceRequest)
                                FhirRequestParser.parse(FhirHttpRequest.of("GET", "/Observation", query.encoded())))
                        .query())
                .isEqualTo(query);
    }

    @Property
    void escapedLiteral_isOneValue(@ForAll("values") String literal) {
        String escaped = SearchValue.escape(literal);
        assertThat(SearchValue.unescape(escaped)).isEqualTo(literal);
        for (char separator : new char[] {',', '|', '$'}) {
            assertThat(SearchValue.split(escaped, separator)).hasSize(1);
        }
    }

    @Property
    void splitParts_joinToTheValue(@ForAll("values") String value) {
        assertThat(String.join(",", SearchValue.split(value, ','))).isEqualTo(value);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of(
                        "Patient",
                        "Observation",
                        "p1",
                        "..",
                        ".",
                        "",
                        "%2e",
                        "%2F",
                        "_history",
                        "_search",
                        "$x",
                        "1;a",
                        "%25",
                        "*",
                        "metadata")
                .list()
                .ofMaxSize(5)
                .map(segments -> "/" + String.join("/", segments));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withChars("ab,|$\\ é&=%+").ofMaxLength(12);
    }

    @Provide
    Arbitrary<SearchQuery> queries() {
        Arbitrary<String> word = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(6);
        return Combinators.combine(word, word.injectNull(0.5), word.injectNull(0.5), values())
                .as(SearchParameter::new)
                .list()
                .ofMaxSize(5)
                .map(SearchQuery::new);
    }
}
