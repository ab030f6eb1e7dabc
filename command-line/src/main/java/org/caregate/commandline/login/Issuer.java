package org.caregate.commandline.login;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.commandline.oauth.Form;
import org.caregate.edge.outbound.BoundedCall;
import org.caregate.edge.tls.TrustedAuthorities;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The authorization server as its clients see it: metadata (RFC 8414), and forms to its endpoints. */
public final class Issuer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI issuer;
    private final JsonNode metadata;

    private Issuer(HttpClient http, URI issuer, JsonNode metadata) {
        this.http = http;
        this.issuer = issuer;
        this.metadata = metadata;
    }

    /** A client that trusts the certificates of that file, or the JDK's without one. */
    public static HttpClient trusting(@Nullable Path authorities) {
        HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(PATIENCE);
        try {
            return authorities == null
                    ? http.build()
                    : http.sslContext(TrustedAuthorities.of(authorities)).build();
        } catch (IOException e) {
            throw CommandRefused.unusable(authorities + " holds no certificates that can be read.");
        }
    }

    /** Reads the metadata, and holds it to the issuer that was named (RFC 8414 §3.3). */
    public static Issuer discover(HttpClient http, URI issuer) {
        HttpResponse<String> answer = send(
                http,
                HttpRequest.newBuilder(URI.create(issuer + "/.well-known/oauth-authorization-server"))
                        .timeout(PATIENCE)
                        .build());
        JsonNode json = json(answer, issuer);
        if (answer.statusCode() != 200 || !json.path("issuer").asString("").equals(issuer.toString())) {
            throw CommandRefused.because(
                    ExitStatus.UNREACHABLE, issuer + " is no issuer, or is called otherwise: check --issuer.");
        }
        return new Issuer(http, issuer, json);
    }

    URI address() {
        return issuer;
    }

    /** An endpoint of the metadata. */
    URI endpoint(String name) {
        return URI.create(metadata.path(name).asString(""));
    }

    /** Sends a form; the answer with its status. */
    Answer post(String endpoint, Map<String, String> form) {
        HttpResponse<String> answer = send(
                http,
                HttpRequest.newBuilder(endpoint(endpoint))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(Form.encoded(form)))
                        .build());
        return new Answer(
                answer.statusCode(),
                answer.body().isEmpty() ? JsonMapper.shared().createObjectNode() : json(answer, issuer));
    }

    /** What an endpoint answered. */
    record Answer(int status, JsonNode json) {}

    private static JsonNode json(HttpResponse<String> answer, URI issuer) {
        try {
            return JsonMapper.shared().readTree(answer.body());
        } catch (JacksonException e) {
            throw CommandRefused.because(
                    ExitStatus.UNREACHABLE, "What answers at " + issuer + " is no authorization server.");
        }
    }

    /**
     * Sends.
     *
     * @throws CommandRefused when no one answers that is trusted
     */
    public static HttpResponse<String> send(HttpClient http, HttpRequest request) {
        try {
            return BoundedCall.send(http, request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw CommandRefused.because(
                    ExitStatus.UNREACHABLE,
                    request.uri().getScheme() + "://" + request.uri().getAuthority()
                            + " was not reached or not trusted (" + e.getClass().getSimpleName()
                            + "): check the address, whether it runs, and --cacert.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandRefused.failed("Interrupted.");
        }
    }
}
