package org.caregate.conformance.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.caregate.check.client.BackendService;
import org.caregate.check.client.Browser;
import org.caregate.check.client.DemoFile.Someone;
import org.caregate.check.client.Discovery;
import org.caregate.check.client.Http;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.DemoProcess.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands that end something or change over, on a demo of their own, and what the people and programs concerned then see. */
class CommandsTests {
    private static DemoProcess demo;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        demo = DemoProcess.start(Files.createTempDirectory("caregate-commands"), DemoProcess.freePorts());
        demo.awaitReady();
    }

    @AfterAll
    static void stop() {
        demo.remove();
    }

    private static JsonNode done(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--output", "json"));
        Command command = demo.command(all.toArray(String[]::new));
        assertThat(command.status()).as(command.output()).isZero();
        return JsonMapper.shared().readTree(command.output());
    }

    private static Browser signedIn(String role) {
        var http = new Http(demo.demo().ca());
        Browser browser = new Browser(http, demo.demo().issuer());
        Someone person = demo.demo().person(role);
        SmartApp.signIn(browser, home(browser), person);
        assertThat(isSignedIn(browser)).isTrue();
        return browser;
    }

    private static Reply home(Browser browser) {
        return browser.open(URI.create(demo.demo().issuer() + "/sign-in"));
    }

    private static boolean isSignedIn(Browser browser) {
        return home(browser).html().selectFirst("#sign-in-submit") == null;
    }

    @Test
    void session_isListed_andEndedWhereItIsUsed() throws Exception {
        Browser browser = signedIn("clinician");
        String username = demo.demo().person("clinician").username();
        JsonNode sessions = done("session", "list", username);
        assertThat(sessions.size()).isEqualTo(1);
        Command ended =
                demo.command("session", "end", sessions.get(0).path("id").asString());
        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(isSignedIn(browser)).isFalse();
    }

    @Test
    void revokedPerson_isSignedOutEverywhere_andDisabledOneCannotComeBack() throws Exception {
        Browser browser = signedIn("patient");
        Someone person = demo.demo().person("patient");
        assertThat(done("revoke", "person", person.username()).path("sessions").asInt())
                .isEqualTo(1);
        assertThat(isSignedIn(browser)).isFalse();

        assertThat(done("user", "disable", person.username()).path("enabled").asBoolean())
                .isFalse();
        Reply refused = browser.submit(home(browser), "#sign-in-submit", form -> {
            form.select("#username").forEach(input -> input.val(person.username()));
            form.select("#password").forEach(input -> input.val(person.password()));
        });
        assertThat(refused.html().selectFirst("#code-submit")).isNull();
        assertThat(done("user", "enable", person.username()).path("enabled").asBoolean())
                .isTrue();
        assertThat(demo.command(
                                "user",
                                "disable",
                                demo.demo().person("administrator").username())
                        .status())
                .isEqualTo(5);
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_384).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private Path kept(String name, ECKey key) throws IOException {
        Path file = Files.writeString(folder.resolve(name), key.toJSONString());
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private int asMachine(String client, Path key) throws Exception {
        return demo.command(
                        "client",
                        "list",
                        "--issuer",
                        demo.demo().issuer().toString(),
                        "--cacert",
                        demo.demo().ca().toString(),
                        "--client",
                        client,
                        "--key",
                        key.toString())
                .status();
    }

    @Test
    void machineChangesItsKeysOver_withTwoForAWhile() throws Exception {
        ECKey before = key();
        ECKey after = key();
        String id = "machine-" + UUID.randomUUID();
        Path metadata = Files.writeString(folder.resolve("client.json"), """
                {"client_id":"%s","client_name":"A machine","caregate_profile":"Service2026","grant_types":["client_credentials"],
                 "token_endpoint_auth_method":"private_key_jwt","scope":"admin/clients.read","caregate_audiences":["%s/admin/v1"],
                 "jwks":%s}""".formatted(
                        id, demo.demo().issuer(), new JWKSet(before.toPublicJWK())));
        done("client", "add", metadata.toString());
        Path old = kept("old", before);
        Path fresh = kept("fresh", after);
        assertThat(asMachine(id, old)).isZero();
        assertThat(asMachine(id, fresh)).isEqualTo(3);

        Path both = Files.writeString(
                folder.resolve("both.json"), new JWKSet(List.of(before.toPublicJWK(), after.toPublicJWK())).toString());
        done("client", "keys", id, both.toString());
        assertThat(asMachine(id, old)).isZero();
        assertThat(asMachine(id, fresh)).isZero();

        Path one = Files.writeString(folder.resolve("one.json"), new JWKSet(after.toPublicJWK()).toString());
        done("client", "keys", id, one.toString());
        assertThat(asMachine(id, old)).isEqualTo(3);
        assertThat(asMachine(id, fresh)).isZero();

        assertThat(done("client", "disable", id).path("enabled").asBoolean()).isFalse();
        assertThat(asMachine(id, fresh)).isEqualTo(3);
        assertThat(done("client", "enable", id).path("enabled").asBoolean()).isTrue();
        assertThat(asMachine(id, fresh)).isZero();
    }

    private static int read(String token) {
        var http = new Http(demo.demo().ca());
        URI patient = URI.create(demo.demo().fhirBase() + "/Patient/"
                + demo.demo().person("patient").patients().getFirst());
        return http.get(patient, "Authorization", "Bearer " + token).status();
    }

    private static String token() {
        Http http = new Http(demo.demo().ca());
        return new BackendService(
                        http,
                        Discovery.of(http, demo.demo().fhirBase()),
                        demo.demo().client("backend"))
                .token("system/Patient.rs")
                .json()
                .required("access_token")
                .asString();
    }

    @Test
    void leakedKey_isReplacedAtOnce_andWhatItSignedIsRefused() throws Exception {
        String token = token();
        assertThat(read(token)).isEqualTo(200);
        String leaked = SignedJWT.parse(token).getHeader().getKeyID();

        assertThat(done("revoke", "key", leaked).path("revoked").asBoolean()).isTrue();

        for (int i = 0; i < 150 && read(token) == 200; i++) {
            DemoProcess.pause();
        }
        assertThat(read(token)).isEqualTo(401);
        for (int i = 0; i < 150 && read(token()) != 200; i++) {
            DemoProcess.pause();
        }
        String next = token();
        assertThat(read(next)).isEqualTo(200);
        assertThat(SignedJWT.parse(next).getHeader().getKeyID()).isNotEqualTo(leaked);
        assertThat(demo.command("revoke", "key", leaked).status()).isEqualTo(4);
    }
}
