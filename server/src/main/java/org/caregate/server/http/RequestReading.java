package org.caregate.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A request as our own applications take it. */
final class RequestReading {
    private RequestReading() {}

    /** Every header by its name in lower case. */
    static Map<String, List<String>> headers(HttpServletRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
        }
        return headers;
    }

    /**
     * A body within its limit.
     *
     * @param bytes empty when it was too large
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Body(byte[] bytes, boolean tooLarge) {}

    /** Reads no more than tells whether it is too large. */
    static Body body(HttpServletRequest request, int limit) throws IOException {
        try (InputStream in = request.getInputStream()) {
            byte[] bytes = in.readNBytes(limit + 1);
            return bytes.length > limit ? new Body(new byte[0], true) : new Body(bytes, false);
        }
    }
}
