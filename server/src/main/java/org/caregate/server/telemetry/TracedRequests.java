package org.caregate.server.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Set;
import org.caregate.server.metrics.EndpointNames;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A span for each request, from its header to the last byte of the answer. It says endpoint, method, status and the id that the answer
 * carries, none of which the caller chose; of the caller's trace context (W3C Trace Context) it takes the {@code traceparent} alone,
 * as {@code tracestate} may hold anything.
 */
final class TracedRequests extends Handler.Wrapper {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");
    private static final TextMapGetter<Request> PARENT_ONLY = new ParentOnly();

    private final Tracer tracer;
    private final String listener;
    private final EndpointNames.Naming naming;

    TracedRequests(Handler handler, Tracer tracer, String listener, EndpointNames.Naming naming) {
        super(handler);
        this.tracer = tracer;
        this.listener = listener;
        this.naming = naming;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getPath();
        String endpoint = naming.name(request.getMethod(), path == null ? "" : path);
        Context caller = W3CTraceContextPropagator.getInstance().extract(Context.root(), request, PARENT_ONLY);
        Span span = tracer.spanBuilder(listener + " " + endpoint)
                .setParent(caller)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("caregate.listener", listener)
                .setAttribute("caregate.endpoint", endpoint)
                .setAttribute(
                        "http.request.method", METHODS.contains(request.getMethod()) ? request.getMethod() : "_OTHER")
                .startSpan();
        Request.addCompletionListener(request, failure -> end(span, response, failure));
        boolean sampled = span.getSpanContext().isSampled();
        if (sampled) {
            MDC.put("trace_id", span.getSpanContext().getTraceId());
        }
        try (Scope _ = caller.with(span).makeCurrent()) {
            return super.handle(request, response, callback);
        } finally {
            if (sampled) {
                MDC.remove("trace_id");
            }
        }
    }

    private static void end(Span span, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        span.setAttribute("http.response.status_code", status);
        String id = response.getHeaders().get("X-Request-Id");
        if (id != null) {
            span.setAttribute("caregate.request", id);
        }
        if (failure != null || status >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    private static final class ParentOnly implements TextMapGetter<Request> {
        @Override
        public Iterable<String> keys(Request request) {
            return List.of("traceparent");
        }

        @Override
        public @Nullable String get(@Nullable Request request, String key) {
            return request == null || !key.equals("traceparent")
                    ? null
                    : request.getHeaders().get(key);
        }
    }
}
