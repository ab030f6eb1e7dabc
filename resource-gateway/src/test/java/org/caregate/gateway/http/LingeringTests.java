package org.caregate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.caregate.edge.tls.TestTls;
import org.caregate.gateway.rig.FakeUpstream;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.caregate.gateway.settings.GatewayLimits;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A caller that is answered in the middle of its body still gets the answer. */
class LingeringTests {
    private static final int BODY = 200_000;
    private static final String JSON = "Content-Type: application/fhir+json";
    private static final Duration LONG = Duration.ofMinutes(5);

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = rig(BODY, LONG);
    }

    private static Rig rig(int bytes, Duration time) throws Exception {
        Rig rig = new Rig(GatewayLimits.defaults()
                .withBodyBytes(64 * 1024)
                .withIdleTimeout(LONG)
                .withLinger(bytes, time));
        rig.upstream.on("POST /fhir/Observation", exchange -> {
            exchange.getResponseHeaders().set("Location", rig.upstream.base() + "/Observation/new/_history/1");
            FakeUpstream.send(exchange, 201, "application/fhir+json", Resources.observation("new", "p1"));
        });
        return rig;
    }

    private void startAgain(int bytes, Duration time) throws Exception {
        rig.close();
        rig = rig(bytes, time);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private SSLSocket connect() throws IOException {
        SSLSocket socket = (SSLSocket) TestTls.client().getSocketFactory().createSocket("127.0.0.1", rig.server.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static String post(String path, String... fields) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "\r\n";
    }

    private String bearer(String scope) {
        return "Authorization: Bearer " + rig.patientToken(scope);
    }

    private static void send(SSLSocket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** The next message, whole. */
    private static String receive(SSLSocket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended after " + head);
            }
            head.append((char) next);
        }
        int length = 0;
        for (String line : head.toString().split("\r\n", -1)) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "401, application/fhir+json, ''",
        "403, application/fhir+json, patient/Observation.r",
        "413, application/fhir+json, patient/Observation.cruds",
        "415, application/fhir+xml, patient/Observation.cruds",
    })
    @Requirement("RFC9112-9.6")
    void callerThatIsRefusedInTheMiddleOfItsBody_mayFinish_andIsToldWhy(int status, String type, String scope)
            throws Exception {
        try (SSLSocket socket = connect()) {
            String content = "Content-Type: " + type;
            String length = "Content-Length: " + BODY;
            send(
                    socket,
                    scope.isEmpty()
                            ? post("/fhir/Observation", content, length)
                            : post("/fhir/Observation", content, length, bearer(scope)));
            send(socket, "x".repeat(BODY / 2));

            String answer = receive(socket);
            send(socket, "x".repeat(BODY / 2)); // a connection that was closed would be reset by this

            assertThat(answer).startsWith("HTTP/1.1 " + status).contains("OperationOutcome");
            assertThat(answer).containsIgnoringCase("Connection: close");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    void chunkedBodyOverTheBound_mayFinish_andIsToldWhy() throws Exception {
        try (SSLSocket socket = connect()) {
            send(
                    socket,
                    post(
                            "/fhir/Patient/_search",
                            "Content-Type: application/x-www-form-urlencoded",
                            "Transfer-Encoding: chunked"));
            String chunk = "4e20\r\n" + "x".repeat(20_000) + "\r\n";
            send(socket, chunk);

            String answer = receive(socket);
            send(socket, chunk.repeat(5) + "0\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 413");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whatExceedsTheBytes_isCutOff() throws Exception {
        startAgain(32 * 1024, LONG);
        try (SSLSocket socket = connect()) {
            send(socket, post("/fhir/Observation", JSON, "Content-Length: 1000000000"));
            assertThat(receive(socket)).startsWith("HTTP/1.1 401");

            String more = "x".repeat(64 * 1024);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            send(socket, more);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void callerThatNeverEnds_isCutOff() throws Exception {
        startAgain(BODY, Duration.ofMillis(50));
        try (SSLSocket socket = connect()) {
            send(socket, post("/fhir/Observation", JSON, "Content-Length: 1000") + "x");
            assertThat(receive(socket)).startsWith("HTTP/1.1 401");

            assertThat(ends(socket)).isTrue(); // long before the idle time-out
        }
    }

    private static boolean ends(SSLSocket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({"401, 1000, ''", "403, 1000, patient/Observation.r", "413, 1000000, patient/Observation.cruds"})
    @Requirement("RFC9110-10.1.1")
    void callerThatWaitsForContinue_isRefusedWithoutOne_andNotWaitedFor(int status, int length, String scope)
            throws Exception {
        try (SSLSocket socket = connect()) {
            String announced = "Content-Length: " + length;
            String expect = "Expect: 100-continue";
            send(
                    socket,
                    scope.isEmpty()
                            ? post("/fhir/Observation", JSON, announced, expect)
                            : post("/fhir/Observation", JSON, announced, expect, bearer(scope)));

            assertThat(receive(socket)).startsWith("HTTP/1.1 " + status);
            assertThat(ends(socket)).isTrue();
        }
    }

    @Test
    @Requirement("RFC9110-10.1.1")
    void callerThatWaitsForContinue_isToldTo_onceItsBodyIsWanted() throws Exception {
        String body = Resources.observation("x", "p1");
        try (SSLSocket socket = connect()) {
            send(
                    socket,
                    post(
                            "/fhir/Observation",
                            JSON,
                            "Content-Length: " + body.length(),
                            "Expect: 100-continue",
                            bearer("patient/Observation.cruds")));
            assertThat(receive(socket)).startsWith("HTTP/1.1 100");
            send(socket, body);

            assertThat(receive(socket)).startsWith("HTTP/1.1 201");
        }
    }

    @Test
    void overHttp2_tooTheAnswerArrives_andTheConnectionStays() throws Exception {
        try (HttpClient h2 = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(TestTls.client())
                .version(HttpClient.Version.HTTP_2)
                .build()) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> response = h2.send(
                        rig.request("/fhir/Observation")
                                .header("Content-Type", "application/fhir+json")
                                .POST(BodyPublishers.ofString("x".repeat(BODY)))
                                .build(),
                        BodyHandlers.ofString());

                assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(response.statusCode()).isEqualTo(401);
            }
        }
    }
}
