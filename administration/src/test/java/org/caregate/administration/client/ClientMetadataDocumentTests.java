package org.caregate.administration.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.util.List;
import org.caregate.administration.client.ClientMetadataDocument.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientMetadataDocumentTests {
    private static final String APP = """
            {"client_name":"Growth chart","redirect_uris":["https://app.example.org/cb"],"grant_types":["authorization_code"],
             "token_endpoint_auth_method":"none","scope":"openid patient/Observation.rs"}""";

    @Test
    void publicApp_isRead_underTheAppsProfile() {
        ClientMetadata app = metadata(APP);
        assertThat(app.profile().name()).isEqualTo("SmartApp2026");
        assertThat(app.method()).isEqualTo("none");
        assertThat(app.redirectUris()).containsExactly("https://app.example.org/cb");
        assertThat(app.scopes().text()).isEqualTo("openid patient/Observation.rs");
    }

    @Test
    void backendClient_isRead_withPublicKeysOnly() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
        String backend = """
                {"client_name":"Nightly export","grant_types":["client_credentials"],"token_endpoint_auth_method":"private_key_jwt",
                 "scope":"system/Patient.rs","jwks":{"keys":[%s]}}""";
        ClientMetadata read = metadata(backend.formatted(key.toPublicJWK().toJSONString()));
        assertThat(read.profile().name()).isEqualTo("SmartBackend2026");
        assertThat(read.jwks()).contains("k1").doesNotContain("\"d\"");
        assertThat(problems(backend.formatted(key.toJSONString())))
                .anyMatch(problem -> problem.startsWith("jwks holds a private key"));
    }

    @ParameterizedTest(name = "{0} → {1} is refused")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"client_name\":\"Growth chart\" | \"client_name\":\"\" | client_name",
                "https://app.example.org/cb | http://app.example.org/cb | redirect_uris",
                "https://app.example.org/cb | https://app.example.org/cb#f | redirect_uris",
                "https://app.example.org/cb | /cb | redirect_uris",
                "\"authorization_code\"] | \"password\"] | grant_types",
                "\"none\" | \"client_secret_post\" | token_endpoint_auth_method",
                "\"none\" | \"private_key_jwt\" | private_key_jwt wants",
                "patient/Observation.rs | patient/Observation.sr | scope",
                "openid patient/Observation.rs | launch-missiles | scope",
                "\"client_name\" | \"client_nmae\" | client_nmae",
                "\"scope\": | \"jwks_uri\":\"https://x.example/k\",\"scope\": | jwks and jwks_uri",
                "\"grant_types\":[\"authorization_code\"] | \"grant_types\":\"authorization_code\" | grant_types must be a list",
            })
    void badMember_isRefused(String original, String bad, String problem) {
        assertThat(problems(APP.replace(original.strip(), bad.strip()))).anyMatch(told -> told.startsWith(problem));
    }

    @Test
    void documentThatIsNoObject_isRefused() {
        assertThat(problems("[]")).isNotEmpty();
        assertThat(problems("{")).isNotEmpty();
    }

    private static ClientMetadata metadata(String json) {
        Reading reading = ClientMetadataDocument.read(json);
        assertThat(reading).isInstanceOf(Reading.Metadata.class);
        return ((Reading.Metadata) reading).metadata();
    }

    private static List<String> problems(String json) {
        Reading reading = ClientMetadataDocument.read(json);
        assertThat(reading).isInstanceOf(Reading.Problems.class);
        return ((Reading.Problems) reading).problems();
    }
}
