package org.caregate.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.caregate.check.client.BackendService;
import org.caregate.check.client.DemoFile;
import org.caregate.check.client.Discovery;
import org.caregate.check.client.Http;
import org.caregate.conformance.DemoProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The running program before many callers that prove nothing, each with an address of its own. Not a part of every {@code ./verify}, but
 * of {@code ./verify --strangers}; the figures are printed.
 */
class StrangersRun {
    private static final int REQUESTS = Integer.getInteger("caregate.strangers.requests", 100_000);
    private static final int ADDRESSES = Integer.getInteger("caregate.strangers.addresses", 1_000);
    private static final int AT_ONCE = 16;
    private static final int SIGN_INS = 60;
    private static final int ROUNDS = 5;
    private static final int READS = 400;
    private static final List<String> COUNTED =
            List.of("audit_entry", "pending_authorization", "browser_session", "attempt_counter");
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private static DemoProcess demo;
    private static DemoFile file;
    private static Http http;

    @BeforeAll
    static void start() throws Exception {
        demo = DemoProcess.start(
                Files.createTempDirectory("caregate-strangers").resolve("data"), DemoProcess.freePorts());
        demo.awaitReady();
        file = demo.demo();
        http = new Http(file.ca());
    }

    @AfterAll
    static void stop() {
        demo.remove();
    }

