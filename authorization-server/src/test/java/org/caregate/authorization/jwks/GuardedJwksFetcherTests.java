package org.caregate.authorization.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.caregate.authorization.jwks.JwksSource.Fetched;
import org.caregate.registry.client.ClientKeySet;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fetcher against a real https server on this machine, reached under a name of its own. */
class GuardedJwksFetcherTests {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String HOST = "keys.example.org";

    @TempDir
    static Path folder;

    private static SSLContext tls;
    private static ECKey key;

    private HttpsServer server;
    private int port;
    private final AtomicInteger lookups = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    @BeforeAll
    static void certificate() throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + HOST,
                        "-ext",
                        "san=dns:" + HOST,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        tls = context(store);
        key = new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        port = server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(int status, String body, String... headers) {
        handle(exchange -> {
            requests.incrementAndGet();
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    private void handle(HttpHandler handler) {
        server.createContext("/jwks", handler);
    }

    private Fetched fetch(Set<String> allowed, URI address) {
        try (GuardedJwksFetcher fetcher = new GuardedJwksFetcher(new AddressGuard(allowed), tls, host -> {
            lookups.incrementAndGet();
            return List.of(InetAddress.getLoopbackAddress());
        })) {
            return fetcher.fetch(address);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Fetched fetch() {
        return fetch(Set.of(HOST + ":" + port), URI.create("https://" + HOST + ":" + port + "/jwks"));
    }

    private static String jwks() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=60                 | PT1M",
                "public, max-age=999999     | PT1H",
                "no-store                   | PT0S",
                "no-cache                   | PT0S",
                "max-age=nonsense           | PT0S",
                "max-age=-5                 | PT0S",
                "public                     | PT5M"
            })
    @Requirement("SMART2.2-jwks-uri")
    void keys_areReadWithTheTimeTheyMayBeKept(String cacheControl, Duration expected) {
        answer(200, jwks(), "Cache-Control", cacheControl);
        assertThat(fetch()).isInstanceOfSatisfying(Fetched.Keys.class, keys -> {
            assertThat(keys.keys().choose("k1", "ES384")).isInstanceOf(ClientKeySet.Choice.Found.class);
            assertThat(keys.freshFor()).isEqualTo(expected);
        });
        assertThat(lookups).as("the name is looked up once, by us").hasValue(1);
    }

    @Test
    void age_isTakenOff() {
        answer(200, jwks(), "Cache-Control", "max-age=60", "Age", "50");
        assertThat(fetch())
                .isInstanceOfSatisfying(
                        Fetched.Keys.class, keys -> assertThat(keys.freshFor()).isEqualTo(Duration.ofSeconds(10)));
    }

    @Test
    @Requirement("RFC9700-4.11")
    void nameThatLeadsToAPrivateAddress_isNotConnectedTo() {
        answer(200, jwks());
        assertThat(fetch(Set.of(), URI.create("https://" + HOST + ":" + port + "/jwks")))
                .isEqualTo(new Fetched.Failed("JWKS_ADDRESS_FORBIDDEN"));
        assertThat(requests).hasValue(0);
    }

    @Test
    @Requirement("RFC9700-4.11")
    void literalAddress_isGuardedToo() {
        answer(200, jwks());
        assertThat(fetch(Set.of(), URI.create("https://127.0.0.1:" + port + "/jwks")))
                .isEqualTo(new Fetched.Failed("JWKS_ADDRESS_FORBIDDEN"));
        assertThat(fetch(Set.of(), URI.create("https://[::1]:" + port + "/jwks")))
                .isEqualTo(new Fetched.Failed("JWKS_ADDRESS_FORBIDDEN"));
        assertThat(requests).hasValue(0);
    }

    @Test
    void redirect_isNotFollowed() {
        answer(302, "", "Location", "https://" + HOST + ":" + port + "/elsewhere");
        assertThat(fetch()).isEqualTo(new Fetched.Failed("JWKS_STATUS_302"));
        assertThat(requests).hasValue(1);
    }

    @Test
    void plainHttp_isRefused() {
        assertThat(fetch(Set.of(HOST + ":" + port), URI.create("http://" + HOST + ":" + port + "/jwks")))
                .isEqualTo(new Fetched.Failed("JWKS_NOT_HTTPS"));
    }

    @Test
    void certificateOfAnotherName_isRefused() {
        answer(200, jwks());
        assertThat(fetch(
                        Set.of("other.example.org:" + port), URI.create("https://other.example.org:" + port + "/jwks")))
                .isEqualTo(new Fetched.Failed("JWKS_UNREACHABLE"));
    }

    @Test
    void endlessOrBrokenDocument_isRefused() {
        for (String broken : List.of("<html>", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[],\"keys\":[]}")) {
            answer(200, broken);
            assertThat(fetch()).as(broken).isEqualTo(new Fetched.Failed("JWKS_MALFORMED"));
            server.removeContext("/jwks");
        }
        answer(200, "x".repeat(256 * 1024 + 1));
        assertThat(fetch()).isEqualTo(new Fetched.Failed("JWKS_TOO_LARGE"));
    }

    @Test
    void privateKey_isNotUsed() {
        answer(200, new JWKSet(key).toString(false));
        assertThat(fetch())
                .isInstanceOfSatisfying(
                        Fetched.Keys.class,
                        keys -> assertThat(keys.keys().choose("k1", "ES384"))
                                .isInstanceOf(ClientKeySet.Choice.NoSuchKey.class));
    }

    @Test
    void trickle_endsAfterFiveSeconds() {
        handle(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 60; i++) {
                    out.write(' ');
                    out.flush();
                    Thread.sleep(500);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long start = System.nanoTime();
        assertThat(fetch()).isEqualTo(new Fetched.Failed("JWKS_TOO_SLOW"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
}
