package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The CapabilityStatement promises what is accepted, and nothing else. */
class CapabilityTests {
    /** What FHIR servers list of a type: R4's parameters, US Core's, their own, and those that look elsewhere. */
    private static final List<String> LISTED = List.of(
            "_id",
            "_lastUpdated",
            "_tag",
            "_profile",
            "_security",
            "_source",
            "_content",
            "_text",
            "_filter",
            "_query",
            "_has",
            "_list",
            "_language",
            "_contained",
            "_summary",
            "_elements",
            "_total",
            "asserted-date",
            "our-own-index",
            "patient",
            "subject",
            "encounter",
            "performer",
            "category",
            "code",
            "date",
            "status",
            "combo-code",
            "value-quantity",
            "code-value-quantity",
            "value-string",
            "part-of",
            "a b");

    private static final List<String> INCLUDES = List.of(
            "*",
            "Observation:*",
            "Observation:patient",
            "Observation:subject:Patient",
            "Observation:code",
            "Observation:subject:Nonsense",
            "Patient:general-practitioner",
            "Observation",
            "nonsense:patient");

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        rig.upstream.on("GET /fhir/Observation", 200, Resources.bundle());
        rig.upstream.on(
                "GET /fhir/metadata",
                200,
                "{\"resourceType\":\"CapabilityStatement\",\"status\":\"active\",\"rest\":[{"
                        + "\"mode\":\"server\",\"resource\":[{\"searchParam\":[" + parameters()
                        + "],\"searchInclude\":["
                        + quoted(INCLUDES)
                        + "],\"searchRevInclude\":[\"*\",\"Provenance:target\",\"Provenance:nonsense\"],"
                        + "\"interaction\":[{\"code\":\"read\"},{\"code\":\"search-type\"},{\"code\":\"patch\"}],"
                        + "\"versioning\":\"versioned-update\",\"conditionalCreate\":true,\"type\":\"Observation\"},"
                        + "{\"type\":\"SubscriptionTopic\",\"interaction\":[{\"code\":\"read\"}]}]}]}");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private static String parameters() {
        List<String> json = new ArrayList<>();
        for (String name : LISTED) {
            json.add("{\"documentation\":\"canary\",\"name\":\"" + name + "\",\"type\":\"special\"}");
        }
        return String.join(",", json);
    }

    private static String quoted(List<String> values) {
        return "\"" + String.join("\",\"", values) + "\"";
    }

    private String statement() throws Exception {
        HttpResponse<String> response = rig.send(rig.request("/fhir/metadata"));
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static List<String> all(String pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    @Requirement("FHIR-R4-capabilities")
    void everyPromisedParameter_isAccepted_andEveryOtherIsRefused() throws Exception {
        String statement = statement();
        Map<String, String> values = Map.of(
                "date", "ge2024-01-01",
                "_lastUpdated", "ge2024-01-01",
                "value-quantity", "5.4",
                "code-value-quantity", "1$5.4");
        List<String> promised = all("\\{\"name\":\"([^\"]+)\",", statement);
        assertThat(promised)
                .contains("_id", "patient", "code", "date")
                .doesNotContain("_content", "_has", "asserted-date");
        String token = rig.patientToken("patient/Observation.rs");
        for (String name : LISTED) {
            String query = encode(name) + "=" + encode(values.getOrDefault(name, "x"));
            int status = rig.get("/fhir/Observation?" + query, token).statusCode();
            if (promised.contains(name)) {
                assertThat(status).as(name).isEqualTo(200);
            } else {
                assertThat(status).as(name).isIn(400, 403);
            }
        }
        assertThat(statement).doesNotContain("canary").doesNotContain("special");
    }

    @Test
    @Requirement("FHIR-R4-capabilities")
    void everyPromisedInclude_isAccepted_andEveryOtherIsRefused() throws Exception {
        String statement = statement();
        String promised = all("\"searchInclude\":\\[([^\\]]*)\\]", statement).getFirst();
        assertThat(promised).isEqualTo("\"Observation:patient\",\"Observation:subject:Patient\"");
        assertThat(all("\"searchRevInclude\":\\[([^\\]]*)\\]", statement)).containsExactly("\"Provenance:target\"");
        String token = rig.patientToken("patient/*.rs");
        for (String include : INCLUDES) {
            int status = rig.get("/fhir/Observation?_include=" + encode(include), token)
                    .statusCode();
            if (promised.contains("\"" + include + "\"")) {
                assertThat(status).as(include).isEqualTo(200);
            } else {
                assertThat(status).as(include).isIn(400, 403);
            }
        }
    }

    @Test
    void whatTheGatewayDoesNotDo_isNotPromised() throws Exception {
        assertThat(statement())
                .contains("\"interaction\":[{\"code\":\"read\"},{\"code\":\"search-type\"}]")
                .contains("\"type\":\"Observation\"")
                .contains("\"versioning\":\"versioned-update\"")
                .doesNotContain("patch")
                .doesNotContain("conditionalCreate")
                .doesNotContain("SubscriptionTopic");
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
