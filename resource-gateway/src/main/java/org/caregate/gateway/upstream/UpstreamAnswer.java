package org.caregate.gateway.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.caregate.gateway.error.Failure;
import org.jspecify.annotations.Nullable;

/** An answer whose body is still on its way; closing it early drops the connection rather than reading on. */
public final class UpstreamAnswer implements AutoCloseable {
    private final ClassicHttpResponse response;
    private final InputStream body;
    private final UpstreamCall call;
    private final UpstreamDeadlines deadlines;

    UpstreamAnswer(ClassicHttpResponse response, UpstreamCall call, UpstreamDeadlines deadlines) throws IOException {
        this.response = response;
        this.call = call;
        this.deadlines = deadlines;
        HttpEntity entity = response.getEntity();
        this.body = entity == null ? InputStream.nullInputStream() : call.watched(entity.getContent());
    }

    public int status() {
        return response.getCode();
    }

    /** The field's value; null when it is absent or repeated. */
    public @Nullable String field(String name) {
        Header[] headers = response.getHeaders(name);
        return headers.length == 1 ? headers[0].getValue() : null;
    }

    /**
     * What a status means that the interaction does not expect: the server is busy or away, and says for how long, or what it
     * answered cannot be used.
     */
    public UpstreamException unexpected(Instant now) {
        String word = "STATUS_" + status();
        return switch (status()) {
            case 429 ->
                new UpstreamException(Failure.UPSTREAM_BUSY, word, RetryAfter.seconds(field("Retry-After"), now));
            case 503 ->
                new UpstreamException(
                        Failure.UPSTREAM_UNAVAILABLE, word, RetryAfter.seconds(field("Retry-After"), now));
            default -> new UpstreamException(Failure.UPSTREAM_UNUSABLE, word);
        };
    }

    /** The body as it comes. */
    public InputStream body() {
        return body;
    }

    /** Why the body is not to be read, as it does not say that it is FHIR JSON in clear; empty when it does. */
    public Optional<String> unreadable() {
        String type = field("Content-Type");
        String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!media.equals("application/fhir+json") && !media.equals("application/json")) {
            return Optional.of("NOT_FHIR_JSON");
        }
        String encoding = field("Content-Encoding");
        return encoding == null || encoding.equalsIgnoreCase("identity")
                ? Optional.empty()
                : Optional.of("CONTENT_ENCODED");
    }

    @Override
    public void close() {
        deadlines.end(call);
        try {
            response.close();
        } catch (IOException e) {
            // the connection is dropped: nothing of it is used any more
        }
    }
}
