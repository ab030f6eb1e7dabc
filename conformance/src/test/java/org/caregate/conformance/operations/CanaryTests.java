package org.caregate.conformance.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.caregate.check.client.BackendService;
import org.caregate.check.client.Browser;
import org.caregate.check.client.DemoFile;
import org.caregate.check.client.Discovery;
import org.caregate.check.client.Http;
import org.caregate.check.client.OneTimeCode;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.conformance.Await;
import org.caregate.conformance.ServedDemo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a caller may choose carries a word; afterwards it is looked for in all that the program says. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CanaryTests {
    private static final String WORD =
            "cnry" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private static final String CONTROL = "control-" + WORD.substring(4);

    private static final ByteArrayOutputStream collected = new ByteArrayOutputStream();

    private static HttpServer collector;
    private static ServedDemo served;
    private static DemoFile demo;
    private static Http http;
    private static int number;

    @BeforeAll
    static void start() throws Exception {
        Path data = Files.createDirectory(
                Files.createTempDirectory("caregate-canary").resolve(CONTROL));
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            synchronized (collected) {
                exchange.getRequestBody().transferTo(collected);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        served = new ServedDemo(
                data,
                yaml -> yaml + "logs: { format: json }\ntelemetry: { endpoint: \"http://127.0.0.1:"
                        + collector.getAddress().getPort() + "\", oneIn: 1 }\n");
        demo = served.file();
        http = new Http(demo.ca());
        Await.until("the gateway reads for the backend", () -> {
            try {
                return read(token(), "Patient/" + patient()).status() == 200;
            } catch (RuntimeException notYet) {
                return false;
            }
        });
    }

    @AfterAll
    static void stop() throws Exception {
        served.remove();
        collector.stop(0);
    }

    private static String collected() {
        synchronized (collected) {
            return collected.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static String word() {
        return WORD + "x" + number++;
    }

    private static String patient() {
        return demo.person("patient").patients().getFirst();
    }

    private static String token() {
        Reply reply = new BackendService(http, Discovery.of(http, demo.fhirBase()), demo.client("backend"))
                .token("system/Patient.rs");
        return reply.json().required("access_token").asString();
    }

    private static Reply read(String token, String path) {
        return http.get(URI.create(demo.fhirBase() + "/" + path), "Authorization", "Bearer " + token);
    }

    /** An error says nothing of what was sent; a search that was answered names itself, as FHIR demands. */
    private static void silent(Reply reply) {
        if (reply.status() == 200 && reply.text().contains("searchset")) {
            return;
        }
        assertThat(reply.text()).as("%d of %s", reply.status(), reply.uri()).doesNotContain(WORD);
    }

    @Test
    @Order(1)
    void errorsOfMachines_holdNothingThatWasSent() throws Exception {
        for (String endpoint : List.of("/oauth2/token", "/oauth2/revoke", "/oauth2/introspect")) {
            for (String field : List.of(
                    "grant_type",
                    "client_id",
                    "client_secret",
                    "client_assertion",
                    "code",
                    "code_verifier",
                    "refresh_token",
                    "scope",
                    "token",
                    "resource")) {
                silent(http.post(URI.create(demo.issuer() + endpoint), Map.of(field, word(), word(), word())));
            }
            String basic =
                    Base64.getEncoder().encodeToString((word() + ":" + word()).getBytes(StandardCharsets.US_ASCII));
            silent(http.post(
                    URI.create(demo.issuer() + endpoint), Map.of("token", word()), "Authorization", "Basic " + basic));
            silent(http.send(Http.to(URI.create(demo.issuer() + endpoint))
                    .header("Content-Type", "application/json")
                    .header("User-Agent", word())
                    .POST(BodyPublishers.ofString("{\"" + word() + "\":"))
                    .build()));
        }
        BackendService backend = new BackendService(http, Discovery.of(http, demo.fhirBase()), demo.client("backend"));
        silent(backend.token(word(), backend.assertion(claims -> claims.jwtID(word()))));
        silent(backend.token(
                "system/Patient.rs",
                backend.assertion(claims -> claims.issuer(word()).subject(word()))));
        silent(backend.token("system/Patient.rs", backend.assertion(claims -> claims.audience(word()))));
        silent(http.get(URI.create(demo.issuer() + "/userinfo?" + word()), "Authorization", "Bearer " + word()));
        silent(http.send(Http.to(URI.create(demo.issuer() + "/admin/v1/clients/" + word()))
                .header("Authorization", "Bearer " + word())
                .PUT(BodyPublishers.ofString("{\"client_name\":\"" + word() + "\"}"))
                .build()));
        silent(http.get(URI.create(demo.issuer() + "/" + word() + "?" + word() + "=" + word())));
        String token = token();
        for (String path : List.of(
                "Patient/" + word(),
                "Patient?name=" + word(),
                "Patient?" + word() + "=1",
                word() + "/1",
                "Patient/" + patient() + "/_history/" + word(),
                "?_page=" + word(),
                "Patient/%00" + word())) {
            silent(http.get(
                    URI.create(demo.fhirBase() + "/" + path),
                    "Authorization",
                    "Bearer " + token,
                    "User-Agent",
                    word(),
                    "traceparent",
                    "00-" + word(),
                    "tracestate",
                    "a=" + word()));
            silent(http.get(URI.create(demo.fhirBase() + "/" + path), "Authorization", "Bearer " + word()));
        }
        for (String body :
                List.of("{\"resourceType\":\"Patient\",\"id\":\"" + word() + "\"}", "{\"" + word(), word())) {
            silent(http.send(Http.to(URI.create(demo.fhirBase() + "/Patient/" + patient()))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/fhir+json")
                    .PUT(BodyPublishers.ofString(body))
                    .build()));
        }
        silent(http.get(URI.create(demo.management() + "/" + word() + "?" + word())));
    }

    @Test
    @Order(2)
    void peoplesMistakes_areNotWrittenDown() {
        SmartApp app = new SmartApp(http, demo, Discovery.of(http, demo.fhirBase()), demo.client("app"));
        for (String parameter : List.of("client_id", "redirect_uri", "scope", "state", "nonce", "aud", "prompt")) {
            http.get(app.address(app.launch("openid launch/patient").with(parameter, word())));
        }
        Browser browser = app.browser();
        Reply signIn = browser.open(URI.create(demo.issuer() + "/sign-in"));
        browser.submit(signIn, "#sign-in-submit", form -> {
            form.select("#username").forEach(input -> input.val(word()));
            form.select("#password").forEach(input -> input.val(word()));
        });
        Reply second = browser.submit(browser.open(URI.create(demo.issuer() + "/sign-in")), "#sign-in-submit", form -> {
            form.select("#username")
                    .forEach(input -> input.val(demo.person("patient").username()));
            form.select("#password")
                    .forEach(input -> input.val(demo.person("patient").password()));
        });
        browser.submit(second, "#code-submit", form -> form.select("#code").forEach(input -> input.val(word())));
        browser.open(URI.create(demo.issuer() + "/invitation?token=" + word()));
        assertThat(OneTimeCode.next(demo.person("patient").totpSecret())).hasSize(6);
    }

    @Test
    @Order(3)
    void brokenConnections_areNotQuoted() throws Exception {
        for (URI address : List.of(demo.issuer(), demo.fhirBase())) {
            try (Socket plain = new Socket("localhost", address.getPort())) {
                plain.getOutputStream()
                        .write(("GET /" + word() + " HTTP/1.1\r\nHost: " + word() + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                plain.getInputStream().readAllBytes();
            } catch (IOException cutOff) {
                assertThat(cutOff).isNotNull(); // as it should be: this is no TLS
            }
            for (String request : Stream.of(
                            "GET /%s HTTP/9.9\r\n\r\n",
                            "G\u0001T /%s\r\n\r\n",
                            "GET / HTTP/1.1\r\nHost: %s:x\r\n\r\n",
                            "GET / HTTP/1.1\r\nHost: localhost\r\n" + "X-%1$s: %1$s\r\n".repeat(3000) + "\r\n",
                            "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: %s\r\n\r\n")
                    .map(form -> form.formatted(word()))
                    .toList()) {
                try (SSLSocket socket =
                        (SSLSocket) http.context().getSocketFactory().createSocket("localhost", address.getPort())) {
                    socket.setSoTimeout(30_000);
                    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                    String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    assertThat(answer).doesNotContain(WORD);
                } catch (IOException cutOff) {
                    assertThat(cutOff).isNotNull();
                }
            }
        }
    }

    @Test
    @Order(4)
    void upstreamThatIsAway_isToldWithoutTheRequest() throws Exception {
        String token = token();
        served.stopUpstream();
        Await.until(
                "the upstream is away",
                () -> read(token, "Patient/" + patient()).status() >= 500);
        silent(read(token, "Patient/" + word()));
    }

    @Test
    @Order(5)
    void nothingOfAllThat_isInLogsMetricsOrTraces_butWhatIsWrittenThereIsFound() throws Exception {
        Files.writeString(served.data().resolve("roles.yaml"), "roles: [");
        Await.until("the control word is in the log", () -> served.said().contains(CONTROL));
        String said = served.said();
        assertThat(said).doesNotContain(WORD);
        assertThat(http.get(URI.create(demo.management() + "/metrics")).text())
                .contains("caregate_requests_seconds_count")
                .doesNotContain(WORD);
        Await.until(
                "the collector has traces and the log",
                () -> collected().contains(CONTROL)
                        && collected().contains("gateway read")
                        && collected().contains("issuer token"));
        assertThat(collected())
                .contains("gateway update", "upstream GET", "audit receipt")
                .doesNotContain(WORD);
        List<String> lines = said.lines().filter(line -> line.startsWith("{")).toList();
        assertThat(lines).hasSizeGreaterThan(3);
        for (String line : lines) {
            JsonNode entry = JsonMapper.shared().readTree(line);
            assertThat(entry.required("timestamp").isNumber()).isTrue();
            assertThat(entry.required("level").asString()).isNotEmpty();
            assertThat(entry.required("loggerName").asString()).isNotEmpty();
            assertThat(entry.required("formattedMessage").asString()).isNotEmpty();
            assertThat(entry.has("throwable")).as(line).isFalse();
        }
    }
}
