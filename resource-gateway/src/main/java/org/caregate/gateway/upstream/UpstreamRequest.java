package org.caregate.gateway.upstream;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to the FHIR server: made again from the parsed request, so that nothing of the caller's header fields passes by
 * accident.
 *
 * @param target path below the FHIR base without a leading slash, and the query, both percent-encoded
 * @param exchangeId the exchange's id, so that both logs can be read together
 * @param body null when there is none
 */
public record UpstreamRequest(
        String method,
        String target,
        String exchangeId,
        Map<String, String> fields,
        @Nullable String contentType,
        @Nullable ByteBuffer body) {
    public UpstreamRequest {
        fields = Map.copyOf(fields);
    }

    /** A request without a body. */
    public static UpstreamRequest get(String target, String exchangeId) {
        return new UpstreamRequest("GET", target, exchangeId, Map.of(), null, null);
    }

    /** The same with one more header field. */
    public UpstreamRequest with(String field, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new UpstreamRequest(method, target, exchangeId, more, contentType, body);
    }

    /** Whether sending it twice is the same as sending it once. */
    boolean isSafe() {
        return method.equals("GET");
    }

    @Override
    public String toString() {
        return "UpstreamRequest[" + method + ", exchange " + exchangeId + "]";
    }
}
