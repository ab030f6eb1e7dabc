package org.caregate.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.caregate.edge.development.DevelopmentAuthority;
import org.caregate.identity.secondfactor.Totp;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.ConfigurationFile;
import org.caregate.server.config.RolesFile;
import org.caregate.server.node.Node;
import org.caregate.server.node.NodeKeys;
import org.caregate.server.node.OpenDatabase;
import org.caregate.server.node.Timings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From an empty folder to the first administrator, in the order in which it happens. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirstStartTests {
    private static final String PASSWORD = "seven tall ships at dawn";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern SEED = Pattern.compile("<code id=\"seed\">([A-Z2-7 ]+)</code>");

    private static Path folder;
    private static Path file;
    private static int[] ports;
    private static @Nullable Node node;
    private static URI link = URI.create("https://localhost/not-yet");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void emptyFolder() throws Exception {
        folder = Files.createTempDirectory("caregate-first-start-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        file = folder.resolve("caregate.yaml");
        new DevelopmentAuthority(folder.resolve("tls"), Clock.systemUTC()).serverCertificates(List.of("localhost"));
        ports = new int[3];
        List<ServerSocket> held = new ArrayList<>();
        for (int i = 0; i < ports.length; i++) {
            ServerSocket free = new ServerSocket(0);
            ports[i] = free.getLocalPort();
            held.add(free);
        }
        for (ServerSocket free : held) {
            free.close();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (node != null) {
            node.close();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Test
    @Order(1)
    void initWithoutATerminal_namesEverythingThatIsMissing_andMakesNothing() {
        assertThat(run("init")).isEqualTo(2);
        assertThat(err.toString()).contains("--issuer, --base, --upstream, --certificate, --key, --database-url");
        assertThat(file).doesNotExist();
        assertThat(init(
                        "--issuer",
                        "http://localhost",
                        "--certificate",
                        folder.resolve("gone").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--issuer must be an https origin", "--certificate names no file");
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--issuer       | https://auth.example.org/tenant      | --issuer must be",
                "--issuer       | https://auth.example.org:443         | --issuer must be",
                "--issuer       | https://Auth.example.org             | --issuer must be",
                "--base         | https://api.example.org              | --base must be",
                "--base         | https://api.example.org/fhir/../x    | --base must be",
                "--base         | https://api.example.org/f%68ir       | --base must be",
                "--upstream     | http://fhir.example.org/a/../b       | --upstream must be",
                "--listen       | 0.0.0.0                              | bundled is for loopback only",
                "--listen       | 0.0.0.0                              | development certificate"
            })
    @Order(1)
    void initThatServeWouldRefuse_isRefused_andMakesNothing(String option, String value, String reason) {
        assertThat(init(option, value)).isEqualTo(2);
        assertThat(err.toString()).contains(reason);
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("keys.json")).doesNotExist();
    }

    @Test
    @Order(2)
    void init_makesWhatIsMissing_keepsTheKeys_andRefusesASecondTime() throws Exception {
        assertThat(init()).as(err.toString()).isZero();
        byte[] keys = Files.readAllBytes(folder.resolve("keys.json"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys.json"))))
                .isEqualTo("rw-------");
        assertThat(init()).isEqualTo(2);
        assertThat(err.toString()).contains("already exists", "nothing was changed");
        Files.delete(file); // as if it had been cut off before its last step
        assertThat(init()).isZero();
        assertThat(out.toString()).contains("kept " + folder.resolve("keys.json"));
        assertThat(Files.readAllBytes(folder.resolve("keys.json"))).isEqualTo(keys);
        Files.writeString(file, Files.readString(file).replace("port: 9081", "port: " + ports[2]));
        assertThat(run("config", "check")).as(err.toString()).isZero();
        assertThat(Files.readString(folder.resolve("CHECKLIST.md"))).contains("keys init");
    }

    @Test
    @Order(3)
    void initForAnExternalDatabase_writesAConfigurationThatReads() throws Exception {
        Path other = Files.createDirectory(folder.resolve("external"));
        Path yaml = other.resolve("caregate.yaml");
        assertThat(runOn(yaml, external("https://auth.example.org")))
                .as(err.toString())
                .isZero();
        CaregateConfiguration read = ConfigurationFile.read(yaml);
        assertThat(read.issuer()).isEqualTo(URI.create("https://auth.example.org"));
        assertThat(Files.readString(yaml)).doesNotContain(Files.readString(other.resolve("secrets/database-owner")));
        assertThat(runOn(yaml, "database", "script")).isZero();
        assertThat(out.toString())
                .contains(
                        "CREATE ROLE \"caregate_owner\" LOGIN NOSUPERUSER",
                        "SCRAM-SHA-256$",
                        "CREATE DATABASE \"caregate\"")
                .doesNotContain(Files.readString(other.resolve("secrets/database-owner")));
    }

    @Test
    @Order(4)
    void serveOnAnEmptyDatabase_answersNothingButTheLink() throws Exception {
        assertThat(run("keys", "init")).as(err.toString()).isZero();
        CaregateConfiguration configuration = ConfigurationFile.read(file);
        Node started = Node.start(
                configuration,
                RolesFile.read(configuration.roles()),
                NodeKeys.load(configuration.keyFile()),
                () -> OpenDatabase.forNode(configuration.database()),
                EnumSet.allOf(Node.Role.class),
                (stores, audit, signingKeys) -> {},
                Clock.systemUTC(),
                new Timings());
        node = started;
        assertThat(started.setUpIsPending()).isTrue();
        URI replaced = started.setUpLink();
        link = started.setUpLink();
        for (String path : List.of(
                "/",
                "/sign-in",
                "/oauth2/authorize",
                "/.well-known/openid-configuration",
                "/userinfo",
                "/no-such-page",
                "/invitation/done",
                "/invitation/../sign-in",
                "/caregate/../sign-in")) {
            HttpResponse<String> answer = get(issuer(path));
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.body().strip()).as(path).doesNotContain("\n").contains("not set up yet");
        }
        assertThat(get(gateway("/fhir/metadata")).statusCode()).isEqualTo(503);
        HttpResponse<String> placeholder = get(gateway("/fhir/metadata"));
        assertThat(placeholder.body()).isEqualTo("Caregate is not set up yet.\n");
        assertThat(placeholder.headers().map()) // what every answer of the gateway carries
                .containsKeys("x-intermediary", "content-security-policy", "vary");
        assertThat(readiness()).contains("\"setUp\":\"DOWN\"");
        assertThat(get(replaced).statusCode()).isEqualTo(410);
        assertThat(get(link).statusCode()).isEqualTo(200);
        assertThat(get(issuer("/caregate/caregate.css")).statusCode()).isEqualTo(200);
    }

    @Test
    @Order(5)
    void ofManyWhoUseTheLinkAtOnce_oneBecomesTheAdministrator_andNoConnectionIsLost() throws Exception {
        Visitor first = new Visitor();
        first.get(link);
        HttpResponse<String> chosen = first.post(
                "/invitation/password",
                "username",
                "root.admin",
                "displayName",
                "Sam Root",
                "password",
                PASSWORD,
                "again",
                PASSWORD);
        assertThat(chosen.statusCode()).as(chosen.body()).isEqualTo(303);
        Matcher seed = SEED.matcher(first.get(link).body());
        assertThat(seed.find()).isTrue();
        String code = Totp.code(seed.group(1).replace(" ", ""), Instant.now());
        Callable<Integer> prove = () -> {
            Visitor one = new Visitor();
            one.get(link);
            return one.post("/invitation/code", "code", code).statusCode();
        };
        AtomicBoolean changed = new AtomicBoolean();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> others = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                others.add(executor.submit(() -> connecting(changed)));
            }
            int won = 0;
            for (var result :
                    executor.invokeAll(Stream.generate(() -> prove).limit(4).toList())) {
                won += result.get() == 303 ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
            changed.set(true);
            for (Future<List<Integer>> other : others) {
                assertThat(other.get()).startsWith(503).endsWith(401).containsOnly(503, 401);
            }
        }
    }

    /** What the gateway answers to one new connection after the other, until some time after the change; a lost one throws. */
    private static List<Integer> connecting(AtomicBoolean changed) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int after = 0; after < 5; after += changed.get() ? 1 : 0) {
            statuses.add(new Visitor().get(gateway("/fhir/Patient")).statusCode());
        }
        return statuses;
    }

    @Test
    @Order(6)
    void afterTheSetUp_everythingIsAnswered_andTheLinkIsGone() throws Exception {
        assertThat(get(issuer("/sign-in")).statusCode()).isEqualTo(200);
        assertThat(get(link).statusCode()).isEqualTo(410);
        assertThat(readiness()).contains("\"setUp\":\"UP\"");
        assertThat(get(gateway("/fhir/Patient")).statusCode()).isEqualTo(401);
    }

    @Test
    @Order(7)
    void userAdd_printsALinkThatAnotherReplaces() throws Exception {
        String[] add = {
            "user", "add", "dr.lee", "--name", "Dr. Morgan Lee", "--role", "clinician", "--fhir-user", "Practitioner/d1"
        };
        URI one = printed(add);
        URI two = printed(add);
        assertThat(get(one).statusCode()).isEqualTo(410);
        assertThat(get(two).body()).contains("Welcome, Dr. Morgan Lee");
        assertThat(run("user", "add", "root.admin", "--name", "Sam", "--role", "administrator"))
                .isEqualTo(5);
        assertThat(err.toString()).contains("taken");
        assertThat(run("user", "add", "p", "--name", "Pat", "--role", "patient"))
                .isEqualTo(5);
        assertThat(run("user", "add", "p", "--name", "Pat", "--role", "patient", "--patient", "p1", "--fhir-user", "x"))
                .isEqualTo(2);
    }

    private URI printed(String... arguments) {
        out.getBuffer().setLength(0);
        assertThat(run(arguments)).as(err.toString()).isZero();
        return URI.create(out.toString().split(" ", 2)[0]);
    }

    private int init(String... more) {
        List<String> arguments = new ArrayList<>(List.of("init"));
        List<String> given = List.of(more);
        List<String> defaults = List.of(
                "--issuer",
                "https://localhost:" + ports[0],
                "--base",
                "https://localhost:" + ports[1] + "/fhir",
                "--upstream",
                "http://127.0.0.1:1/fhir",
                "--certificate",
                folder.resolve("tls/localhost.pem").toString(),
                "--key",
                folder.resolve("tls/localhost.key").toString(),
                "--database-url",
                "bundled");
        for (int i = 0; i < defaults.size(); i += 2) {
            if (!given.contains(defaults.get(i))) {
                arguments.addAll(defaults.subList(i, i + 2));
            }
        }
        arguments.addAll(given);
        return run(arguments.toArray(String[]::new));
    }

    private static String[] external(String issuer) {
        return new String[] {
            "init",
            "--issuer",
            issuer,
            "--base",
            "https://api.example.org/fhir",
            "--upstream",
            "https://fhir.example.org/fhir",
            "--certificate",
            folder.resolve("tls/localhost.pem").toString(),
            "--key",
            folder.resolve("tls/localhost.key").toString(),
            "--database-url",
            "jdbc:postgresql://db.example.org:5432/caregate",
            "--listen",
            "127.0.0.1"
        };
    }

    private int run(String... arguments) {
        return runOn(file, arguments);
    }

    private int runOn(Path configuration, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", configuration.toString()));
        return CommandLines.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private static URI issuer(String path) {
        return URI.create("https://localhost:" + ports[0] + path);
    }

    private static URI gateway(String path) {
        return URI.create("https://localhost:" + ports[1] + path);
    }

    private static String readiness() throws Exception {
        return get(URI.create("http://127.0.0.1:" + ports[2] + "/readyz")).body();
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        return new Visitor().get(address);
    }

    /** A browser without script. */
    private static final class Visitor {
        private final HttpClient client;
        private String csrf = "";

        Visitor() throws Exception {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null);
            try (var in = Files.newInputStream(folder.resolve("tls/ca.pem"))) {
                trusted.setCertificateEntry(
                        "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            this.client = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(10))
                    .sslContext(tls)
                    .cookieHandler(new CookieManager())
                    .build();
        }

        HttpResponse<String> get(URI address) throws Exception {
            return remember(client.send(
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofMinutes(1))
                            .build(),
                    BodyHandlers.ofString()));
        }

        HttpResponse<String> post(String path, String... fields) throws Exception {
            StringBuilder body = new StringBuilder(
                    "token=" + link.getQuery().substring("token=".length()) + "&_csrf=" + encoded(csrf));
            for (int i = 0; i < fields.length; i += 2) {
                body.append('&').append(fields[i]).append('=').append(encoded(fields[i + 1]));
            }
            return remember(client.send(
                    HttpRequest.newBuilder(issuer(path))
                            .timeout(Duration.ofMinutes(1))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                            .build(),
                    BodyHandlers.ofString()));
        }

        private HttpResponse<String> remember(HttpResponse<String> answer) {
            Matcher found = CSRF.matcher(answer.body());
            if (found.find()) {
                csrf = found.group(1);
            }
            return answer;
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
