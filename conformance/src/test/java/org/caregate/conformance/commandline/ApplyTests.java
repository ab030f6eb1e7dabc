package org.caregate.conformance.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.caregate.check.client.DemoFile.RegisteredClient;
import org.caregate.check.client.Http;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.DemoProcess.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code caregate apply}, on a demo of its own, in the order in which a file grows. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApplyTests {
    private static final String CLIENTS = """
            clients:
              - client_id: nightly-export
                client_name: Nightly export
                caregate_profile: Service2026
                token_endpoint_auth_method: client_secret_basic
                grant_types: [ client_credentials ]
                scope: system/Patient.rs
              - client_id: growth-chart
                client_name: Growth chart
                token_endpoint_auth_method: none
                grant_types: [ authorization_code, refresh_token ]
                redirect_uris: [ "https://127.0.0.1:7443/growth" ]
                scope: openid launch/patient patient/Observation.rs
                enabled: %s
            """;

    private static DemoProcess demo;
    private static Path folder;
    private static Path file;

    @BeforeAll
    static void start() throws Exception {
        demo = DemoProcess.start(Files.createTempDirectory("caregate-apply"), DemoProcess.freePorts());
        demo.awaitReady();
        folder = Files.createTempDirectory("caregate-wanted");
        file = folder.resolve("wanted.yaml");
    }

    @AfterAll
    static void stop() {
        demo.remove();
    }

    private static Command apply(String text, String... more) throws Exception {
        Files.writeString(file, text);
        String[] all = new String[more.length + 3];
        all[0] = "apply";
        all[1] = "-f";
        all[2] = file.toString();
        System.arraycopy(more, 0, all, 3, more.length);
        return demo.command(all);
    }

    private static JsonNode shown(String id) throws Exception {
        Command command = demo.command("client", "show", id, "--output", "json");
        return command.status() == 0
                ? JsonMapper.shared().readTree(command.output())
                : JsonMapper.shared().missingNode();
    }

    @Test
    @Order(1)
    void fileWithFaults_tellsAllOfThem_withTheirLines_andChangesNothing() throws Exception {
        Command command = apply(CLIENTS.formatted("maybe") + """
              - client_id: growth-chart
                client_name: Twice
            people:
              - { username: dr.lee, role: clinician }
            """, "--yes");
        assertThat(command.status()).isEqualTo(2);
        assertThat(command.output())
                .contains(":14:", "clients[1].enabled", "must be true or false")
                .contains(":15:", "is another client's in this file too")
                .contains(":18:", "people[0].role", "is not known here");
        Command invalid =
                apply(CLIENTS.formatted("true").replace("patient/Observation.rs", "patient/Observation.zz"), "--yes");
        assertThat(invalid.status()).isEqualTo(2);
        assertThat(invalid.output()).contains("line 8: client growth-chart: scope");
        Command secret =
                apply(CLIENTS.formatted("true").replace("Growth chart", "https://me:pass@example.org"), "--yes");
        assertThat(secret.status()).isEqualTo(2);
        assertThat(secret.output()).contains("holds a secret").doesNotContain("me:pass");
        assertThat(shown("nightly-export").isMissingNode()).isTrue();
    }

    @Test
    @Order(2)
    void dryRun_showsWhatWouldBeDone_andWithoutATerminalNothingIsDoneUnasked() throws Exception {
        Command dry = apply(CLIENTS.formatted("true"), "--dry-run");
        assertThat(dry.status()).isEqualTo(1);
        assertThat(dry.output()).contains("+ client nightly-export", "+ client growth-chart");
        Command unasked = apply(CLIENTS.formatted("true"));
        assertThat(unasked.status()).isEqualTo(2);
        assertThat(unasked.output()).contains("Nothing was changed: without a terminal say --yes");
        assertThat(shown("growth-chart").isMissingNode()).isTrue();
    }

    @Test
    @Order(3)
    void wantedClients_areMadeOnce_withTheirSecretsInPrivateFiles() throws Exception {
        Path secrets = folder.resolve("secrets");
        Command made = apply(CLIENTS.formatted("true"), "--yes", "--secrets", secrets.toString());
        assertThat(made.status()).as(made.output()).isZero();
        Path secret = secrets.resolve("nightly-export");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        assertThat(made.output()).contains("2 changes were made").doesNotContain(Files.readString(secret));
        Reply token = new Http(demo.demo().ca())
                .post(
                        URI.create(demo.demo().issuer() + "/oauth2/token"),
                        Map.of("grant_type", "client_credentials", "scope", "system/Patient.rs"),
                        "Authorization",
                        SmartApp.basic(new RegisteredClient("nightly-export", Files.readString(secret), "", "", "")));
        assertThat(token.status()).as(token.text()).isEqualTo(200);

        Command again = apply(CLIENTS.formatted("true"), "--yes", "--secrets", secrets.toString());
        assertThat(again.status()).isZero();
        assertThat(again.output())
                .contains("= client nightly-export", "= client growth-chart")
                .doesNotContain("changes were made");
        assertThat(apply(CLIENTS.formatted("true"), "--dry-run").status()).isZero();
    }

    @Test
    @Order(4)
    void differences_areShownMemberByMember_andOnlyTheyAreMade() throws Exception {
        String changed = CLIENTS.formatted("false").replace("patient/Observation.rs", "patient/Condition.rs")
                + "people:\n  - { username: " + demo.demo().person("clinician").username()
                + ", roles: [ clinician ], enabled: false }\n";
        Command made = apply(changed, "--yes");
        assertThat(made.status()).as(made.output()).isZero();
        assertThat(made.output())
                .contains("= client nightly-export", "~ client growth-chart")
                .contains(
                        "scope: openid launch/patient patient/Observation.rs -> openid launch/patient patient/Condition.rs")
                .contains("enabled: true -> false");
        assertThat(shown("growth-chart").path("enabled").asBoolean()).isFalse();
        assertThat(shown("growth-chart").path("scope").asString()).contains("patient/Condition.rs");
        assertThat(apply(changed, "--dry-run").status()).isZero();
    }

    @Test
    @Order(5)
    void whatStandsInTheServersOwnFiles_isComparedAndNamed() throws Exception {
        Command compared = apply(
                CLIENTS.formatted("false").replace("patient/Observation.rs", "patient/Condition.rs")
                        + """
                people:
                  - { username: nobody.known, roles: [ clinician ] }
                roles:
                  clinician: { scopes: [ openid ] }
                resources:
                  - { base: "%s", kind: fhir-r4 }
                  - { base: "https://elsewhere.example.org/fhir" }
                """.formatted(demo.demo().fhirBase()),
                "--yes",
                "--output",
                "json");
        assertThat(compared.status()).isEqualTo(1);
        JsonNode steps = JsonMapper.shared().readTree(compared.output());
        assertThat(steps.valueStream()
                        .map(step -> step.path("step").asString() + " "
                                + step.path("what").asString()))
                .containsExactly(
                        "Unchanged client nightly-export",
                        "Unchanged client growth-chart",
                        "Elsewhere person nobody.known",
                        "Elsewhere role clinician",
                        "Unchanged resource " + demo.demo().fhirBase(),
                        "Elsewhere resource https://elsewhere.example.org/fhir");
    }
}
