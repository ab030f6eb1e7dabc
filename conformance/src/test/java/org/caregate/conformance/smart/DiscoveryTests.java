package org.caregate.conformance.smart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.caregate.check.client.Discovery;
import org.caregate.check.client.Reply;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** SMART App Launch 2.2, conformance: discovery and CORS. */
class DiscoveryTests {
    private static final String ORIGIN = "https://127.0.0.1:7443";

    private final RunningDemo run = RunningDemo.get();

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    @Requirement("SMART2.2-well-known-endpoint")
    void configuration_isJson_withoutAToken() {
        Reply reply = Discovery.of(run.http(), run.demo().fhirBase()).reply();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith("application/json");
    }

    @Test
    @Requirement("SMART2.2-well-known-capabilities")
    void configuration_hasWhatSmartDemands() {
        JsonNode json = run.discovery().json();
        assertThat(texts(json.path("grant_types_supported"))).contains("authorization_code", "client_credentials");
        assertThat(texts(json.path("code_challenge_methods_supported"))).containsExactly("S256");
        assertThat(texts(json.path("capabilities")))
                .contains(
                        "launch-standalone",
                        "client-public",
                        "client-confidential-symmetric",
                        "client-confidential-asymmetric",
                        "sso-openid-connect",
                        "context-standalone-patient",
                        "permission-offline",
                        "permission-patient",
                        "permission-user",
                        "authorize-post",
                        "permission-v2",
                        "permission-v1");
        assertThat(json.path("issuer").asString(""))
                .isEqualTo(run.demo().issuer().toString());
        assertThat(json.path("jwks_uri").asString("")).startsWith("https://");
        assertThat(json.has("introspection_endpoint")).isTrue();
        assertThat(json.has("revocation_endpoint")).isTrue();
    }

    @Test
    @Requirement("SMART2.2-cors-well-known")
    void configuration_isOpenToApps() {
        assertThat(Discovery.of(run.http(), run.demo().fhirBase()).reply().header("Access-Control-Allow-Origin"))
                .isIn("*", ORIGIN);
    }

    @Test
    @Requirement("SMART2.2-cors-metadata")
    void capabilityStatement_isOpen_andTellsHowToGetAToken() {
        Reply reply =
                run.http().get(run.resource("metadata"), "Origin", originOfApp(), "Accept", "application/fhir+json");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("resourceType").asString("")).isEqualTo("CapabilityStatement");
        assertThat(reply.header("Access-Control-Allow-Origin")).isIn("*", originOfApp());
        assertThat(reply.text())
                .contains("http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris")
                .contains(run.endpoint("token_endpoint").toString());
    }

    @Test
    @Requirement("SMART2.2-cors-token")
    void tokenEndpoint_isOpenToTheRegisteredAppsOrigin_onErrorsToo_andToNoOther() {
        Reply known = run.http().post(run.endpoint("token_endpoint"), java.util.Map.of(), "Origin", originOfApp());
        assertThat(known.header("Access-Control-Allow-Origin")).isEqualTo(originOfApp());
        Reply unknown =
                run.http().post(run.endpoint("token_endpoint"), java.util.Map.of(), "Origin", "https://evil.example");
        assertThat(unknown.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    private String originOfApp() {
        var redirect = java.net.URI.create(run.demo().client("app").redirectUri());
        return redirect.getScheme() + "://" + redirect.getAuthority();
    }
}
