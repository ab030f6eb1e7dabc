package org.caregate.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * Lets browsers of registered apps read answers, refusals included (Fetch standard, "CORS protocol"); never with cookies. What
 * anyone may read is open to any origin.
 */
public final class FhirCors {
    private static final String EXPOSED =
            "Allow, Content-Location, ETag, Last-Modified, Location, Retry-After, WWW-Authenticate, X-Request-Id";
    private static final int LONGEST_ORIGIN = 255;

    private final Predicate<String> registered;
    private final Cache<String, Boolean> known = Caffeine.newBuilder()
            .maximumSize(1_000)
            .expireAfterWrite(Duration.ofSeconds(5))
            .build();

    /** With a way to ask whether an enabled client has that origin. */
    public FhirCors(Predicate<String> registeredOrigin) {
        this.registered = registeredOrigin;
    }

    void putForPublicDocument(HttpFields.Mutable answer) {
        answer.put("Access-Control-Allow-Origin", "*");
    }

    /** Fields of the answer to a preflight of what anyone may read: no origin, and none of their fields, can do harm there. */
    void putForPublicPreflight(HttpFields.Mutable answer) {
        putForPublicDocument(answer);
        answer.put("Access-Control-Allow-Methods", "GET, HEAD");
        answer.put("Access-Control-Allow-Headers", "*, Authorization"); // the star leaves Authorization out
        answer.put("Access-Control-Max-Age", "600");
    }

    void put(HttpFields request, HttpFields.Mutable answer) {
        String origin = registeredOrigin(request);
        if (origin != null) {
            answer.put("Access-Control-Allow-Origin", origin);
            answer.put("Access-Control-Expose-Headers", EXPOSED);
        }
    }

    /** Fields of the answer to a preflight; none when the origin is not registered. */
    void putForPreflight(HttpFields request, HttpFields.Mutable answer) {
        String origin = registeredOrigin(request);
        if (origin != null) {
            answer.put("Access-Control-Allow-Origin", origin);
            answer.put("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT");
            answer.put(
                    "Access-Control-Allow-Headers",
                    "Accept, Authorization, Cache-Control, Content-Type, If-Match, If-Modified-Since, If-None-Exist, If-None-Match,"
                            + " If-Unmodified-Since, Prefer, X-Correlation-Id, X-Request-Id, X-Requested-With, traceparent, tracestate");
            answer.put("Access-Control-Max-Age", "600");
        }
    }

    static boolean isPreflight(String method, HttpFields request) {
        return method.equals("OPTIONS")
                && request.contains("Origin")
                && request.contains("Access-Control-Request-Method");
    }

    private @Nullable String registeredOrigin(HttpFields request) {
        List<String> origins = request.getValuesList("Origin");
        if (origins.size() != 1 || origins.getFirst().length() > LONGEST_ORIGIN) {
            return null;
        }
        String origin = origins.getFirst();
        try {
            return Boolean.TRUE.equals(known.get(origin, registered::test)) ? origin : null;
        } catch (RuntimeException unreachable) {
            return null; // the answer itself will say what is wrong, to anyone who may read it
        }
    }
}
