package org.caregate.edge.outbound;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a request and reads its whole answer within the request's time-out. The JDK's own time-out ends with the header of the answer:
 * a server that never finishes its body would hold the caller permanently.
 */
public final class BoundedCall {
    private BoundedCall() {}

    /**
     * Like {@link HttpClient#send}.
     *
     * @throws HttpTimeoutException when the answer is not complete in time
     * @throws IllegalArgumentException when the request has no time-out
     */
    public static <T> HttpResponse<T> send(HttpClient http, HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        Duration limit =
                request.timeout().orElseThrow(() -> new IllegalArgumentException("a request needs a time-out"));
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new HttpTimeoutException("the answer was not complete in time");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException broken ? broken : new IOException(failed.getCause());
        } finally {
            answer.cancel(true); // a client that is closed waits for whatever is still under way
        }
    }
}
