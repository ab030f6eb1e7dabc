package org.caregate.authorization.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caregate.authorization.TestServer.BACKEND;
import static org.caregate.authorization.TestServer.ISSUER;

import com.nimbusds.jose.jwk.ECKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caregate.authorization.Launch;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.jwks.ClientKeys;
import org.caregate.registry.client.Client;
import org.caregate.testing.Fuzz;
import org.junit.jupiter.api.Test;

/** What strangers send as a client's proof: damaged, it is refused, and never an exception. */
class ClientProofFuzzTests {
    @Test
    void damagedAssertion_isRefused_orSaysWhatWasSigned() {
        TestServer server = new TestServer();
        Client client = server.clients.find(BACKEND).orElseThrow();
        ECKey key = server.clientKey.toPublicJWK();
        ClientKeys keys = (registered, kid, algorithm) ->
                kid.equals("k1") ? new ClientKeys.Lookup.Found(key) : new ClientKeys.Lookup.NoSuchKey();
        Instant now = server.clock.instant();
        Set<String> audiences = Set.of(ISSUER + "/oauth2/token");
        String good = Launch.assertion(server, BACKEND).sign();
        ClientAssertion signed = ClientAssertion.parse(good).orElseThrow();
        assertThat(signed.fault(client, audiences, keys, now)).isEmpty();
        Fuzz.text(
                List.of(good, good.replaceAll("[.][^.]*$", "."), "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."),
                List.of(".", "..", "=", "eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9", "-_", "%", " ", "\u0000"),
                text -> {
                    Optional<ClientAssertion> read = ClientAssertion.parse(text);
                    if (read.isPresent()
                            && read.get().fault(client, audiences, keys, now).isEmpty()) {
                        assertThat(read.get().unverifiedIssuer()).isEqualTo(signed.unverifiedIssuer());
                        assertThat(read.get().id()).isEqualTo(signed.id());
                        assertThat(read.get().rememberUntil()).isEqualTo(signed.rememberUntil());
                    }
                });
    }

    @Test
    void damagedBasicCredentials_areRefused_orHaveANameAndASecret() {
        Fuzz.text(
                List.of(Launch.basic("app", "secret"), Launch.basic("a%3Ab", "s%25+x"), "Basic :", "basic "),
                List.of("=", "%", ":", "Og==", "AA", "////", "Basic ", "\u0000", "\u00e4"),
                text -> {
                    String header = "Basic " + text;
                    assertThat(BasicCredentials.isBasic(header)).isTrue();
                    BasicCredentials.parse(header).ifPresent(credentials -> {
                        assertThat(credentials.secret()).isNotEmpty();
                        assertThat((credentials.clientId() + credentials.secret()).codePoints())
                                .noneMatch(Character::isISOControl);
                        assertThat(credentials.toString()).doesNotContain("secret=");
                    });
                });
    }
}
