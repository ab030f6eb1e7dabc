package org.caregate.audit.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntryLineTests {
    private static final Instant TIME = Instant.parse("2026-11-23T12:00:00.5Z");

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
        assertThat(EntryLine.of(entry, ZoneOffset.UTC))
                .isEqualTo(
                        "2026-11-23 12:00:00.500 refused   resource_read/attempt 404 OUTSIDE_COMPARTMENT GET /fhir/Patient/{id}"
                                + " person=s1 client=app patient=p1,p2,p3,+2 scopes=\"patient/*.rs\" k=v exchange=x1");
    }

    @Test
    void strangersControlCharacters_doNotBreakTheLine() {
        AuditEntry entry = AuditEntry.of(TIME, "x1", Action.SIGN_IN, Outcome.PERMITTED)
                .userName("a\nb\u001b[31m\u202e")
                .build();
        assertThat(EntryLine.of(entry, ZoneOffset.UTC))
                .contains("sign_in user=a�b�[31m� ")
                .doesNotContain("\n", "\u001b");
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
        assertThat(EntryLine.of(everything(), ZoneOffset.UTC))
                .endsWith(" R GET / user=anna person=s1 client=app patient=p1,p2,p3 resource=Observation/o1"
                        + " scopes=\"openid\" grant=g1 jti=j1 count=7 from=192.0.2.1 k=v exchange=x1");
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
