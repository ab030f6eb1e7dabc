package org.caregate.registry.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.json.StrictJson;
import org.caregate.registry.client.ClientKeySet.Choice;
import org.caregate.registry.client.ClientKeySet.Registration;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.resource.ResourceServers;
import org.caregate.testing.Fuzz;
import org.junit.jupiter.api.Test;

/** Documents that clients bring: their metadata (RFC 7591 §2) and, from an address of theirs, their keys (RFC 7517 §5). */
class ClientDocumentFuzzTests {
    private static final List<String> WORDS = List.of(
            "{", "}", "[", "]", "\"", ":", ",", "null", "1e999", "-1", "\\u0000", "\"kid\":\"k1\",", "\"keys\":[{}],");

    private final ECKey key = key();

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void damagedKeySet_isRefused_orGivesTheKeyItHeld() {
        String good = new JWKSet(key.toPublicJWK()).toString();
        Fuzz.text(
                List.of(good, new JWKSet(key).toString(false), "{\"keys\":[]}"),
                WORDS,
                text -> ClientKeySet.parse(text).ifPresent(set -> {
                    if (set.choose("k1", "ES384") instanceof Choice.Found(var found)) {
                        assertThat(found.isPrivate()).isFalse();
                        assertThat(found.toECKey().getX()).isEqualTo(key.getX());
                    }
                    if (ClientKeySet.register(StrictJson.object(text).orElseThrow(), Set.of("ES384"))
                            instanceof Registration.Usable(String jwks)) {
                        assertThat(ClientKeySet.parse(jwks).orElseThrow().size())
                                .isPositive();
                        assertThat(jwks).doesNotContain(key.getD().toString());
                    }
                }));
    }

    @Test
    void damagedMetadata_areRefused_orDescribeAClientWithinItsProfile() {
        ResourceServers resources = new ResourceServers(List.of(
                new ResourceServer(URI.create("https://api.example.org/fhir"), ResourceServer.Kind.FHIR_R4),
                ResourceServer.administration(URI.create("https://auth.example.org"))));
        String app = """
                {"client_id":"app","client_name":"An app","token_endpoint_auth_method":"none",
                 "grant_types":["authorization_code","refresh_token"],"redirect_uris":["https://app.example.org/cb"],
                 "scope":"openid fhirUser launch/patient offline_access patient/*.rs"}""";
        String backend = """
                {"client_name":"A backend","caregate_profile":"SmartBackend2026","token_endpoint_auth_method":"private_key_jwt",
                 "grant_types":["client_credentials"],"scope":"system/Patient.rs","jwks":%s}""".formatted(new JWKSet(key.toPublicJWK()));
        Fuzz.text(List.of(app, backend), WORDS, text -> {
            if (ClientMetadata.parse(text, resources) instanceof ClientMetadata.Result.Valid(var metadata)
                    && !metadata.needsSecret()) {
                Client client = metadata.toClient(new ClientId("x"), null, Instant.EPOCH);
                assertThat(client.profile().grantTypes()).containsAll(client.grantTypes());
                assertThat(client.profile().clientAuthenticationMethods())
                        .contains(client.authentication().method());
                assertThat(client.redirectUris())
                        .allMatch(uri ->
                                RedirectUris.problem(uri, client.isPublic()).isEmpty());
            }
        });
    }
}
