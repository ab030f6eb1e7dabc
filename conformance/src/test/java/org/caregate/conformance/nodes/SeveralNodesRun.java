package org.caregate.conformance.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.caregate.check.client.BackendService;
import org.caregate.check.client.Browser;
import org.caregate.check.client.Discovery;
import org.caregate.check.client.Http;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.check.client.SmartApp.Launch;
import org.caregate.check.client.SmartApp.Returned;
import org.caregate.conformance.Await;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.FhirServer;
import org.caregate.conformance.faults.Caller;
import org.caregate.conformance.faults.LogOf;
import org.caregate.testing.postgresql.PostgresCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/**
 * Three nodes on one database with a synchronous standby; each request goes to the next node. Not a part of every {@code ./verify}, but
 * of {@code ./verify --nodes}. The order is that of the damage: the last test takes the primary away.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeveralNodesRun {
    /** A node that cannot see the database refuses within this; the fourth, for what is under way (architecture, invariant 3). */
    private static final Duration BOUND = Duration.ofSeconds(5);

    private static final String SCOPE =
            "openid fhirUser launch/patient offline_access patient/Patient.rs patient/Observation.rs";

    private static @Nullable Namespace namespace;
    private static PostgresCluster primary;
    private static PostgresCluster standby;
    private static Deployment deployment;
    private static Http http;
    private static Discovery discovery;

    @BeforeAll
    static void start() throws Exception {
        boolean elsewhere = Namespace.possible();
        if (elsewhere) {
            namespace = new Namespace();
        }
        primary = elsewhere
                ? PostgresCluster.start(
                        List.of("127.0.0.1", Namespace.DATABASE),
                        List.of("127.0.0.1/32", Namespace.DATABASE_NETWORK),
                        List.of("DNS:localhost", "IP:" + Namespace.DATABASE))
                : PostgresCluster.start();
        standby = primary.standby();
        primary.script("ALTER SYSTEM SET synchronous_standby_names = 'standby';\nSELECT pg_reload_conf();\n");
        deployment = new Deployment(
                DemoProcess.root(), primary, "localhost:" + primary.port() + ",localhost:" + standby.port());
        deployment.addNode();
        deployment.setUp();
        deployment.addNode().awaitReady();
        deployment.addNode().awaitReady();
        http = deployment.http();
        discovery = Discovery.of(http, deployment.base());
    }

    @AfterAll
    static void stop() throws Exception {
        deployment.remove();
        if (namespace != null) {
            namespace.close();
        }
    }

    private static SmartApp app() {
        return new SmartApp(
                http, deployment.file(), discovery, deployment.file().client("app"));
    }

    private static BackendService backend() {
        return new BackendService(http, discovery, deployment.file().client("backend"));
    }

    private static Reply read(String path, String token) {
        return http.get(URI.create(deployment.base() + "/" + path), "Authorization", "Bearer " + token);
    }

    private static String patient() {
        return deployment.file().person("patient").patients().getFirst();
    }

    /** That many at once; what each answered. */
    private static List<Reply> atOnce(int count, Callable<Reply> request) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> reply : threads.invokeAll(
                    IntStream.range(0, count).mapToObj(i -> request).toList())) {
                replies.add(reply.get());
            }
            return replies;
        }
    }

    private static Launched launched() {
        SmartApp app = app();
        Browser browser = app.browser();
        Launch launch = app.launch(SCOPE);
        Returned returned = app.complete(browser, launch, deployment.file().person("patient"), patient());
        return new Launched(app, launch, returned);
    }

    private record Launched(SmartApp app, Launch launch, Returned returned) {}

    @Test
    @Order(1)
    void signInOverThreeNodes_bringsTokensThatAllTakeAndAllRefuseAfterTheirRevocation() throws Exception {
        Launched one = launched();
        JsonNode tokens = one.app().redeem(one.launch(), one.returned()).json();
        String access = tokens.required("access_token").asString();
        for (int i = 0; i < 6; i++) {
            assertThat(read("Patient/" + patient(), access).status()).isEqualTo(200);
            assertThat(introspect(access).path("active").asBoolean()).isTrue();
        }
        Reply refreshed = one.app().refresh(tokens.required("refresh_token").asString());
        assertThat(refreshed.status()).as(refreshed.text()).isEqualTo(200);
        assertThat(deployment.nodes())
                .allSatisfy(node -> assertThat(deployment.served(node)).isGreaterThan(3));

        String later = refreshed.json().required("access_token").asString();
        assertThat(one.app()
                        .revoke(refreshed.json().required("refresh_token").asString())
                        .status())
                .isEqualTo(200);
        Await.until(
                "three refusals in a row",
                () -> IntStream.range(0, 3)
                        .allMatch(i -> read("Patient/" + patient(), later).status() == 401));
        for (int i = 0; i < 6; i++) {
            assertThat(read("Patient/" + patient(), later).status()).isEqualTo(401);
            assertThat(introspect(later).path("active").asBoolean()).isFalse();
        }
    }

    private static JsonNode introspect(String token) {
        return http.post(
                        discovery.endpoint("introspection_endpoint"),
                        Map.of("token", token),
                        "Authorization",
                        SmartApp.basic(deployment.file().client("resourceServer")))
                .json();
    }

    @Test
    @Order(2)
    void codeRedeemedOnAllNodesAtOnce_isGoodOnce() throws Exception {
        Launched one = launched();
        List<Reply> replies = atOnce(9, () -> one.app().redeem(one.launch(), one.returned()));
        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() != 200))
                .allSatisfy(reply ->
                        assertThat(reply.json().required("error").asString()).isEqualTo("invalid_grant"));
    }

    @Test
    @Order(3)
    void assertionSentToAllNodesAtOnce_isGoodOnce() throws Exception {
        String assertion = backend().assertion(UnaryOperator.identity());
        List<Reply> replies = atOnce(9, () -> backend().token("system/Patient.rs", assertion));
        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() != 200))
                .allSatisfy(reply ->
                        assertThat(reply.json().required("error").asString()).isEqualTo("invalid_client"));
    }

    @Test
    @Order(4)
    void pagingHandleOfOneNode_isFollowedOnTheNext() throws Exception {
        String token = backendToken("system/Observation.rs");
        Reply page = read("Observation?patient=" + patient() + "&_count=1", token);
        int pages = 1;
        while (next(page) != null && pages < 7) {
            page = http.get(URI.create(next(page)), "Authorization", "Bearer " + token);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            assertThat(page.json().path("entry").size()).isEqualTo(1);
            pages++;
        }
        assertThat(pages).isGreaterThan(3);
    }

    private static @Nullable String next(Reply page) {
        return page.json()
                .path("link")
                .valueStream()
                .filter(link -> link.path("relation").asString("").equals("next"))
                .map(link -> link.required("url").asString())
                .findFirst()
                .orElse(null);
    }

    private static String backendToken(String scope) {
        Reply reply = backend().token(scope);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().required("access_token").asString();
    }

    @Test
    @Order(5)
    void newKey_isPublishedByAllNodes_andNoTokenIsRefusedMeanwhile() throws Exception {
        Caller caller = new Caller(deployment.file(), http);
        int before = published();
        caller.mixedDuring(() -> {
            deployment.done("keys", "rotate", "access_token");
            Await.until(
                    "the new key on all nodes", () -> IntStream.range(0, 3).allMatch(i -> published() == before + 1));
            more(caller, 50);
        });
        assertThat(caller.wrong()).isEmpty();
        assertThat(caller.unavailable()).isZero();
    }

    private static int published() {
        return http.get(discovery.endpoint("jwks_uri")).json().required("keys").size();
    }

    @Test
    @Order(6)
    void leakedKey_isReplacedAndRefusedOnAllNodes() throws Exception {
        String old = backendToken("system/Patient.rs");
        deployment.done("keys", "rotate", "access_token", "--at-once");
        Await.until(
                "the new key on all nodes",
                () -> IntStream.range(0, 3)
                        .noneMatch(i -> kid(backendToken("system/Patient.rs")).equals(kid(old))));
        for (int i = 0; i < 3; i++) {
            assertThat(read("Patient/" + patient(), old).status()).isEqualTo(401);
            String fresh = backendToken("system/Patient.rs");
            for (int j = 0; j < 3; j++) {
                assertThat(read("Patient/" + patient(), fresh).status()).isEqualTo(200);
            }
        }
    }

    private static String kid(String token) {
        try {
            return SignedJWT.parse(token).getHeader().getKeyID();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(7)
    void nodesKilledUnderLoad_loseNoAnsweredRequest_andOthersTakeTheirLanesOver() throws Exception {
        Caller caller = new Caller(deployment.file(), http);
        List<Long> starts = new ArrayList<>();
        List<Long> memory = new ArrayList<>();
        caller.mixedDuring(() -> {
            for (Program node : deployment.nodes()) {
                more(caller, 100);
                memory.add(node.residentMegabytes());
                node.kill();
                more(caller, 100);
                long begun = System.nanoTime();
                node.startAgain();
                node.awaitReady();
                starts.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
            }
            more(caller, 50);
        });
        assertThat(caller.unavailable()).isZero();
        LogOf.tellsAll(deployment::command, Files.createTempDirectory(deployment.folder(), "export"), caller);
        assertThat(number("SELECT count(DISTINCT lane) FROM caregate.audit_head WHERE lane > 0"))
                .as("lanes of three nodes that were six, and one that commands take in turn")
                .isBetween(3L, 4L);
        System.out.printf(
                "several nodes: %d answers in the log over three kills; ready again after %s ms, under load; %s MB resident%n",
                caller.answers(), starts, memory);
    }

    @Test
    @Order(8)
    void nodeCutOffFromTheDatabase_refusesWithinItsBound_andServesAgainAfterwards() throws Exception {
        Assumptions.assumeTrue(namespace != null, "only root makes network namespaces");
        Namespace cable = Objects.requireNonNull(namespace);
        List<Program> others = List.copyOf(deployment.nodes());
        FhirServer inside = new FhirServer(cable.inside(), deployment.folder().resolve("upstream"), 28080);
        try (inside) {
            Program node = deployment.addNode(
                    cable.inside(),
                    Namespace.NODE,
                    yaml -> yaml.replaceAll(
                                    "localhost:(\\d+),localhost:(\\d+)/",
                                    Namespace.DATABASE + ":$1," + Namespace.DATABASE + ":$2/")
                            .replaceAll("http://127.0.0.1:\\d+/fhir", "http://127.0.0.1:28080/fhir"));
            node.awaitReady();
            deployment.balance(List.of(node));
            String token = backendToken("system/Patient.rs");
            assertThat(read("Patient/" + patient(), token).status()).isEqualTo(200);

            cable.cutDatabase();
            deployment.balance(others);
            Reply revoked = http.post(
                    discovery.endpoint("revocation_endpoint"),
                    Map.of(
                            "token",
                            token,
                            "client_assertion_type",
                            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                            "client_assertion",
                            backend().assertion(UnaryOperator.identity())));
            assertThat(revoked.status()).as(revoked.text()).isEqualTo(200);
            deployment.balance(List.of(node));
            long since = System.nanoTime();
            while (System.nanoTime() - since < BOUND.multipliedBy(4).toNanos()) {
                long asked = System.nanoTime();
                Reply refused = read("Patient/" + patient(), token);
                assertThat(refused.status()).as(refused.text()).isNotEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - asked))
                        .as("how long a refusal takes")
                        .isLessThan(BOUND.multipliedBy(2));
            }
            assertThat(node.readiness()).isEqualTo(503);
            assertThat(read("Patient/" + patient(), token).status()).isEqualTo(503);

            cable.mendDatabase();
            Await.until("readiness after the cable was mended", () -> node.readiness() == 200);
            Await.until(
                    "the revoked token's refusal",
                    () -> read("Patient/" + patient(), token).status() == 401);
            assertThat(read("Patient/" + patient(), backendToken("system/Patient.rs"))
                            .status())
                    .isEqualTo(200);
            node.stop();
            deployment.nodes().remove(node);
            deployment.balance(others);
        }
    }

    @Test
    @Order(9)
    void primaryKilledUnderLoad_losesNothingAcknowledged_afterItsStandbyTookOver() throws Exception {
        Caller caller = new Caller(deployment.file(), http);
        long[] gap = new long[1];
        caller.mixedDuring(() -> {
            more(caller, 200);
            primary.kill();
            long killed = System.nanoTime();
            standby.promote();
            more(caller, 1);
            gap[0] = Duration.ofNanos(System.nanoTime() - killed).toMillis();
            more(caller, 200);
        });
        LogOf.tellsAll(deployment::command, Files.createTempDirectory(deployment.folder(), "export"), caller);
        System.out.printf(
                "fail-over: %d answers in the log, %d times 503, the first answer %d ms after the kill%n",
                caller.answers(), caller.unavailable(), gap[0]);
    }

    private static void more(Caller caller, int count) throws Exception {
        int before = caller.answers();
        Await.until(count + " more answers", () -> caller.answers() >= before + count);
    }

    private static long number(String sql) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", PostgresCluster.SUPERUSER_PASSWORD);
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty("sslrootcert", primary.authorityFile().toString());
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + primary.port() + "/caregate", properties);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
