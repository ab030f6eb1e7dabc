package org.caregate.authorization.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.testing.Requirement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormParserTests {
    private static final String FORM = "application/x-www-form-urlencoded";

    private static EndpointRequest post(String body, List<String> contentTypes, @Nullable String query) {
        return new EndpointRequest(
                "POST",
                "/x",
                query,
                Map.of("content-type", contentTypes),
                body.getBytes(StandardCharsets.UTF_8),
                false,
                "203.0.113.7",
                "r1",
                true,
                null);
    }

    private static Parameters parsed(FormParser.Result result) {
        return switch (result) {
            case FormParser.Result.Parsed(Parameters parameters) -> parameters;
            case FormParser.Result.Malformed(ProtocolError error) -> throw new AssertionError(error.reason());
        };
    }

    private static String reason(FormParser.Result result) {
        return switch (result) {
            case FormParser.Result.Parsed parsed -> "parsed";
            case FormParser.Result.Malformed(ProtocolError error) -> error.reason();
        };
    }

    private static String body(String body) {
        return reason(FormParser.body(post(body, List.of(FORM), null)));
    }

    @Test
    @Requirement("RFC6749-B")
    void valuesAreDecodedOnce_asUtf8() {
        Parameters parameters = parsed(FormParser.parse("a=x+y&b=%C3%A4%26%3D%2525&c&d=&=e".replace("&=e", "")));
        assertThat(parameters.values()).isEqualTo(Map.of("a", "x y", "b", "ä&=%25"));
    }

    @Test
    @Requirement("RFC6749-3.1")
    void parameterWithoutValue_countsAsOmitted() {
        for (String text : List.of("a=&b=1&a=2", "a=2&b=1&a=", "a&b=1&a=2&a", "a=&a=&b=1&a=2")) {
            Parameters parameters = parsed(FormParser.parse(text));
            assertThat(parameters.values()).as(text).isEqualTo(Map.of("a", "2", "b", "1"));
            assertThat(parameters.repeated()).as(text).isEmpty();
        }
        assertThat(parsed(FormParser.parse("a=&a=")).has("a")).isFalse();
    }

    @Test
    @Requirement({"RFC6749-3.1", "RFC6749-3.2"})
    void repeatedParameter_isReported_alsoWhenSpeltDifferently() {
        assertThat(parsed(FormParser.parse("a=1&%61=2")).repeated()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%",
                "a=%4",
                "a=%zz",
                "a=%ff",
                "a=%c0%80",
                "a=\u0001",
                "a=%00",
                "a=%0d%0a",
                "ä=1",
                "a=%ED%A0%80"
            })
    void brokenEncoding_isRefused(String text) {
        assertThat(reason(FormParser.parse(text))).isEqualTo("ENCODING");
    }

    @Test
    void sizesAreBounded() {
        assertThat(reason(FormParser.parse("a=" + "x".repeat(16 * 1024)))).isEqualTo("parsed");
        assertThat(reason(FormParser.parse("a=" + "x".repeat(16 * 1024 + 1)))).isEqualTo("PARAMETER_SIZE");
        assertThat(reason(FormParser.parse("x".repeat(129) + "=1"))).isEqualTo("PARAMETER_SIZE");
        assertThat(reason(FormParser.parse("=1"))).isEqualTo("PARAMETER_SIZE");
        assertThat(body("a".repeat(64 * 1024 + 1))).isEqualTo("BODY_TOO_LARGE");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 65; i++) {
            many.append("p").append(i).append("=1&");
        }
        assertThat(reason(FormParser.parse(many.toString()))).isEqualTo("TOO_MANY_PARAMETERS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-www-form-urlencoded                  | parsed",
                "Application/X-WWW-Form-UrlEncoded ; charset=UTF-8  | parsed",
                "application/x-www-form-urlencoded;charset=ISO-8859-1 | parsed",
                "application/x-www-form-urlencoded; charset=latin1; x | parsed",
                "application/x-www-form-urlencoded+json             | NOT_A_FORM",
                "                                                   | NOT_A_FORM",
                "application/json                                   | NOT_A_FORM",
                "multipart/form-data; boundary=x                    | NOT_A_FORM",
                "text/plain                                         | NOT_A_FORM"
            })
    void onlyAForm_isRead(@Nullable String contentType, String expected) {
        String type = contentType == null ? "" : contentType;
        assertThat(reason(FormParser.body(post("a=1", List.of(type), null)))).isEqualTo(expected);
    }

    @Test
    @Requirement("RFC6749-B")
    void declaredCharset_changesNothing_theBytesAreUtf8() {
        List<String> latin = List.of(FORM + "; charset=ISO-8859-1");
        assertThat(parsed(FormParser.body(post("a=%C3%A4", latin, null))).values())
                .isEqualTo(Map.of("a", "ä"));
        assertThat(reason(FormParser.body(post("a=%E4", latin, null)))).isEqualTo("ENCODING");
    }

    @Test
    void missingOrRepeatedContentType_isRefused() {
        assertThat(reason(FormParser.body(post("a=1", List.of(), null)))).isEqualTo("NOT_A_FORM");
        assertThat(reason(FormParser.body(post("a=1", List.of(FORM, FORM), null))))
                .isEqualTo("NOT_A_FORM");
    }

    @Test
    @Requirement("RFC6749-2.3.1")
    void parametersInTheQueryOfAPost_areRefused() {
        assertThat(reason(FormParser.body(post("a=1", List.of(FORM), "client_secret=x"))))
                .isEqualTo("PARAMETERS_IN_QUERY");
    }

    @Test
    void bodyThatWasCutOff_isRefused() {
        EndpointRequest whole = post("a=1", List.of(FORM), null);
        EndpointRequest cut = new EndpointRequest(
                "POST", "/x", null, whole.headers(), whole.body(), true, "203.0.113.7", "r1", true, null);
        assertThat(reason(FormParser.body(cut))).isEqualTo("BODY_TOO_LARGE");
    }

    @Test
    void requestAndParameters_neverPrintValues() {
        assertThat(post("client_secret=abc", List.of(FORM), "token=abc").toString())
                .doesNotContain("abc");
        assertThat(parsed(FormParser.parse("client_secret=abc")).toString()).doesNotContain("abc");
    }
}
