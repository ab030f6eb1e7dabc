package org.caregate.registry.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.registry.client.ClientMetadata.Result;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.resource.ResourceServers;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientMetadataTests {
    private static final URI FHIR = URI.create("https://localhost:9443/fhir");
    private static final URI ADMINISTRATION = URI.create("https://auth.example.org/admin/v1");
    private static final ResourceServers RESOURCES = new ResourceServers(List.of(
            new ResourceServer(FHIR, ResourceServer.Kind.FHIR_R4),
            ResourceServer.administration(URI.create("https://auth.example.org"))));
    private static final StoredCredential SECRET = new StoredCredential(1, "hash");
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final Map<String, Object> app = new LinkedHashMap<>(Map.of(
            "client_id", "vitals",
            "client_name", "Vital signs",
            "caregate_profile", "SmartApp2026",
            "token_endpoint_auth_method", "none",
            "grant_types", List.of("authorization_code", "refresh_token"),
            "redirect_uris",
                    List.of("https://App.example.org/callback", "http://127.0.0.1:7443/cb", "org.example.app:/cb"),
            "scope", "openid offline_access patient/Observation.rs",
            "caregate_audiences", List.of(FHIR.toString()),
            "contacts", List.of("it@example.org")));

    private static Result parse(Map<String, Object> json) {
        return ClientMetadata.parse(JSONObjectUtils.toJSONString(json), RESOURCES);
    }

    private static Client client(Result result) {
        return switch (result) {
            case Result.Valid(ClientMetadata metadata) -> metadata.toClient(new ClientId("vitals"), SECRET, NOW);
            case Result.Invalid(List<String> problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<String> problems(Result result) {
        return switch (result) {
            case Result.Valid valid -> List.of();
            case Result.Invalid(List<String> problems) -> problems;
        };
    }

    @Test
    @Requirement("RFC7591-2")
    void publicApp_isReadWhole_withItsOrigins() {
        Client client = client(parse(app));
        assertThat(client.isPublic()).isTrue();
        assertThat(client.profile()).isEqualTo(SecurityProfiles.SMART_APP_2026);
        assertThat(client.redirectUris()).hasSize(3).contains("https://App.example.org/callback");
        assertThat(client.origins()).containsExactlyInAnyOrder("https://app.example.org", "http://127.0.0.1:7443");
        assertThat(client.scopes().text()).isEqualTo("openid offline_access patient/Observation.rs");
        assertThat(client.audiences()).containsExactly(FHIR);
        assertThat(client.enabled()).isTrue();
    }

    @Test
    void secretApp_getsTheGeneratedSecret() {
        app.put("token_endpoint_auth_method", "client_secret_basic");
        app.put("redirect_uris", List.of("https://app.example.org/callback"));
        Client client = client(parse(app));
        assertThat(client.authentication()).isEqualTo(new ClientAuthentication.SecretBasic(SECRET));
        assertThat(client.origins()).as("its calls come from a server").isEmpty();
    }

    @Test
    void resourceServer_needsNeitherGrantsNorScopes() {
        Map<String, Object> api = new LinkedHashMap<>(Map.of(
                "client_name", "Lab API",
                "grant_types", List.of(),
                "caregate_introspects", List.of(FHIR.toString())));
        assertThat(client(parse(api)).introspects()).containsExactly(FHIR);
        api.remove("caregate_introspects");
        assertThat(problems(parse(api))).anyMatch(problem -> problem.startsWith("grant_types is empty"));
    }

    @Test
    void profileAndAudiences_areTheLikelyOnes_unlessNamed() {
        app.remove("caregate_profile");
        app.remove("caregate_audiences");
        assertThat(client(parse(app)).profile()).isEqualTo(SecurityProfiles.SMART_APP_2026);
        assertThat(client(parse(app)).audiences()).containsExactly(FHIR);
    }

    @Test
    void backend_isReadWithKeysByValueOrByAddress() throws Exception {
        Map<String, Object> backend = backend();
        JWK key = new ECKeyGenerator(Curve.P_384).keyID("k1").generate().toPublicJWK();
        backend.put("jwks", Map.of("keys", List.of(key.toJSONObject())));
        assertThat(client(parse(backend)).authentication()).isInstanceOf(ClientAuthentication.KeysByValue.class);
        backend.remove("jwks");
        backend.put("jwks_uri", "https://backend.example.org/jwks");
        assertThat(client(parse(backend)).authentication())
                .isEqualTo(new ClientAuthentication.KeysByUrl(URI.create("https://backend.example.org/jwks")));
    }

    private static Map<String, Object> backend() {
        return new LinkedHashMap<>(Map.of(
                "client_name", "Backend",
                "caregate_profile", "SmartBackend2026",
                "token_endpoint_auth_method", "private_key_jwt",
                "grant_types", List.of("client_credentials"),
                "scope", "system/Patient.rs",
                "caregate_audiences", List.of(FHIR.toString())));
    }

    @Test
    void keys_areRefused_whenPrivateWeakUnnamedTwiceOrMissing() throws Exception {
        Map<String, Object> backend = backend();
        assertThat(problems(parse(backend))).containsExactly("private_key_jwt needs jwks or jwks_uri");
        JWK key = new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
        backend.put("jwks", Map.of("keys", List.of(key.toJSONObject())));
        assertThat(problems(parse(backend))).anyMatch(problem -> problem.contains("private key"));
        JWK weak = new ECKeyGenerator(Curve.P_256).keyID("k1").generate().toPublicJWK();
        backend.put("jwks", Map.of("keys", List.of(weak.toJSONObject())));
        assertThat(problems(parse(backend))).anyMatch(problem -> problem.contains("its crv is P-256"));
        JWK unnamed = new ECKeyGenerator(Curve.P_384).generate().toPublicJWK();
        backend.put("jwks", Map.of("keys", List.of(unnamed.toJSONObject())));
        assertThat(problems(parse(backend))).anyMatch(problem -> problem.contains("kid"));
        backend.put("jwks", Map.of("keys", List.of(key.toPublicJWK().toJSONObject())));
        backend.put("jwks_uri", "https://backend.example.org/jwks");
        assertThat(problems(parse(backend))).containsExactly("jwks_uri is for private_key_jwt, instead of jwks");
        backend.remove("jwks");
        backend.put("jwks_uri", "http://backend.example.org/jwks");
        assertThat(problems(parse(backend))).containsExactly("jwks_uri is an https address");
        backend.put("jwks_uri", "https://backend.example.org/schl\u00fcssel");
        assertThat(problems(parse(backend))).containsExactly("jwks_uri: not a URI");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client_id                  | has space                          | client_id",
                "client_name                |                                    | client_name",
                "caregate_profile           | SmartApp2027                       | caregate_profile",
                "token_endpoint_auth_method | client_secret_post                 | token_endpoint_auth_method",
                "scope                      | patient/Observation.dus            | scope is malformed",
                "scope                      | system/Patient.rs                  | system/ is for client_credentials",
                "scope                      | openid email                       | email is not known",
                "scope                      | launch                             | not offered",
                "surprise                   | x                                  | surprise is not known",
                "jwks_uri                   | https://app.example.org/jwks       | jwks_uri is for private_key_jwt"
            })
    void oddValue_isNamed(String name, String value, String problem) {
        app.put(name, value == null ? "" : value);
        assertThat(problems(parse(app))).anyMatch(found -> found.contains(problem));
    }

    @ParameterizedTest
    @CsvSource({
        "http://app.example.org/callback",
        "http://localhost:7443/callback",
        "https://app.example.org/callback#fragment",
        "https://user@app.example.org/callback",
        "https://*.example.org/callback",
        "/callback",
        "myapp:/callback",
        "https:callback",
        "https://app.example.org/r\u00fcck/\u6f22",
        "https://app.example.org/callback?\u00a0",
        "https://b\u00fccher.example/callback",
        "https://app.example.org:0/callback",
        "https://app.example.org:65536/callback",
        "org.example.app:/r\u00fcck"
    })
    @Requirement({"RFC6749-3.1.2", "RFC8252-7", "RFC9700-2.1"})
    void redirectUriThatCouldLeadElsewhere_isRefused(String uri) {
        app.put("redirect_uris", List.of(uri));
        assertThat(problems(parse(app))).anyMatch(problem -> problem.startsWith("redirect_uris"));
    }

    @Test
    void privateUseScheme_isForPublicClientsAlone() {
        app.put("token_endpoint_auth_method", "client_secret_basic");
        assertThat(problems(parse(app))).anyMatch(problem -> problem.contains("private-use"));
    }

    @Test
    void grantTypes_areHeldToTheProfile_andToOneAnother() {
        app.put("grant_types", List.of("client_credentials"));
        assertThat(problems(parse(app))).contains("grant_types goes beyond SmartApp2026");
        app.put("grant_types", List.of("authorization_code"));
        assertThat(problems(parse(app))).containsExactly("scope: offline_access needs refresh_token");
        app.put("grant_types", List.of("refresh_token"));
        assertThat(problems(parse(app))).contains("refresh_token needs authorization_code");
        app.put("response_types", List.of("token"));
        assertThat(problems(parse(app))).contains("response_types is code");
    }

    @Test
    void audiences_areThisServersOwn() {
        app.put("caregate_audiences", List.of("https://elsewhere.example.org/fhir"));
        assertThat(problems(parse(app))).anyMatch(problem -> problem.contains("no resource of this server"));
        app.put("caregate_audiences", List.of());
        assertThat(problems(parse(app))).contains("caregate_audiences is empty, and the scopes reach an API");
        app.put("caregate_audiences", List.of(FHIR.toString()));
        app.put("caregate_introspects", List.of(FHIR.toString()));
        assertThat(problems(parse(app))).containsExactly("caregate_introspects is for clients that authenticate");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[]", "{", "{\"scope\":\"a\",\"scope\":\"b\"}", "{} {}", "null", "\"text\""})
    void anythingButOneObjectWithoutRepeatedNames_isRefused(String json) {
        assertThat(problems(ClientMetadata.parse(json, new ResourceServers(List.of()))))
                .containsExactly("not one JSON object without repeated names");
    }

    @Test
    void wrongTypes_areNamed() {
        app.put("client_name", 7);
        app.put("redirect_uris", "https://app.example.org/callback");
        assertThat(problems(parse(app))).contains("client_name is a text", "redirect_uris is a list of texts");
    }

    private static Map<String, Object> service() {
        return new LinkedHashMap<>(Map.of(
                "client_name", "Nightly clean-up",
                "caregate_profile", "Service2026",
                "token_endpoint_auth_method", "client_secret_basic",
                "grant_types", List.of("client_credentials"),
                "scope", "admin/clients.read admin/grants.write"));
    }

    @Test
    void serviceThatAdministers_isForTheAdministrationAlone() {
        Client client = client(parse(service()));
        assertThat(client.profile()).isEqualTo(SecurityProfiles.SERVICE_2026);
        assertThat(client.audiences()).containsExactly(ADMINISTRATION);
    }

    @Test
    void serviceThatReadsRecords_isForTheirApiAlone() {
        Map<String, Object> json = service();
        json.put("scope", "system/Patient.rs");
        assertThat(client(parse(json)).audiences()).containsExactly(FHIR);
    }

    @Test
    void administeringAndReadingRecords_inOneClient_isRefused() {
        Map<String, Object> json = service();
        json.put("scope", "admin/clients.read system/Patient.rs");
        json.put("caregate_audiences", List.of(FHIR.toString()));
        assertThat(problems(parse(json)))
                .anyMatch(problem -> problem.contains("who administers sees no record"))
                .anyMatch(problem -> problem.contains("does not know these scopes"));
    }

    @Test
    void smartApp_mayNotAdminister() {
        app.put("scope", "openid admin/clients.read");
        assertThat(problems(parse(app))).contains("scope: admin/ goes beyond SmartApp2026");
    }

    @Test
    @Requirement("RFC8252-7.3")
    void commandLineClient_registersLoopbackWithoutPort_andNothingElse() {
        Map<String, Object> json = new LinkedHashMap<>(Map.of(
                "client_name", "Tool",
                "caregate_profile", "CommandLine2026",
                "token_endpoint_auth_method", "none",
                "grant_types", List.of("authorization_code"),
                "redirect_uris", List.of("http://127.0.0.1/callback", "http://[::1]/callback"),
                "scope", "openid admin/clients.read"));
        Client client = client(parse(json));
        assertThat(client.redirectsTo("http://127.0.0.1:40123/callback")).isTrue();
        assertThat(client.redirectsTo("http://[::1]:1/callback")).isTrue();
        for (String other : List.of(
                "http://127.0.0.1:0/callback",
                "http://127.0.0.1:65536/callback",
                "http://127.0.0.1:1234/callback/",
                "http://127.0.0.1:1234/callback?a=b",
                "http://127.0.0.1:1234@evil.example/callback",
                "http://127.0.0.1:12:34/callback",
                "http://127.0.0.2:1234/callback",
                "http://localhost:1234/callback",
                "https://127.0.0.1:1234/callback",
                "http://127.0.0.1:x/callback")) {
            assertThat(client.redirectsTo(other)).as(other).isFalse();
        }
        json.put("redirect_uris", List.of("http://127.0.0.1:1234/callback"));
        assertThat(problems(parse(json))).singleElement().asString().contains("no loopback address without port");
        json.put("redirect_uris", List.of("https://tool.example.org/callback"));
        assertThat(problems(parse(json))).singleElement().asString().contains("no loopback address without port");
    }
}
