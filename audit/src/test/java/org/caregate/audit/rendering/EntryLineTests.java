package org.caregate.audit.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.proof.Proof;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryLineTests {
    private static final Instant TIME = Instant.parse("2026-11-23T12:00:00.5Z");

    private static String line(AuditEntry entry) {
        return EntryLine.of(FoundEntry.proved(entry), ZoneOffset.UTC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna person=admin",
                "anna exchange=x9",
                "anna\" person=\"admin",
                "a,b",
                "a=b",
                "anna\\\" person=x",
                "anna\u00a0person=admin",
                "\u202eanna",
                "anna\u2066x\u2069",
                "anna\u0085refused",
                "anna\u2028refused",
                "\u200b",
                "\ue000",
                ""
            })
    void typedUserName_isQuoted_andForgesNoField(String typed) {
        String line = line(AuditEntry.of(TIME, "x1", Action.SIGN_IN, Outcome.REFUSED)
                .userName(typed)
                .person("s1")
                .build());
        assertThat(line)
                .matches(
                        "2026-11-23 12:00:00\\.500\\+00:00 refused   sign_in user=\"([^\"\\\\]|\\\\.)*\" person=s1 exchange=x1");
        assertThat(line.codePoints()).allMatch(c -> c >= ' ' && c < 0x7f);
    }

    @Test
    void everyField_isQuotedAlike() {
        String hostile = "v w=\"x\" \u202e";
        String line = line(AuditEntry.of(TIME, hostile, Action.RESOURCE_READ, Outcome.REFUSED)
                .reason(hostile)
                .person(hostile)
                .client(hostile)
                .grant(hostile)
                .tokenId(hostile)
                .scopes(hostile)
                .requestLine(hostile)
                .patient(hostile)
                .resource(hostile)
                .sourceAddress(hostile)
                .userName(hostile)
                .detail("key", hostile)
                .build());
        String quoted = "\"v w=\\\"x\\\" \\u202e\"";
        assertThat(line.split(java.util.regex.Pattern.quote(quoted), -1)).hasSize(14);
        assertThat(line.replace(quoted, "Q").substring(54))
                .isEqualTo(
                        "reason=Q request=Q user=Q person=Q client=Q patient=Q resource=Q scopes=Q grant=Q jti=Q from=Q"
                                + " detail.key=Q exchange=Q");
    }

    @Test
    void localTime_hasItsOffset() {
        AuditEntry entry =
                AuditEntry.of(TIME, "x1", Action.SIGN_IN, Outcome.PERMITTED).build();
        assertThat(EntryLine.of(FoundEntry.proved(entry), ZoneId.of("America/New_York")))
                .startsWith("2026-11-23 07:00:00.500-05:00 permitted");
        assertThat(EntryLine.of(FoundEntry.proved(entry), ZoneId.of("Asia/Kolkata")))
                .startsWith("2026-11-23 17:30:00.500+05:30 permitted");
    }

    @Test
    void entryThatIsNotProved_isMarked_inLinesAndJson() {
        AuditEntry entry =
                AuditEntry.of(TIME, "x1", Action.SIGN_IN, Outcome.PERMITTED).build();
        FoundEntry found = new FoundEntry(entry, Proof.UNPROVED, true);
        assertThat(EntryLine.of(found, ZoneOffset.UTC)).contains(" sign_in proof=unproved sealed=unreadable exchange");
        assertThat(EntryJson.of(found)).startsWith("{\"proof\":\"unproved\",\"sealed\":\"unreadable\",\"id\":");
        assertThat(EntryJson.of(FoundEntry.proved(entry))).startsWith("{\"proof\":\"proved\",\"id\":");
        for (Rendering rendering : Rendering.values()) {
            assertThat(rendering.lines(found, "o")).first().asString().contains("unproved", "unreadable");
            assertThat(rendering.lines(FoundEntry.proved(entry), "o"))
                    .first()
                    .asString()
                    .doesNotContain("proved");
        }
    }

    @Test
    void line_tellsWhoDidWhatToWhom() {
        AuditEntry entry = AuditEntry.of(TIME, "x1", Action.RESOURCE_READ, Outcome.REFUSED)
                .phase(Phase.ATTEMPT)
                .reason("OUTSIDE_COMPARTMENT")
                .httpStatus(404)
                .requestLine("GET /fhir/Patient/{id}")
                .person("s1")
                .client("app")
                .patients(List.of("p1", "p2", "p3", "p4", "p5"))
                .scopes("patient/*.rs")
                .detail("k", "v")
                .build();
        assertThat(line(entry))
                .isEqualTo(
                        "2026-11-23 12:00:00.500+00:00 refused   resource_read/attempt status=404 reason=OUTSIDE_COMPARTMENT"
                                + " request=\"GET /fhir/Patient/{id}\" person=s1 client=app patient=p1,p2,p3,+2 scopes=patient/*.rs"
                                + " detail.k=v exchange=x1");
    }

    @Test
    void strangersControlCharacters_doNotBreakTheLine() {
        AuditEntry entry = AuditEntry.of(TIME, "x1", Action.SIGN_IN, Outcome.PERMITTED)
                .userName("a\nb\u001b[31m\u202e")
                .build();
        assertThat(line(entry))
                .contains("sign_in user=\"a\\u000ab\\u001b[31m\\u202e\" exchange=x1")
                .doesNotContain("\n", "\u001b", "\u202e");
    }

    @Test
    void json_escapesWhatItMust() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("text", "a\"b\\c\n\t\u0001é\u2028😀");
        map.put("number", 12);
        map.put("long", 5_000_000_000L);
        map.put("truth", true);
        map.put("none", null);
        List<Object> list = new ArrayList<>(List.of("x", 1));
        map.put("list", list);
        map.put("empty", Map.of());
        assertThat(JsonText.of(map))
                .isEqualTo(
                        "{\"text\":\"a\\\"b\\\\c\\u000a\\u0009\\u0001é\\u2028\\ud83d\\ude00\",\"number\":12,\"long\":5000000000,"
                                + "\"truth\":true,\"none\":null,\"list\":[\"x\",1],\"empty\":{}}");
    }

    @Test
    void entryAsJson_leavesOutWhatIsNotKnown() {
        assertThat(EntryJson.of(AuditEntry.of(TIME, "x1", Action.SIGN_IN, Outcome.PERMITTED)
                        .build()))
                .endsWith(
                        "\"exchange\":\"x1\",\"time\":\"2026-11-23T12:00:00.500Z\",\"phase\":\"single\",\"action\":\"sign_in\",\"outcome\":\"permitted\"}");
    }

    private static AuditEntry everything() {
        return AuditEntry.of(TIME, "x1", Action.RESOURCE_READ, Outcome.REFUSED)
                .phase(Phase.COMPLETION)
                .reason("R")
                .person("s1")
                .client("app")
                .profile("SmartApp2026")
                .grant("g1")
                .tokenId("j1")
                .audience("https://a.example")
                .scopes("openid")
                .policyVersion("v1")
                .requestLine("GET /")
                .httpStatus(404)
                .count(7)
                .detail("k", "v")
                .patients(List.of("p1", "p2", "p3"))
                .resource("Observation/o1")
                .sourceAddress("192.0.2.1")
                .userAgent("agent")
                .query("q=1")
                .userName("anna")
                .sensitive("sk", "sv")
                .build();
    }

    @Test
    void line_namesGrantTokenCountAndSource_andEachOfAFewPatients() {
        assertThat(line(everything()))
                .endsWith(
                        " status=404 reason=R request=\"GET /\" user=anna person=s1 client=app patient=p1,p2,p3"
                                + " resource=Observation/o1 scopes=openid grant=g1 jti=j1 count=7 from=192.0.2.1 detail.k=v exchange=x1");
    }

    @Test
    void entryAsJson_holdsAllThatIsKnown() {
        AuditEntry entry = everything();
        assertThat(EntryJson.of(entry))
                .isEqualTo("{\"id\":\"" + entry.id() + "\",\"exchange\":\"x1\",\"time\":\"2026-11-23T12:00:00.500Z\""
                        + ",\"phase\":\"completion\",\"action\":\"resource_read\",\"outcome\":\"refused\",\"reason\":\"R\""
                        + ",\"person\":\"s1\",\"client\":\"app\",\"profile\":\"SmartApp2026\",\"grant\":\"g1\",\"jti\":\"j1\""
                        + ",\"audience\":\"https://a.example\",\"scopes\":\"openid\",\"policy\":\"v1\",\"request\":\"GET /\""
                        + ",\"status\":404,\"count\":7,\"detail\":{\"k\":\"v\"},\"sensitive\":{\"patients\":[\"p1\",\"p2\",\"p3\"]"
                        + ",\"resources\":[\"Observation/o1\"],\"sourceAddress\":\"192.0.2.1\",\"userAgent\":\"agent\""
                        + ",\"query\":\"q=1\",\"userName\":\"anna\",\"other\":{\"sk\":\"sv\"}}}");
    }

    @Test
    void json_escapesControlCharacters_andKeepsTheirNeighbours() {
        assertThat(JsonText.of(Map.of("k", "\u001f ~\u007f\u2029"))).isEqualTo("{\"k\":\"\\u001f ~\\u007f\\u2029\"}");
    }
}
