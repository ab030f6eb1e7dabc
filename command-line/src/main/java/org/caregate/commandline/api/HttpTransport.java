package org.caregate.commandline.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.caregate.commandline.login.Issuer;
import org.caregate.commandline.login.TokenSource;
import org.jspecify.annotations.Nullable;

/** The API over TLS, with a bearer token (RFC 6750 §2.1). */
final class HttpTransport implements Transport {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI api;
    private final TokenSource tokens;

    HttpTransport(HttpClient http, URI api, TokenSource tokens) {
        this.http = http;
        this.api = api;
        this.tokens = tokens;
    }

    @Override
    public Reply call(String method, String path, @Nullable String body, @Nullable String tag) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + tokens.token(scope(method, path)))
                .header("Accept", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (tag != null) {
            request.header("If-Match", tag);
        }
        HttpResponse<String> answer = Issuer.send(http, request.build());
        return Reply.of(
                answer.statusCode(),
                answer.body(),
                answer.headers().firstValue("ETag").orElse(null));
    }

    /** The one scope that the operation asks for: {@code admin/AREA.read} or {@code .write}. */
    static String scope(String method, String path) {
        String area = switch (path.split("[/?]", 3)[1]) {
            case "people", "invitations", "roles", "sessions" -> "people";
            case "grants", "revocations" -> "grants";
            case String other -> other;
        };
        return "admin/" + area + (method.equals("GET") ? ".read" : ".write");
    }

    @Override
    public void close() {
        http.close();
    }
}
