package org.caregate.server.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.caregate.edge.outbound.BoundedCall;
import org.caregate.identity.picker.PatientName;
import org.caregate.identity.picker.PatientNames;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Names of patients from the FHIR server, with our own credential there; a name that cannot be had in time is left out. */
final class UpstreamPatientNames implements PatientNames, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final URI base;
    private final @Nullable String bearer;
    private final HttpClient http;
    private final Cache<String, PatientName> names = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    UpstreamPatientNames(URI base, @Nullable String bearer, SSLContext tls) {
        this.base = base;
        this.bearer = bearer;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public Map<String, PatientName> namesOf(Collection<String> patients) {
        Map<String, CompletableFuture<@Nullable PatientName>> asked = new LinkedHashMap<>();
        for (String id : patients) {
            PatientName known = names.getIfPresent(id);
            asked.put(id, known == null ? ask(id) : CompletableFuture.completedFuture(known));
        }
        Map<String, PatientName> found = new LinkedHashMap<>();
        asked.forEach((id, answer) -> {
            PatientName name = answer.join();
            if (name != null) {
                found.put(id, name);
            }
        });
        return found;
    }

    private CompletableFuture<@Nullable PatientName> ask(String id) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(base + "/Patient/" + URLEncoder.encode(id, StandardCharsets.UTF_8)))
                .timeout(PATIENCE)
                .header("Accept", "application/fhir+json");
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) // the request's own ends with the header
                .<@Nullable PatientName>thenApply(answer -> {
                    PatientName name = answer.statusCode() == 200 ? name(answer.body()) : null;
                    if (name != null) {
                        names.put(id, name);
                    }
                    return name;
                })
                .exceptionally(notNow -> null);
    }

    private static @Nullable PatientName name(byte[] body) {
        try {
            JsonNode patient = JsonMapper.shared().readTree(body);
            JsonNode name = patient.path("name").path(0);
            String display = name.path("text").asString("");
            if (display.isEmpty()) {
                String given = name.path("given").path(0).asString("");
                display = (given + " " + name.path("family").asString("")).strip();
            }
            return display.isEmpty()
                    ? null
                    : new PatientName(display, date(patient.path("birthDate").asString("")));
        } catch (JacksonException garbage) {
            return null;
        }
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException partOrNone) {
            return null;
        }
    }

    /** Whether the FHIR server answers at all. */
    boolean reachable() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/metadata"))
                    .timeout(PATIENCE)
                    .build();
            return BoundedCall.send(http, request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    < 500;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
