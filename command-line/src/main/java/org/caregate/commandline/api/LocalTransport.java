package org.caregate.commandline.api;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.caregate.administration.http.AdministrationApi;
import org.caregate.administration.http.ApiRequest;
import org.caregate.administration.http.ApiResponse;
import org.caregate.administration.operation.Operator;
import org.jspecify.annotations.Nullable;

/** The same operations in this process, as the operating system's user, on the database that the configuration names. */
final class LocalTransport implements Transport {
    private final AdministrationApi api;
    private final Operator operator;
    private final Runnable closing;

    LocalTransport(AdministrationApi api, Operator operator, Runnable closing) {
        this.api = api;
        this.operator = operator;
        this.closing = closing;
    }

    @Override
    public Reply call(String method, String path, @Nullable String body, @Nullable String tag) {
        Map<String, List<String>> headers = new HashMap<>();
        if (body != null) {
            headers.put("content-type", List.of("application/json"));
        }
        if (tag != null) {
            headers.put("if-match", List.of(tag));
        }
        int query = path.indexOf('?');
        ApiResponse response = api.handleLocally(
                new ApiRequest(
                        method,
                        query < 0 ? path : path.substring(0, query),
                        query < 0 ? null : path.substring(query + 1),
                        headers,
                        body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8),
                        false,
                        "command line",
                        operator.exchangeId()),
                operator);
        return Reply.of(response.status(), response.body(), response.headers().get("ETag"));
    }

    @Override
    public void close() {
        closing.run();
    }
}
