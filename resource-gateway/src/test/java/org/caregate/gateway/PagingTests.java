package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links to the next page: every one that an upstream may write is followed to its end, and none leads elsewhere. */
class PagingTests {
    private static final Pattern NEXT =
            Pattern.compile("\"relation\":\"next\",\"url\":\"https://localhost:9443([^\"]+)\"");

    private Rig rig;
    private String token;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        token = rig.patientToken("patient/Observation.rs");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void firstPage(String next) {
        rig.upstream.on(
                "GET /fhir/Observation",
                200,
                Resources.bundle(
                        ",\"link\":[{\"relation\":\"next\",\"url\":\"" + next + "\"}]",
                        List.of(Resources.observation("o1", "p1"))));
    }

    private static String next(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        Matcher next = NEXT.matcher(response.body());
        assertThat(next.find()).isTrue();
        return next.group(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "UPSTREAM?_getpages=abc /fhir?_getpages=abc",
                "UPSTREAM/Observation?page=2 /fhir/Observation?page=2",
                "https://localhost:9443/fhir/Observation?page=2 /fhir/Observation?page=2",
                "/fhir/Observation?page=2 /fhir/Observation?page=2",
                "Observation?page=2 /fhir/Observation?page=2",
                "?page=2 /fhir/Observation?page=2",
                "Observation?cursor=a..b /fhir/Observation?cursor=a..b",
                "Observation?name=Müller /fhir/Observation?name=M%C3%BCller",
                "Observation?date=2026\\u002001 /fhir/Observation?date=2026%2001"
            })
    void nextPage_isFetched_howeverTheUpstreamWritesIt(String link, String line) throws Exception {
        firstPage(link.replace("UPSTREAM", "" + rig.upstream.base()));
        HttpResponse<String> first = rig.get("/fhir/Observation", token);
        rig.upstream.clear();
        rig.upstream.on("GET " + line, 200, Resources.bundle(Resources.observation("o2", "p1")));

        HttpResponse<String> second = rig.get(next(first), token);

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).contains("Observation/o2").doesNotContain("\"next\"");
        assertThat(rig.upstream.seen().getFirst().line()).isEqualTo("GET " + line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest",
                "UPSTREAM/%2e%2e/admin",
                "UPSTREAM/%252e%252e/admin",
                "UPSTREAM/..;/admin",
                "UPSTREAM/..%5cadmin",
                "UPSTREAM//admin",
                "/admin",
                "../admin",
                "//elsewhere.example/fhir/Observation",
                ""
            })
    void linkThatCannotBeFollowed_isAnError_andNeverACompleteResult(String link) throws Exception {
        firstPage(link.replace("UPSTREAM", "" + rig.upstream.base()));

        HttpResponse<String> response = rig.get("/fhir/Observation", token);

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body())
                .startsWith("{\"resourceType\":\"OperationOutcome\"")
                .doesNotContain("admin")
                .doesNotContain("Canary");
        AuditEntry last = rig.entries(response, 2).getLast();
        assertThat(last.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(last.reason()).isEqualTo("NEXT_LINK");
        assertThat(rig.upstream.seen()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"link\":[{\"relation\":\"next\"}]",
                ",\"link\":[{\"relation\":\"next\",\"url\":null}]",
                ",\"link\":[{\"relation\":\"next\",\"url\":\"?a\"},{\"relation\":\"next\",\"url\":\"?b\"}]",
                ",\"link\":[{\"relation\":\"next\",\"url\":\"?a\",\"url\":\"?b\"}]",
                ",\"link\":[\"?a\",{\"relation\":\"next\",\"url\":\"?b\"}]",
                ",\"link\":{\"relation\":\"next\",\"url\":\"?a\"}",
                ",\"link\":[],\"link\":[{\"relation\":\"next\",\"url\":\"?a\"}]"
            })
    void linksThatAreNotFhir_areAnError(String links) throws Exception {
        rig.upstream.on(
                "GET /fhir/Observation", 200, Resources.bundle(links, List.of(Resources.observation("o1", "p1"))));

        assertThat(rig.get("/fhir/Observation", token).statusCode()).isEqualTo(502);
    }

    /** What upstreams without state do: the next page's address repeats the search, encoded as they like. */
    private HttpResponse<String> secondPageOf(String query) throws Exception {
        firstPage("Observation?" + query.replace(",", "%2C") + "&_offset=1");
        HttpResponse<String> first = rig.get("/fhir/Observation?" + query, token);
        rig.upstream.on("GET /fhir/Observation", 200, Resources.bundle(Resources.observation("o2", "p1")));
        String next = next(first);
        assertThat(next.length()).isLessThan(11 * 1024 + 100);
        return rig.get(next, token);
    }

    @Test
    void pageOfALongSearch_isFetched() throws Exception {
        String ids =
                Stream.generate(UUID::randomUUID).limit(116).map(UUID::toString).collect(Collectors.joining(","));
        assertThat(ids).hasSizeGreaterThan(4_290);

        HttpResponse<String> second = secondPageOf("_id=" + ids);

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).contains("Observation/o2");
    }

    @Test
    void pageOfTheLongestSearch_isFetched_evenIfItDoesNotCompress() throws Exception {
        byte[] noise = new byte[6_000];
        new Random(1).nextBytes(noise);

        assertThat(secondPageOf("code="
                                + Base64.getUrlEncoder().withoutPadding().encodeToString(noise))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void pageWhoseLinkWeWouldRefuse_isAnErrorThatSaysSo() throws Exception {
        byte[] noise = new byte[9_000];
        new Random(1).nextBytes(noise);
        firstPage("?cursor=" + Base64.getUrlEncoder().withoutPadding().encodeToString(noise));

        HttpResponse<String> response = rig.get("/fhir/Observation", token);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("too-long").doesNotContain("Canary");
    }
}
