package org.caregate.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/**
 * Counts and times each answer of a listener under {@code caregate.requests}, by endpoint and status. Jetty tells of an answer when its
 * last byte is written, of broken ones too.
 */
public final class Traffic implements RequestLog {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
                Duration.ofMillis(100),
        Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2500),
                Duration.ofSeconds(10)
    };

    private final MeterRegistry metrics;
    private final String listener;
    private final EndpointNames.Naming naming;
    private final Map<Answer, Timer> timers = new ConcurrentHashMap<>();

    private record Answer(String endpoint, int status) {}

    private Traffic(MeterRegistry metrics, String listener, EndpointNames.Naming naming) {
        this.metrics = metrics;
        this.listener = listener;
        this.naming = naming;
    }

    /** The issuer's. */
    public static Traffic ofIssuer(MeterRegistry metrics) {
        return new Traffic(metrics, "issuer", EndpointNames.ofIssuer());
    }

    /** The gateway's, whose FHIR base has that path. */
    public static Traffic ofGateway(MeterRegistry metrics, String basePath) {
        return new Traffic(metrics, "gateway", EndpointNames.ofGateway(basePath));
    }

    @Override
    public void log(Request request, Response response) {
        String path = request.getHttpURI().getPath();
        String endpoint = naming.name(request.getMethod(), path == null ? "" : path);
        timers.computeIfAbsent(new Answer(endpoint, response.getStatus()), this::timer)
                .record(Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime()));
    }

    private Timer timer(Answer answer) {
        return Timer.builder("caregate.requests")
                .description(
                        "Answers by listener, endpoint and status, from the first byte of the request to the last of the answer")
                .tags("listener", listener, "endpoint", answer.endpoint(), "status", Integer.toString(answer.status()))
                .serviceLevelObjectives(BUCKETS)
                .register(metrics);
    }
}
