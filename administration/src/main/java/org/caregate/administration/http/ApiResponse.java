package org.caregate.administration.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** One HTTP response; {@code X-Request-Id} and transport headers are the mounter's. */
public record ApiResponse(int status, Map<String, String> headers, String body) {
    public ApiResponse {
        headers = Map.copyOf(headers);
    }

    static ApiResponse json(int status, String type, String body) {
        return new ApiResponse(status, Map.of("Content-Type", type, "Cache-Control", "no-store"), body);
    }

    static ApiResponse empty(int status) {
        return new ApiResponse(status, Map.of("Cache-Control", "no-store"), "");
    }

    ApiResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiResponse(status, more, body);
    }

    /** Without headers and body, which may hold secrets. */
    @Override
    public String toString() {
        return "ApiResponse[" + status + "]";
    }
}
