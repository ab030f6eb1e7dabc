package org.caregate.check.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** HTTPS that trusts one CA and nothing else, follows no redirect and keeps no cookie. */
public final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SSLContext context;
    private final @Nullable HttpClient kept;

    /** Trusts only the certificates in that PEM file, and keeps connections. */
    public Http(Path ca) {
        this(ca, true);
    }

    private Http(Path ca, boolean keepsConnections) {
        this.context = trusting(ca);
        this.kept = keepsConnections ? client() : null;
    }

    /** Opens a connection for each request, as many callers behind a balancer do. */
    public static Http connectingEachTime(Path ca) {
        return new Http(ca, false);
    }

    private HttpClient client() {
        return HttpClient.newBuilder()
                .sslContext(context)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build();
    }

    /** What it trusts, for connections of another kind. */
    public SSLContext context() {
        return context;
    }

    /** A request to be completed; the time-out is set. */
    public static HttpRequest.Builder to(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(PATIENCE);
    }

    /** Sends it and reads the whole answer. */
    public Reply send(HttpRequest request) {
        if (kept != null) {
            return send(kept, request);
        }
        try (HttpClient once = client()) {
            return send(once, request);
        }
    }

    /** The request's own time-out ends with the header; this one covers the body as well. */
    private static Reply send(HttpClient client, HttpRequest request) {
        var answer = client.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            var response = answer.get(request.timeout().orElse(PATIENCE).toNanos(), TimeUnit.NANOSECONDS);
            return new Reply(request.uri(), response.statusCode(), response.headers(), response.body());
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new UncheckedIOException(
                    request.method() + " " + request.uri() + ": " + cause,
                    cause instanceof IOException broken ? broken : new IOException(cause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            answer.cancel(true); // a client that is closed waits for whatever is still under way
        }
    }

    /** GET with headers given as name, value, name, value… */
    public Reply get(URI uri, String... headers) {
        HttpRequest.Builder request = to(uri).GET();
        return send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    /** POST of a form with headers given as name, value, name, value… */
    public Reply post(URI uri, Map<String, String> form, String... headers) {
        HttpRequest.Builder request = to(uri).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(form)));
        return send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    /** {@code application/x-www-form-urlencoded}. */
    public static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** One name or value, percent-encoded. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** TLS that trusts only the certificates in that PEM file. */
    public static SSLContext trusting(Path ca) {
        try (InputStream pem = Files.newInputStream(ca)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("ca" + count++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the CA file " + ca + " cannot be used", e);
        }
    }
}
