package org.caregate.commandline.login;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.caregate.administration.client.CommandLineClient;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.commandline.login.LoginFile.Login;
import org.caregate.commandline.oauth.Form;
import org.jspecify.annotations.Nullable;

/**
 * Signs a person in: authorization code with PKCE (RFC 7636) and a redirect to a port of this machine (RFC 8252 §7.3), the answer held to
 * {@code state} and {@code iss} (RFC 9207).
 */
public final class LoginFlow {
    private static final String PAGE = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Caregate</title><style>body{font:17px/1.6 system-ui,sans-serif;color:#16302b;background:#f4f7f6;display:grid;
            place-items:center;min-height:90vh;margin:0}main{background:#fff;border-radius:14px;padding:2rem 2.5rem;max-width:26rem;
            box-shadow:0 1px 3px #0002}h1{font-size:1.35rem;margin:0 0 .5rem}p{margin:0}</style></head>
            <body><main><h1>%s</h1><p>%s</p></main></body></html>""";

    private final Issuer issuer;
    private final @Nullable Path authorities;
    private final Duration patience;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    private LoginFlow(Issuer issuer, @Nullable Path authorities, Duration patience, Clock clock) {
        this.issuer = issuer;
        this.authorities = authorities;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * Signs in at that issuer and keeps the login.
     *
     * @param show receives the address that the person opens
     * @param patience how long it may take them
     */
    public static void run(
            HttpClient http,
            URI issuer,
            @Nullable Path authorities,
            LoginFile file,
            Duration patience,
            Clock clock,
            Consumer<URI> show) {
        LoginFlow flow = new LoginFlow(Issuer.discover(http, issuer), authorities, patience, clock);
        file.write(flow.signIn(show));
    }

    /** Ends the login here and at its issuer (RFC 7009); false when no one was signed in. */
    public static boolean end(HttpClient http, LoginFile file) {
        Login login = file.read().orElse(null);
        if (login == null) {
            return false;
        }
        file.delete(); // also when the issuer cannot be reached
        String refresh = login.refreshToken();
        Issuer.discover(http, login.issuer())
                .post(
                        "revocation_endpoint",
                        Map.of(
                                "token",
                                refresh == null ? login.accessToken() : refresh,
                                "client_id",
                                CommandLineClient.ID.value()));
        return true;
    }

    private Login signIn(Consumer<URI> show) {
        String state = random();
        String verifier = random();
        CompletableFuture<Map<String, String>> answered = new CompletableFuture<>();
        HttpServer server = listen(state, answered);
        try {
            String redirect = "http://127.0.0.1:" + server.getAddress().getPort() + "/callback";
            show.accept(address(redirect, state, verifier));
            return redeem(await(answered), redirect, verifier);
        } finally {
            server.stop(0);
        }
    }

    private URI address(String redirect, String state, String verifier) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", CommandLineClient.ID.value());
        query.put("redirect_uri", redirect);
        query.put("scope", CommandLineClient.scopes().text());
        query.put("resource", issuer.address() + "/admin/v1");
        query.put("state", state);
        query.put("nonce", random());
        query.put("code_challenge", challenge(verifier));
        query.put("code_challenge_method", "S256");
        return URI.create(issuer.endpoint("authorization_endpoint") + "?" + Form.encoded(query));
    }

    private HttpServer listen(String state, CompletableFuture<Map<String, String>> answered) {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
            server.createContext("/callback", exchange -> answer(exchange, state, answered));
            server.start();
            return server;
        } catch (IOException e) {
            throw CommandRefused.unusable("No port of this machine could be opened for the browser's answer.");
        }
    }

    /** Whatever is not the answer to this very request is turned away, and the wait goes on. */
    private void answer(HttpExchange exchange, String state, CompletableFuture<Map<String, String>> answered)
            throws IOException {
        try (exchange) {
            Map<String, String> parameters = parameters(exchange.getRequestURI().getRawQuery());
            boolean ours = exchange.getRequestMethod().equals("GET")
                    && MessageDigest.isEqual(
                            state.getBytes(StandardCharsets.UTF_8),
                            parameters.getOrDefault("state", "").getBytes(StandardCharsets.UTF_8))
                    && issuer.address().toString().equals(parameters.get("iss"));
            String page = !ours
                    ? PAGE.formatted(
                            "This is not the answer we wait for", "Go back to the terminal and use the address there.")
                    : parameters.containsKey("code")
                            ? PAGE.formatted("You are signed in", "Close this window and go back to the terminal.")
                            : PAGE.formatted("You were not signed in", "The terminal says why. Close this window.");
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders()
                    .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.sendResponseHeaders(ours ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
            if (ours) {
                answered.complete(parameters);
            }
        }
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query != null && query.length() < 8192) {
            for (String pair : query.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                parameters.put(parts[0], parts.length < 2 ? "" : decoded(parts[1]));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private Map<String, String> await(CompletableFuture<Map<String, String>> answered) {
        try {
            return answered.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw CommandRefused.because(
                    ExitStatus.REFUSED, "No sign-in within " + patience.toMinutes() + " minutes. Start again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandRefused.failed("Interrupted.");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Login redeem(Map<String, String> parameters, String redirect, String verifier) {
        String code = parameters.get("code");
        if (code == null) {
            throw CommandRefused.because(
                    ExitStatus.REFUSED,
                    parameters.getOrDefault("error", "").equals("access_denied")
                            ? "You declined. You are not signed in."
                            : "Not signed in ("
                                    + parameters
                                            .getOrDefault("error", "no code")
                                            .replaceAll("[^a-z_]", "") + ").");
        }
        Issuer.Answer answer = issuer.post(
                "token_endpoint",
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", redirect,
                        "client_id", CommandLineClient.ID.value(),
                        "code_verifier", verifier));
        Instant now = clock.instant();
        if (answer.status() != 200) {
            throw CommandRefused.because(
                    ExitStatus.REFUSED,
                    "Not signed in (" + answer.json().path("error").asString("status " + answer.status()) + ").");
        }
        if (!answer.json().path("scope").asString("").contains("admin/")) {
            throw CommandRefused.because(
                    ExitStatus.REFUSED, "You have no right to administer: only an administrator signs in here.");
        }
        return StoredTokens.login(new Login(issuer.address(), authorities, "", now, null), answer, now);
    }

    private String random() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
