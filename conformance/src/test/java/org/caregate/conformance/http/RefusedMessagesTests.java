package org.caregate.conformance.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.caregate.conformance.Await;
import org.caregate.conformance.RunningDemo;
import org.caregate.conformance.http.RawConnection.Answer;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages that are no requests, and requests that nothing takes, sent to every listener as bytes: each answer is the program's own, for
 * people or for programs, with the headers of every answer. None is a failure and none shows the server behind it.
 */
class RefusedMessagesTests {
    private static final String END = "Host: localhost\r\nConnection: close\r\n";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final int MORE_THAN_A_HEAD_MAY = 20_000;
    private static final RunningDemo RUN = RunningDemo.get();

    /** What is wrong before a path is known, or whatever the path is. */
    private static final Map<String, String> MESSAGES = Map.ofEntries(
            Map.entry("no request line", "NONSENSE\r\n\r\n"),
            Map.entry("no version", "GET /\r\n\r\n"),
            Map.entry("unknown version", "GET / HTTP/9.9\r\n" + END + "\r\n"),
            Map.entry("HTTP/2 without TLS's word for it", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            Map.entry("no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"),
            Map.entry("host that is none", "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"),
            Map.entry("half an address", "GET / HTTP/1.1\r\nHost: [::\r\nConnection: close\r\n\r\n"),
            Map.entry("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"),
            Map.entry("another host's address", "GET http://x/ HTTP/1.1\r\n" + END + "\r\n"),
            Map.entry("no path", "OPTIONS * HTTP/1.1\r\n" + END + "\r\n"),
            Map.entry("tunnel", "CONNECT a:1 HTTP/1.1\r\n" + END + "\r\n"),
            Map.entry("folded field", "GET / HTTP/1.1\r\n" + END + "X: a\r\n b\r\n\r\n"),
            Map.entry("space before the colon", "GET / HTTP/1.1\r\n" + END + "X : a\r\n\r\n"),
            Map.entry("zero byte", "GET / HTTP/1.1\r\n" + END + "X: \0\r\n\r\n"),
            Map.entry("two lengths", "POST / HTTP/1.1\r\n" + END + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
            Map.entry("length that is none", "POST / HTTP/1.1\r\n" + END + "Content-Length: x\r\n\r\nab"),
            Map.entry(
                    "length and chunks",
                    "POST / HTTP/1.1\r\n" + END + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            Map.entry("unknown coding", "POST / HTTP/1.1\r\n" + END + "Transfer-Encoding: bogus\r\n\r\n"),
            Map.entry(
                    "upgrade", "GET /nowhere HTTP/1.1\r\n" + END + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"),
            Map.entry(
                    "head too large",
                    "GET / HTTP/1.1\r\n" + END + "X: " + "x".repeat(MORE_THAN_A_HEAD_MAY) + "\r\n\r\n"),
            Map.entry("too many fields", "GET / HTTP/1.1\r\n" + END + "X: y\r\n".repeat(4_000) + "\r\n"),
            Map.entry(
                    "address too long", "GET /?" + "x".repeat(MORE_THAN_A_HEAD_MAY) + " HTTP/1.1\r\n" + END + "\r\n"));

    /** What is wrong with a request for that path. */
    private static Map<String, String> wrongWith(String path) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String odd : List.of(";x", "/..;/x", "%2fx", "%00", "%zz", "\\x", "\u00ff", "/../../x", "%2e%2e/x")) {
            all.put("path with " + odd, get(path + odd, ""));
        }
        all.put("two slashes", get("/" + path, ""));
        all.put("query that does not decode", get(path + "?a=%zz&pending=%ff", ""));
        all.put("unknown expectation", get(path, "Expect: more\r\n"));
        for (String method : List.of("FOO", "TRACE", "PATCH", "DELETE", "get")) {
            all.put("method " + method, method + " " + path + " HTTP/1.1\r\n" + END + "\r\n");
        }
        all.put("form that does not decode", post(path, FORM, "a=%zz"));
        all.put("form that is no UTF-8", post(path, FORM, "a=%ff%fe"));
        all.put("form of raw bytes", post(path, FORM, "a=\u0080\u00ff"));
        all.put(
                "unknown charset",
                post(path, "Content-Type: application/x-www-form-urlencoded;charset=nope\r\n", "a=b"));
        all.put("broken charset", post(path, "Content-Type: application/x-www-form-urlencoded;charset=\"\r\n", "a=b"));
        all.put("form of 300 kB", post(path, FORM, "a=" + "x".repeat(300_000)));
        all.put("form of 2,000 fields", post(path, FORM, "a=1&".repeat(2_000)));
        all.put("broken multipart", post(path, "Content-Type: multipart/form-data; boundary=x\r\n", "--x\r\nbad"));
        all.put("media type of odd bytes", post(path, "Content-Type: \u0080\r\n", "x"));
        all.put("form of another site", post(path, FORM + "Sec-Fetch-Site: cross-site\r\n", "a=<>"));
        all.put(
                "broken chunk",
                "POST " + path + " HTTP/1.1\r\n" + END + FORM + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
        return all;
    }

    private static String get(String target, String fields) {
        return "GET " + target + " HTTP/1.1\r\n" + END + fields + "\r\n";
    }

    private static String post(String path, String fields, String body) {
        return "POST " + path + " HTTP/1.1\r\n" + END + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static final List<String> OF_THE_ISSUER = List.of(
            "/",
            "/sign-in",
            "/nowhere",
            "/oauth2/authorize",
            "/oauth2/token",
            "/userinfo",
            "/.well-known/openid-configuration",
            "/admin/v1/people");
    private static final List<String> OF_THE_GATEWAY = List.of("/fhir/Patient", "/fhir/metadata", "/nowhere");

    static Stream<Arguments> atTheIssuer() {
        return messages(OF_THE_ISSUER);
    }

    static Stream<Arguments> atTheGateway() {
        return messages(OF_THE_GATEWAY);
    }

    private static Stream<Arguments> messages(List<String> paths) {
        List<Arguments> all = new ArrayList<>();
        MESSAGES.forEach((what, message) -> all.add(Arguments.of(what, "", message)));
        for (String path : paths) {
            wrongWith(path).forEach((what, message) -> all.add(Arguments.of(what, path, message)));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("atTheIssuer")
    void messageToTheIssuer_isAnsweredInOurWords(String what, String path, String message) throws Exception {
        Answer answer = RawConnection.send(RUN, RUN.demo().issuer(), message);

        isOurs(answer);
        if (answer.status() >= 400 && !answer.body().isEmpty()) {
            switch (answer.field("Content-Type").split(";", 2)[0]) {
                case "text/html" ->
                    assertThat(answer.body()).contains("<main id=\"content\"").contains(answer.field("X-Request-Id"));
                case "application/json" ->
                    assertThat(json(answer).path("error").asString("")).isNotEmpty();
                case "application/problem+json" ->
                    assertThat(json(answer).path("status").asInt()).isEqualTo(answer.status());
                case String other -> throw new AssertionError("answered as " + other);
            }
        }
        if (!path.isEmpty() && answer.status() >= 400 && !answer.body().isEmpty()) {
            boolean people = !path.matches("/oauth2/(?!authorize).*|/userinfo|/\\.well-known/.*|/admin/.*");
            assertThat(answer.field("Content-Type")).contains(people || isMangled(message) ? "" : "json");
        }
    }

    /** A path that cannot be read belongs to nobody. */
    private static boolean isMangled(String message) {
        return message.matches("(?s)\\S+ \\S*(;|%|//|\\\\|\u00ff|\\.\\.).*");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("atTheGateway")
    void messageToTheGateway_isAnsweredInOurWords(String what, String path, String message) throws Exception {
        Answer answer = RawConnection.send(RUN, RUN.demo().fhirBase(), message);

        isOurs(answer);
        if (answer.status() >= 400) {
            assertThat(json(answer).path("resourceType").asString("")).isEqualTo("OperationOutcome");
        }
    }

    private static void isOurs(Answer answer) {
        assertThat(answer.status()).isLessThan(502).isNotEqualTo(500);
        assertThat(answer.field("X-Request-Id")).hasSizeGreaterThan(20);
        assertThat(answer.field("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.field("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(answer.field("Server")).isEmpty();
        assertThat(answer.body())
                .doesNotContainIgnoringCase("jetty")
                .doesNotContain("HTTP ERROR", "Exception", "\tat ");
    }

    private static JsonNode json(Answer answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: q=\"a\" b\r\n",
                "Cookie: a=\u0081; \u00ff=b; =; ;;\r\n",
                "Cookie: x=\"unclosed; __Host-caregate=nobody\r\n",
                "X-Odd: \u0080\u009f\u00ff\r\n",
                "User-Agent: \u0081\u009e\r\n",
                "Authorization: \u0080 \u0081\r\n",
                "Accept: ;;q=x\r\nAccept-Language: \u0080;q=z\r\nAccept-Charset: nope\r\n",
                "If-Modified-Since: never\r\nIf-None-Match: \u0080\r\n",
                "Forwarded: for=\u0080\r\nX-Forwarded-For: evil\r\nX-Forwarded-Host: a b\r\n",
                "Referer: \u0080\r\nOrigin: \u0080\r\n"
            })
    @Requirement("RFC9110-5.5")
    void whatIsNotOurs_isOpaque(String fields) throws Exception {
        for (String path : List.of("/sign-in", "/.well-known/openid-configuration", "/caregate/caregate.css")) {
            assertThat(RawConnection.send(RUN, RUN.demo().issuer(), get(path, fields))
                            .status())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/sign-in",
                "/sign-in/code",
                "/signed-out",
                "/invitation",
                "/interaction/unknown",
                "/nowhere",
                "/caregate/caregate.css",
                "/caregate/favicon.svg",
                "/oauth2/authorize",
                "/oauth2/authorize/continue",
                "/oauth2/token",
                "/oauth2/introspect",
                "/oauth2/revoke",
                "/oauth2/jwks",
                "/oauth2/nowhere",
                "/userinfo",
                "/.well-known/openid-configuration",
                "/.well-known/oauth-authorization-server",
                "/.well-known/nowhere",
                "/admin/v1/people",
                "/admin/v1/nowhere"
            })
    void everyRouteOfTheIssuer_carriesEveryHeader(String path) throws Exception {
        for (String method : List.of("GET", "HEAD", "POST", "OPTIONS")) {
            isOurs(RawConnection.send(RUN, RUN.demo().issuer(), method + " " + path + " HTTP/1.1\r\n" + END + "\r\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir",
                "/fhir/metadata",
                "/fhir/.well-known/smart-configuration",
                "/.well-known/oauth-protected-resource/fhir",
                "/fhir/Patient",
                "/fhir/Patient/unknown",
                "/fhir/Patient/unknown/_history/1",
                "/fhir/Patient/_search",
                "/nowhere",
                "/"
            })
    void everyRouteOfTheGateway_carriesEveryHeader(String path) throws Exception {
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "OPTIONS")) {
            isOurs(RawConnection.send(
                    RUN, RUN.demo().fhirBase(), method + " " + path + " HTTP/1.1\r\n" + END + "\r\n"));
        }
    }

    @Test
    void refusedMessages_haveTheirEntry_orAreCountedInOne() throws Exception {
        RawConnection.send(RUN, RUN.demo().issuer(), get("/oauth2/token;x", ""));

        Await.until(
                "the log tells of it",
                () -> of("message_refused").contains("BAD_MESSAGE")
                        || of("flood").contains("BAD_MESSAGE"));
    }

    private static String of(String action) throws Exception {
        return RUN.command("audit", "search", "--json", "-n", "1000", "--action", action)
                .output();
    }
}
