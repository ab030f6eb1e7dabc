package org.caregate.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.caregate.audit.LogStatus;
import org.caregate.edge.proxy.Peers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTests {
    private static final String MINIMAL = """
            issuer: https://auth.example.org
            listeners:
              authorization: { certificate: auth.pem, key: auth.key }
              gateway: { certificate: api.pem, key: api.key }
            database:
              url: "jdbc:postgresql://db.example.org/caregate"
              owner: { user: caregate_owner, passwordFile: owner }
              runtime: { user: caregate, passwordFile: runtime }
              reader: { user: caregate_reader, passwordFile: reader }
            keys: { file: keys.json }
            resources:
              - base: https://api.example.org/fhir
                kind: fhir-r4
                upstream: { url: "http://127.0.0.1:8080/fhir" }
            roles: roles.yaml
            audit: { anchor: /var/lib/caregate/anchor }
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        for (String name : List.of(
                "auth.pem",
                "auth.key",
                "api.pem",
                "api.key",
                "owner",
                "runtime",
                "reader",
                "roles.yaml",
                "bearer",
                "ca.pem")) {
            Files.writeString(folder.resolve(name), "x");
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void leastFile_hasTheDefaults() {
        CaregateConfiguration read = read(MINIMAL);
        assertThat(read.authorization())
                .isEqualTo(new ListenerSettings(
                        "0.0.0.0", 8443, folder.resolve("auth.pem"), folder.resolve("auth.key"), OldestTls.TLS_1_3));
        assertThat(read.gateway().port()).isEqualTo(9443);
        assertThat(read.management()).isEqualTo(new ManagementSettings("127.0.0.1", 9081));
        assertThat(read.tokens()).isEqualTo(new TokenSettings(Duration.ofMinutes(5), Duration.ofDays(92), List.of()));
        assertThat(read.audit().retention()).isEqualTo(Duration.ofDays(3652));
        assertThat(read.audit().late())
                .isEqualTo(new LogStatus.Limits(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMinutes(5)));
        assertThat(read.sessions()).isEqualTo(new SessionSettings(Duration.ofMinutes(15), Duration.ofHours(12)));
        assertThat(read.resources().getFirst().bearerFile()).isNull();
        assertThat(read.resources().getFirst().limits()).isEqualTo(LimitSettings.DEFAULTS);
        assertThat(read.logs()).isEqualTo(LogFormat.TEXT);
        assertThat(read.telemetry()).isNull();
        assertThat(read.development()).isEqualTo(DevelopmentSettings.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, https://auth.example.org/",
        "issuer, https://auth.example.org/tenant",
        "issuer, https://auth.example.org:443",
        "issuer, https://auth.example.org:",
        "issuer, https://auth.example.org:65536",
        "issuer, https://AUTH.example.org",
        "issuer, HTTPS://auth.example.org",
        "issuer, https://auth.example.org?a=b",
        "issuer, https://user@auth.example.org",
        "issuer, https://b\u00fccher.example",
        "issuer, http://auth.example.org",
        "base, https://api.example.org",
        "base, https://api.example.org/fhir/",
        "base, https://api.example.org/a//b",
        "base, https://api.example.org/a/../b",
        "base, https://api.example.org/%66hir",
        "base, https://api.example.org/fhir;x",
        "base, https://api.example.org:443/fhir",
        "upstream, https://fhir.example.org/",
        "upstream, https://fhir.example.org/a/./b",
        "upstream, https://fhir.example.org/fhir?x=y",
        "upstream, ftp://fhir.example.org/fhir",
    })
    void urlThatCouldNotBeServed_isRefused(String key, String url) {
        String issuer = key.equals("issuer") ? url : "https://auth.example.org";
        String base = key.equals("base") ? url : "https://api.example.org/fhir";
        String upstream = key.equals("upstream") ? url : "http://127.0.0.1:8080/fhir";
        String text = MINIMAL.replace("issuer: https://auth.example.org", "issuer: \"" + issuer + "\"")
                .replace("base: https://api.example.org/fhir", "base: \"" + base + "\"")
                .replace("http://127.0.0.1:8080/fhir", upstream);
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("must be");
    }

    @Test
    void everyProperty_isMapped() {
        CaregateConfiguration read = read("""
                issuer: https://auth.example.org
                listeners:
                  authorization: { address: 127.0.0.2, port: 1001, certificate: auth.pem, key: auth.key, oldestTls: "1.2" }
                  gateway: { address: 127.0.0.3, port: 1002, certificate: api.pem, key: api.key }
                  management: { address: 127.0.0.4, port: 1003 }
                  proxies: [ 10.1.0.0/16, "2001:db8::7" ]
                database: { bundled: { folder: pg } }
                keys: { file: secrets/keys.json }
                resources:
                  - base: https://api.example.org/fhir
                    kind: fhir-r4
                    upstream: { url: "https://inner.example.org/fhir", ca: ca.pem, credential: { bearerFile: bearer } }
                    limits: { headers: 32KiB, body: 2MiB, entry: 512KiB, resource: 20MiB, depth: 80, references: 50, missingStep: 250ms }
                roles: roles.yaml
                tokens: { accessLifetime: 60s, refreshLifetime: 30d, jwksHosts: [ localhost ] }
                audit: { anchor: anchor, retention: 7y, anchorAlarm: 90s, anchorLimit: 10m }
                sessions: { workforceIdle: 5m, workforceTotal: 8h }
                logs: { format: json }
                telemetry: { endpoint: "https://otel.example.org:4318", ca: ca.pem, credential: { bearerFile: bearer }, oneIn: 7 }
                development: { demoPeople: true }
                """);
        assertThat(read)
                .isEqualTo(new CaregateConfiguration(
                        folder.resolve("caregate.yaml"),
                        URI.create("https://auth.example.org"),
                        new ListenerSettings(
                                "127.0.0.2",
                                1001,
                                folder.resolve("auth.pem"),
                                folder.resolve("auth.key"),
                                OldestTls.TLS_1_2),
                        new ListenerSettings(
                                "127.0.0.3",
                                1002,
                                folder.resolve("api.pem"),
                                folder.resolve("api.key"),
                                OldestTls.TLS_1_3),
                        new ManagementSettings("127.0.0.4", 1003),
                        new Peers(List.of(
                                Peers.Network.parse("10.1.0.0/16").orElseThrow(),
                                Peers.Network.parse("2001:db8::7").orElseThrow())),
                        new DatabaseSettings.Bundled(folder.resolve("pg")),
                        folder.resolve("secrets/keys.json"),
                        List.of(new ResourceSettings(
                                URI.create("https://api.example.org/fhir"),
                                "fhir-r4",
                                URI.create("https://inner.example.org/fhir"),
                                folder.resolve("ca.pem"),
                                folder.resolve("bearer"),
                                new LimitSettings(
                                        32 << 10, 2 << 20, 512 << 10, 20 << 20, 80, 50, Duration.ofMillis(250)))),
                        folder.resolve("roles.yaml"),
                        new TokenSettings(Duration.ofMinutes(1), Duration.ofDays(30), List.of("localhost")),
                        new AuditSettings(
                                folder.resolve("anchor"),
                                Duration.ofDays(7 * 365 + 1),
                                new LogStatus.Limits(
                                        Duration.ofSeconds(1), Duration.ofSeconds(90), Duration.ofMinutes(10))),
                        new SessionSettings(Duration.ofMinutes(5), Duration.ofHours(8)),
                        LogFormat.JSON,
                        new TelemetrySettings(
                                URI.create("https://otel.example.org:4318"),
                                folder.resolve("ca.pem"),
                                folder.resolve("bearer"),
                                7),
                        new DevelopmentSettings(true)));
    }

    @ParameterizedTest(name = "{0} → {1} is refused on line {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "issuer: https://auth.example.org | issuer: http://auth.example.org | 1 | issuer",
                "roles: roles.yaml | ~telemetry: { endpoint: http://otel.example.org:4318 }\nroles: roles.yaml~ | 15 | telemetry.endpoint",
                "roles: roles.yaml | ~telemetry: { endpoint: https://otel.example.org, oneIn: 0 }\nroles: roles.yaml~ | 15 | telemetry.oneIn",
                "roles: roles.yaml | ~telemetry: { oneIn: 5 }\nroles: roles.yaml~ | 15 | telemetry.endpoint",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { body: 63KiB }~ | 14 | resources[0].limits.body",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { body: 65MiB }~ | 14 | resources[0].limits.body",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { body: 1000000 }~ | 14 | resources[0].limits.body",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { body: 1MB }~ | 14 | resources[0].limits.body",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { headers: 128KiB }~ | 14 | resources[0].limits.headers",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { entry: 17MiB }~ | 14 | resources[0].limits.entry",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { body: 2MiB, entry: 1MiB, resource: 1MiB }~ | 14 | resources[0].limits.body",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { depth: 15 }~ | 14 | resources[0].limits.depth",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { depth: 201 }~ | 14 | resources[0].limits.depth",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { references: 0 }~ | 14 | resources[0].limits.references",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { references: 1001 }~ | 14 | resources[0].limits.references",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { missingStep: 9ms }~ | 14 | resources[0].limits.missingStep",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { missingStep: 3s }~ | 14 | resources[0].limits.missingStep",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { missingStep: 100 }~ | 14 | resources[0].limits.missingStep",
                "kind: fhir-r4 | ~kind: fhir-r4\n    limits: { nesting: 30 }~ | 14 | resources[0].limits.nesting",
                "issuer: https://auth.example.org | issuer: https://auth.example.org/?a=b | 1 | issuer",
                "issuer: https://auth.example.org | isuer: https://auth.example.org | 1 | isuer",
                "issuer: https://auth.example.org | issuer: [] | 1 | issuer",
                "certificate: auth.pem | certificate: gone.pem | 3 | listeners.authorization.certificate",
                "certificate: auth.pem | port: 70000, certificate: auth.pem | 3 | listeners.authorization.port",
                "certificate: auth.pem | port: 9443, certificate: auth.pem | 4 | listeners.gateway",
                "certificate: auth.pem | colour: red, certificate: auth.pem | 3 | listeners.authorization.colour",
                "jdbc:postgresql: | jdbc:mysql: | 6 | database.url",
                "jdbc:postgresql://db.example.org/caregate | jdbc:postgresql://db.example.org/caregate?sslmode=disable | 6 | database.url",
                "jdbc:postgresql://db.example.org/caregate | jdbc:postgresql://u:hunter2@db.example.org/caregate | 6 | database.url",
                "jdbc:postgresql://db.example.org/caregate | jdbc:postgresql:caregate | 6 | database.url",
                "owner: { user: caregate_owner, | ~ca: gone.pem\n  owner: { user: caregate_owner,~ | 7 | database.ca",
                "certificate: auth.pem | oldestTls: 1.1, certificate: auth.pem | 3 | listeners.authorization.oldestTls",
                "authorization: { | ~clientCertificates: { port: 1 }\n  authorization: {~ | 3 | listeners.clientCertificates",
                "http://127.0.0.1:8080/fhir | http://fhir.example.org/fhir | 14 | resources[0].upstream.url",
                "http://127.0.0.1:8080/fhir | http://127.0.0.1.example.org/fhir | 14 | resources[0].upstream.url",
                "http://127.0.0.1:8080/fhir | http://10.0.0.1/fhir | 14 | resources[0].upstream.url",
                "passwordFile: owner | password: hunter2 | 7 | database.owner.password",
                "passwordFile: owner | passwordFile: gone | 7 | database.owner.passwordFile",
                "keys: { file: keys.json } | keys: keys.json | 10 | keys",
                "kind: fhir-r4 | kind: soap | 13 | resources[0].kind",
                "roles: roles.yaml | roles: gone.yaml | 15 | roles",
                "audit: { anchor: | audit: { retention: 1y, anchor: | 16 | audit.retention",
                "audit: { anchor: | audit: { retention: soon, anchor: | 16 | audit.retention",
                "audit: { anchor: | audit: { anchorLimit: 40s, anchor: | 16 | audit.anchorLimit",
                "audit: { anchor: | audit: { anchorAlarm: 10s, anchor: | 16 | audit.anchorAlarm",
                "roles: roles.yaml | ~tokens: { accessLifetime: 2h }\nroles: roles.yaml~ | 15 | tokens.accessLifetime",
                "roles: roles.yaml | ~tokens: { accessLifetime: 1h, refreshLifetime: 10m }\nroles: roles.yaml~ | 15 | tokens.refreshLifetime",
                "roles: roles.yaml | ~sessions: { workforceIdle: 11h, workforceTotal: 10h }\nroles: roles.yaml~ | 15 | sessions.workforceIdle",
                "roles: roles.yaml | ~roles: roles.yaml\nroles: roles.yaml~ | 16 | roles",
                "issuer: https | issuer: {{ https | 2 | ~~",
            })
    void badValue_isRefused_withItsLine(String original, String bad, int line, String path) {
        List<Problem> problems = problems(MINIMAL.replace(original, bad));
        assertThat(problems)
                .anySatisfy(problem -> assertThat(problem)
                        .extracting(Problem::line, Problem::path)
                        .containsExactly(line, path == null ? "" : path));
    }

    @Test
    void everyProblem_isReportedTogether() {
        List<Problem> problems = problems(MINIMAL.replace("https://auth.example.org", "nonsense")
                .replace("passwordFile: owner", "password: x")
                .replace("kind: fhir-r4", "kind: soap\n    colour: red"));
        assertThat(problems)
                .extracting(Problem::path)
                .contains(
                        "issuer",
                        "database.owner.password",
                        "database.owner.passwordFile",
                        "resources[0].kind",
                        "resources[0].colour");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"balancer.example.org", "10.0.0.0/33", "10.0.0.1/24", "0.0.0.0/0", "\"::/129\"", "10.0.0", "''"})
    void proxyThatIsNoNetwork_isRefused(String text) {
        String yaml = MINIMAL.replace("listeners:\n", "listeners:\n  proxies: [ " + text + " ]\n");
        assertThat(problems(yaml)).extracting(Problem::path).contains("listeners.proxies");
    }

    @Test
    void secretInline_isNeverRepeatedInTheProblem() {
        assertThat(problems(MINIMAL.replace("passwordFile: owner", "password: hunter2"))
                        .toString())
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth.key", "owner", "runtime", "reader"})
    void secretThatEverybodyMayRead_isRefused_andThatOneGroupMayIsNot(String name) throws IOException {
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(read(MINIMAL)).isNotNull();
        for (String tooMuch : List.of("rw-r--r--", "rw-rw----", "rw----r--")) {
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString(tooMuch));
            assertThat(problems(MINIMAL))
                    .singleElement()
                    .extracting(Problem::message)
                    .asString()
                    .contains("chmod 600");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2 and more",
                "-----BEGIN PRIVATE KEY-----",
                "cgs_AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
            })
    void secretWhereItsFileIsNamed_isRefused_andNeverRepeated(String secret) {
        List<Problem> problems = problems(MINIMAL.replace("passwordFile: owner", "passwordFile: \"" + secret + "\""));
        assertThat(problems).extracting(Problem::path).containsExactly("database.owner.passwordFile");
        assertThat(problems.toString()).doesNotContain(secret);
    }

    @Test
    void databaseWithoutItsOwner_isAccepted_andEncryptedUnlessOnLoopback() {
        CaregateConfiguration read = read(MINIMAL.replaceAll("(?m)^ *owner:.*\n", ""));
        assertThat(read.database()).isInstanceOfSatisfying(DatabaseSettings.External.class, external -> {
            assertThat(external.owner()).isNull();
            assertThat(external.isOnLoopback()).isFalse();
            assertThat(external.name()).isEqualTo("caregate");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:5432, true",
        "localhost, true",
        "'[::1]:5432', true",
        "'localhost,db.example.org', false",
        "db.example.org:5432, false",
        "127.0.0.1.example.org, false",
        "localhost.example.org, false"
    })
    void databaseOnLoopback_isToldFromOthersByItsHosts(String hosts, boolean loopback) {
        CaregateConfiguration read = read(MINIMAL.replace("db.example.org", hosts));
        assertThat(read.database())
                .isInstanceOfSatisfying(
                        DatabaseSettings.External.class,
                        external -> assertThat(external.isOnLoopback()).isEqualTo(loopback));
    }

    @Test
    void missingSection_isReportedOnce() {
        assertThat(problems(MINIMAL.replaceAll("(?s)database:.*?keys:", "keys:")))
                .singleElement()
                .extracting(Problem::path, Problem::message)
                .containsExactly("database", "is missing");
    }

    @Test
    void emptyFile_isRefused() {
        assertThat(problems("")).hasSize(1);
    }

    @Test
    void aliasBomb_isRefused() {
        assertThat(problems("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n")).isNotEmpty();
    }

    private List<Problem> problems(String yaml) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(yaml))
                .problems();
    }

    private CaregateConfiguration read(String yaml) {
        try {
            Path file = folder.resolve("caregate.yaml");
            Files.writeString(file, yaml);
            return ConfigurationFile.read(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
