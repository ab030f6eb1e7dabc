package org.caregate.protocol.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryDocumentsTests {
    private static final AuthorizationServerAddresses SERVER =
            new AuthorizationServerAddresses("https://auth.example.org");

    @Test
    @Requirement("SMART2.2-discovery")
    void smartConfiguration_namesWhatAppsNeed_andS256Alone() throws Exception {
        Map<String, Object> json = JSONObjectUtils.parse(SmartConfiguration.json(SERVER));
        assertThat(json)
                .containsEntry("issuer", "https://auth.example.org")
                .containsEntry("authorization_endpoint", "https://auth.example.org/oauth2/authorize")
                .containsEntry("token_endpoint", "https://auth.example.org/oauth2/token")
                .containsEntry("code_challenge_methods_supported", List.of("S256"))
                .containsEntry(
                        "grant_types_supported", List.of("authorization_code", "client_credentials", "refresh_token"))
                .containsEntry("token_endpoint_auth_signing_alg_values_supported", List.of("ES384", "RS384"));
        assertThat(JSONObjectUtils.getStringList(json, "capabilities"))
                .contains("launch-standalone", "permission-v1", "permission-v2", "authorize-post")
                .doesNotContain("launch-ehr", "context-ehr-patient");
    }

    @Test
    @Requirement({"RFC9728-2", "RFC9728-3.1"})
    void resourceMetadata_standsAtTheOrigin_withThePathInserted() throws Exception {
        URI fhir = URI.create("https://api.example.org:9443/fhir");
        assertThat(ProtectedResourceMetadata.address(fhir))
                .isEqualTo("https://api.example.org:9443/.well-known/oauth-protected-resource/fhir");
        Map<String, Object> json = JSONObjectUtils.parse(ProtectedResourceMetadata.json(fhir, SERVER));
        assertThat(json)
                .containsEntry("resource", "https://api.example.org:9443/fhir")
                .containsEntry("authorization_servers", List.of("https://auth.example.org"));
    }

    @Test
    @Requirement("RFC9728-2")
    void resourceWithScopesOfItsOwn_namesThose() throws Exception {
        URI api = URI.create("https://auth.example.org/admin/v1");
        assertThat(JSONObjectUtils.parse(ProtectedResourceMetadata.json(api, SERVER, List.of("admin/keys.read"))))
                .containsEntry("scopes_supported", List.of("admin/keys.read"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.example.org",
                "https://auth.example.org/",
                "https://auth.example.org/tenant",
                "https://auth.example.org?x=1",
                "https://auth.example.org#x",
                "https://user@auth.example.org",
                "https:auth.example.org"
            })
    @Requirement("RFC8414-2")
    void issuerThatIsNotAnHttpsOrigin_isRefused(String issuer) {
        assertThatThrownBy(() -> new AuthorizationServerAddresses(issuer)).isInstanceOf(RuntimeException.class);
    }
}
