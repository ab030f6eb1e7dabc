package org.caregate.gateway.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextLinksTests {
    private static final NextLinks LINKS =
            new NextLinks(URI.create("https://api.example.org/fhir"), URI.create("http://up.internal:8080/fhir/r4"));
    private static final String PAGE = "Observation?patient=Patient/p1";

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "http://up.internal:8080/fhir/r4?_getpages=a&b=2 ?_getpages=a&b=2",
                "http://up.internal:8080/fhir/r4/Observation?page=2 Observation?page=2",
                "http://up.internal:8080/fhir/r4/Observation/?page=2 Observation/?page=2",
                "http://up.internal:8080/fhir/r4/Observation/_search?page=2 Observation/_search?page=2",
                "HTTP://UP.internal:8080/fhir/r4/Observation?page=2 Observation?page=2",
                "http://up.internal:8080/fhir/%724/%4fbservation?page=2 Observation?page=2",
                "https://api.example.org/fhir/Observation?page=2 Observation?page=2",
                "https://api.example.org:443/fhir?page=2 ?page=2",
                "/fhir/r4/Observation?page=2 Observation?page=2",
                "Observation?page=2 Observation?page=2",
                "?page=2 Observation?page=2",
                "Observation/$page/abc Observation/$page/abc",
                "Observation?cursor=a..b&c=../.. Observation?cursor=a..b&c=../..",
                "Observation?a=%2e%2e%2Fadmin Observation?a=%2e%2e%2Fadmin",
                "Observation?name=Müller Observation?name=M%C3%BCller",
                "Observation?a=s|c&b=100%&c={x} Observation?a=s%7Cc&b=100%25&c=%7Bx%7D",
                "Observation?a=\uD83D\uDE00 Observation?a=%F0%9F%98%80",
                "Observation?a=\\b Observation?a=%5Cb"
            })
    void addressBelowTheBase_isUsed(String link, String target) {
        assertThat(LINKS.target(link, PAGE)).contains(target);
    }

    @Test
    void blankInAValue_isEncoded() {
        assertThat(LINKS.target("Observation?date=2026-01-01 10:00", PAGE))
                .contains("Observation?date=2026-01-01%2010:00");
    }

    @Test
    void queryAlone_isRelativeToThePageItStandsIn() {
        assertThat(LINKS.target("?_getpages=a&offset=2", "?_getpages=a&offset=1"))
                .contains("?_getpages=a&offset=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://up.internal:8080/fhir/%2e%2e/admin",
                "http://up.internal:8080/fhir/r4/../../admin",
                "http://up.internal:8080/fhir/r4/%2e%2e/%2e%2e/admin",
                "http://up.internal:8080/fhir/r4/.%2E/admin?x=1",
                "http://up.internal:8080/fhir/r4/%252e%252e/admin",
                "http://up.internal:8080/fhir/r4/%25252e%25252e/admin",
                "http://up.internal:8080/fhir/r4/..%2fadmin",
                "http://up.internal:8080/fhir/r4/Observation%2f..%2f..%2fadmin",
                "http://up.internal:8080/fhir/r4/..\\admin",
                "http://up.internal:8080/fhir/r4/%5c..%5cadmin",
                "http://up.internal:8080/fhir/r4/..;/admin",
                "http://up.internal:8080/fhir/r4/;x=1/Observation",
                "http://up.internal:8080/fhir/r4/Observation;jsessionid=1?page=2",
                "http://up.internal:8080/fhir/r4//Observation?page=2",
                "http://up.internal:8080//fhir/r4/Observation?page=2",
                "http://up.internal:8080/fhir/r4/./Observation?page=2",
                "http://up.internal:8080/fhir/r4x/Observation?page=2",
                "http://up.internal:8080/fhir",
                "http://up.internal:8080/fhir/r4",
                "http://up.internal:8080/admin",
                "http://up.internal:8080",
                "http://up.internal/fhir/r4/Observation?page=2",
                "http://up.internal:8081/fhir/r4/Observation?page=2",
                "http://up.internal:80800/fhir/r4/Observation?page=2",
                "http://up.internal:/fhir/r4/Observation?page=2",
                "https://up.internal:8080/fhir/r4/Observation?page=2",
                "ftp://up.internal:8080/fhir/r4/Observation?page=2",
                "http://evil.example:8080/fhir/r4/Observation?page=2",
                "http://up.internal:8080@evil.example/fhir/r4/Observation",
                "http://user@up.internal:8080/fhir/r4/Observation",
                "http://up.internal:8080\\@evil.example/fhir/r4/Observation",
                "http://up.internal.:8080/fhir/r4/Observation",
                "http://api.example.org/fhir/Observation?page=2",
                "https://api.example.org:9443/fhir/Observation?page=2",
                "https://api.example.org/fhir/../admin",
                "//up.internal:8080/fhir/r4/Observation?page=2",
                "//evil.example/fhir/r4/Observation",
                "\\\\evil.example\\fhir",
                "/admin",
                "/fhir/r4/../../admin",
                "../admin",
                "Observation/../../admin",
                "http:up.internal:8080/fhir/r4/Observation",
                "http:/fhir/r4/Observation",
                "urn:uuid:1",
                "javascript:alert(1)",
                "Observation?page=2#x",
                "Observation\r\nX: y?page=2",
                "Observation?page=2\r\nX: y",
                "Observation?page=\u0000",
                "Öbservation?page=2",
                "Observation\u2024\u2024/admin",
                "%C0%AE%C0%AE/admin",
                "Observation?a=\uD800"
            })
    void addressThatCouldLeadElsewhere_isNotUsed(String link) {
        assertThat(LINKS.target(link, PAGE)).isEmpty();
    }
}