    @Test
    void requestsThatOnlyNameAPublicClient_addABoundedNumberOfRowsAndEntries() throws Exception {
        Map<String, Long> before = rows();
        long began = System.nanoTime();
        Map<Integer, Integer> statuses = Collections.synchronizedMap(new TreeMap<>());
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < ADDRESSES; i++) {
                int number = i;
                all.add(threads.submit(() -> {
                    askAll(number, statuses);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Thread.sleep(Duration.ofSeconds(75)); // the last interval of the flood is told
        Map<String, Long> added = new LinkedHashMap<>();
        rows().forEach((table, count) -> added.put(table, count - before.getOrDefault(table, 0L)));
        System.out.printf(
                "strangers: %d requests from %d addresses in %d s, answered %s; rows added: %s%n",
                REQUESTS, ADDRESSES, took.toSeconds(), statuses, added);
        assertThat(statuses.keySet()).doesNotContain(500, 503);
        assertThat(added.get("pending_authorization")).isZero();
        assertThat(added.get("browser_session")).isZero();
        assertThat(added.get("attempt_counter")).isZero();
        long intervals = took.toMinutes() + 2;
        assertThat(added.get("audit_entry")).isLessThanOrEqualTo(150 * intervals);
    }

    private static void askAll(int number, Map<Integer, Integer> statuses) throws Exception {
        String app = file.client("app").clientId();
        try (Stranger stranger = new Stranger(http.context(), file.issuer(), Stranger.address(number))) {
            for (int i = 0; i < REQUESTS / ADDRESSES; i++) {
                Stranger.Answer answer = switch (i % 5) {
                    case 0 ->
                        stranger.post("/oauth2/token", "grant_type=refresh_token&refresh_token=x&client_id=" + app);
                    case 1 -> stranger.post("/oauth2/revoke", "token=x&client_id=" + app);
                    default -> stranger.get(authorization(app, number + "-" + i));
                };
                statuses.merge(answer.status(), 1, Integer::sum);
            }
        }
    }

    private static String authorization(String app, String state) {
        return "/oauth2/authorize?response_type=code&client_id=" + app + "&redirect_uri="
                + encoded(file.client("app").redirectUri()) + "&scope="
                + encoded("openid launch/patient patient/Observation.rs") + "&aud="
                + encoded(file.fhirBase().toString()) + "&state=" + state
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    }

    @Test
    void sixtySignIns_leaveTheGatewayResponsive_andAreToldAtOnceWhenThereIsNoRoom() throws Exception {
        BackendService backend = new BackendService(http, Discovery.of(http, file.fhirBase()), file.client("backend"));
        String token = backend.token("system/Patient.rs")
                .json()
                .required("access_token")
                .asString();
        read(token, READS);
        List<Long> alone = new ArrayList<>();
        List<Long> beside = new ArrayList<>();
        Map<Integer, Integer> statuses = Collections.synchronizedMap(new TreeMap<>());
        List<Long> refusals = Collections.synchronizedList(new ArrayList<>());
        for (int round = 0; round < ROUNDS; round++) {
            alone.addAll(read(token, READS));
            beside.addAll(readWhileSigningIn(token, round, statuses, refusals));
        }
        long medianAlone = median(alone);
        long medianBeside = median(beside);
        System.out.printf(
                "strangers: a read takes %.1f ms (median of %d), beside %d sign-ins at once %.1f ms (median of %d); sign-ins answered %s,"
                        + " a refusal after %d ms (median)%n",
                medianAlone / 1e6,
                alone.size(),
                SIGN_INS,
                medianBeside / 1e6,
                beside.size(),
                statuses,
                refusals.isEmpty() ? 0 : median(refusals) / 1_000_000);
        assertThat(statuses.keySet()).isSubsetOf(422, 429, 503);
        assertThat(statuses).containsKey(503);
        assertThat(medianBeside)
                .isLessThan(2 * medianAlone + Duration.ofMillis(2).toNanos());
    }

    private static List<Long> readWhileSigningIn(
            String token, int round, Map<Integer, Integer> statuses, List<Long> refusals) throws Exception {
        List<Long> nanos = new ArrayList<>();
        List<Prepared> prepared = new ArrayList<>();
        for (int i = 0; i < SIGN_INS; i++) {
            prepared.add(new Prepared(Stranger.address(2_000 + round * SIGN_INS + i)));
        }
        AtomicInteger left = new AtomicInteger(SIGN_INS);
        AtomicBoolean done = new AtomicBoolean();
        List<Future<?>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(SIGN_INS)) {
            for (Prepared one : prepared) {
                asked.add(threads.submit(() -> {
                    try {
                        long began = System.nanoTime();
                        Stranger.Answer answer = one.signIn();
                        statuses.merge(answer.status(), 1, Integer::sum);
                        if (answer.status() == 503) {
                            assertThat(answer.fields()).containsKey("retry-after");
                            assertThat(answer.body()).contains("Please try again in");
                            refusals.add(System.nanoTime() - began);
                        }
                    } finally {
                        done.set(left.decrementAndGet() == 0);
                    }
                    return null;
                }));
            }
            while (!done.get() && nanos.size() < 100_000) {
                nanos.addAll(read(token, 10));
            }
        }
        for (Future<?> one : asked) {
            one.get(); // what a sign-in found fails the run
        }
        for (Prepared one : prepared) {
            one.close();
        }
        return nanos;
    }

    /** A browser that has the form before it. */
    private static final class Prepared implements AutoCloseable {
        private final Stranger stranger;
        private final String cookie;
        private final String token;

        Prepared(String address) throws Exception {
            this.stranger = new Stranger(http.context(), file.issuer(), address);
            Stranger.Answer form = stranger.get("/sign-in");
            this.cookie = form.cookie();
            Matcher found = TOKEN.matcher(form.body());
            assertThat(found.find()).as(form.body()).isTrue();
            this.token = found.group(1);
        }

        Stranger.Answer signIn() throws Exception {
            return stranger.post(
                    "/sign-in",
                    "username=" + encoded("nobody-" + System.nanoTime()) + "&password=guess&_csrf=" + encoded(token),
                    "Cookie",
                    cookie);
        }

        @Override
        public void close() throws IOException {
            stranger.close();
        }
    }

    private static List<Long> read(String token, int times) throws Exception {
        URI patient = URI.create(file.fhirBase() + "/Patient/"
                + file.person("patient").patients().getFirst());
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            assertThat(http.get(patient, "Authorization", "Bearer " + token).status())
                    .isEqualTo(200);
            nanos.add(System.nanoTime() - began);
        }
        return nanos;
    }

    private static long median(List<Long> nanos) {
        return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow();
    }

    /** Rows of each table that strangers might fill, and the entries of the log. */
    private static Map<String, Long> rows() throws Exception {
        Path folder = demo.data().resolve("postgresql");
        Path cluster;
        try (Stream<Path> found = Files.list(folder)) {
            cluster = found.filter(path -> path.getFileName().toString().startsWith("cluster-"))
                    .findFirst()
                    .orElseThrow();
        }
        String port =
                Files.readAllLines(cluster.resolve("postmaster.pid")).get(3).strip();
        String password =
                Files.readString(folder.resolve("caregate_owner.password")).strip();
        Map<String, Long> rows = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/caregate?currentSchema=caregate",
                        "caregate_owner",
                        password);
                Statement statement = connection.createStatement()) {
            for (String table : COUNTED) {
                try (ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
                    result.next();
                    rows.put(table, result.getLong(1));
                }
            }
        }
        return rows;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
