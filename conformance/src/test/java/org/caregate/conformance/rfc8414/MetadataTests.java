package org.caregate.conformance.rfc8414;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.caregate.check.client.Reply;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** RFC 8414 §2, §3 and OpenID Connect Discovery: what is advertised is true. */
class MetadataTests {
    private final RunningDemo run = RunningDemo.get();

    private JsonNode document(String path) {
        Reply reply = run.http().get(URI.create(run.demo().issuer() + path), "Origin", "https://127.0.0.1:7443");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith("application/json");
        return reply.json();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    @Requirement({"RFC8414-3.3", "RFC8414-2"})
    void bothDocuments_nameTheIssuerExactly_andAgree() {
        JsonNode oauth = document("/.well-known/oauth-authorization-server");
        JsonNode openid = document("/.well-known/openid-configuration");
        assertThat(oauth.path("issuer").asString(""))
                .isEqualTo(run.demo().issuer().toString());
        oauth.propertyNames()
                .forEach(name -> assertThat(openid.path(name)).as(name).isEqualTo(oauth.path(name)));
    }

    @Test
    @Requirement({"RFC8414-2", "SMART2.2-openid-configuration"})
    void requiredMembers_areThere() {
        JsonNode openid = document("/.well-known/openid-configuration");
        for (String member : List.of(
                "issuer",
                "authorization_endpoint",
                "token_endpoint",
                "jwks_uri",
                "response_types_supported",
                "subject_types_supported",
                "id_token_signing_alg_values_supported",
                "userinfo_endpoint")) {
            assertThat(openid.has(member)).as(member).isTrue();
        }
        assertThat(texts(openid.path("id_token_signing_alg_values_supported"))).containsExactly("RS256");
        assertThat(texts(openid.path("code_challenge_methods_supported"))).containsExactly("S256");
        assertThat(texts(openid.path("response_types_supported"))).containsExactly("code");
        assertThat(openid.path("authorization_response_iss_parameter_supported").asBoolean(false))
                .isTrue();
    }

    @Test
    @Requirement({"RFC8414-2", "RFC9700-metadata"})
    void everyAdvertisedEndpoint_answersOnTheIssuersOrigin() {
        JsonNode openid = document("/.well-known/openid-configuration");
        openid.propertyStream()
                .filter(member ->
                        member.getKey().endsWith("_endpoint") || member.getKey().equals("jwks_uri"))
                .forEach(member -> {
                    URI endpoint = URI.create(member.getValue().asString());
                    assertThat(endpoint.toString())
                            .startsWith(run.demo().issuer().toString());
                    assertThat(run.http().get(endpoint).status())
                            .as(member.getKey())
                            .isNotIn(404, 500, 501);
                });
    }

    @Test
    @Requirement("RFC8414-2")
    void everyAdvertisedGrantType_isKnown_andOthersAreNot() {
        JsonNode openid = document("/.well-known/openid-configuration");
        for (String grant : texts(openid.path("grant_types_supported"))) {
            Reply reply = run.http()
                    .post(
                            run.endpoint("token_endpoint"),
                            Map.of(
                                    "grant_type",
                                    grant,
                                    "client_id",
                                    run.demo().client("app").clientId()));
            assertThat(reply.json().path("error").asString("")).as(grant).isNotEqualTo("unsupported_grant_type");
        }
    }

    @Test
    @Requirement({"RFC7517-5", "SMART2.2-jwks"})
    void jwks_holdsPublicKeysOnly_withAnRsaKey() throws Exception {
        Reply reply = run.http().get(run.endpoint("jwks_uri"));
        JWKSet keys = JWKSet.parse(reply.text());
        assertThat(keys.getKeys()).isNotEmpty().noneMatch(JWK::isPrivate);
        assertThat(keys.getKeys()).anyMatch(key -> key.getKeyType().getValue().equals("RSA"));
        assertThat(keys.getKeys()).allSatisfy(key -> assertThat(key.getKeyID()).isNotEmpty());
    }
}
