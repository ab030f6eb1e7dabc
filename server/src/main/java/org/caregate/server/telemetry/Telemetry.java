package org.caregate.server.telemetry;

import ch.qos.logback.classic.LoggerContext;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.caregate.server.config.TelemetrySettings;
import org.caregate.server.metrics.EndpointNames;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces and the program's log on their way to a collector. Both wait in bounded queues and are dropped when the collector does not keep
 * up: telemetry never holds up a request, and nothing that has to be kept depends on it.
 */
public final class Telemetry implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String SCOPE = "org.caregate";

    private final TracerProvider traces;
    private final List<Runnable> ends;

    private Telemetry(TracerProvider traces, List<Runnable> ends) {
        this.traces = traces;
        this.ends = ends;
    }

    /** None: every span is the one that does nothing. */
    public static Telemetry none() {
        return new Telemetry(TracerProvider.noop(), List.of());
    }

    /**
     * To that collector, or none.
     *
     * @throws IOException when a file that is named cannot be used
     */
    public static Telemetry start(@Nullable TelemetrySettings settings) throws IOException {
        if (settings == null) {
            return none();
        }
        OtlpHttpSpanExporterBuilder spans = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.endpoint() + "/v1/traces")
                .setTimeout(PATIENCE);
        OtlpHttpLogRecordExporterBuilder records = OtlpHttpLogRecordExporter.builder()
                .setEndpoint(settings.endpoint() + "/v1/logs")
                .setTimeout(PATIENCE);
        Path ca = settings.ca();
        if (ca != null) {
            byte[] pem = Files.readAllBytes(ca);
            spans.setTrustedCertificates(pem);
            records.setTrustedCertificates(pem);
        }
        Path bearer = settings.bearerFile();
        if (bearer != null) {
            String authorization = "Bearer " + Files.readString(bearer).strip();
            spans.addHeader("Authorization", authorization);
            records.addHeader("Authorization", authorization);
        }
        Resource program = Resource.create(Attributes.builder()
                .put("service.name", "caregate")
                .put(
                        "service.version",
                        Objects.requireNonNullElse(
                                Telemetry.class.getPackage().getImplementationVersion(), "development"))
                .put("service.instance.id", UUID.randomUUID().toString())
                .build());
        SdkLoggerProvider logs = SdkLoggerProvider.builder()
                .setResource(program)
                .addLogRecordProcessor(
                        BatchLogRecordProcessor.builder(records.build()).build())
                .build();
        SdkTracerProvider traces = traces(program, spans.build(), settings.oneIn());
        LogExporter exported = new LogExporter(logs);
        Runnable detach = attach(exported);
        return new Telemetry(traces, List.of(detach, () -> await(logs.shutdown()), () -> await(traces.shutdown())));
    }

    static SdkTracerProvider traces(Resource program, SpanExporter exporter, int oneIn) {
        return SdkTracerProvider.builder()
                .setResource(program)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(1.0 / oneIn)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build();
    }

    /** Beside where the log goes anyway; the result takes it away again. */
    private static Runnable attach(LogExporter exported) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return () -> {};
        }
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        exported.setContext(context);
        exported.start();
        root.addAppender(exported);
        return () -> {
            root.detachAppender(exported);
            exported.stop();
        };
    }

    private static void await(CompletableResultCode flushed) {
        flushed.join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** For what happens under a request's span. */
    public Tracer tracer() {
        return traces.get(SCOPE);
    }

    /** Around the handler of a listener's requests. */
    public UnaryOperator<Handler> around(String listener, EndpointNames.Naming naming) {
        return ends.isEmpty()
                ? UnaryOperator.identity()
                : handler -> new TracedRequests(handler, tracer(), listener, naming);
    }

    /** Sends what waits, for so long. */
    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
