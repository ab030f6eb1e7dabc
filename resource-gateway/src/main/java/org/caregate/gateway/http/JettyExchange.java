package org.caregate.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.caregate.audit.AuditReceipt;
import org.caregate.gateway.discovery.OwnDocument;
import org.caregate.gateway.enforcement.FhirExchange;
import org.caregate.gateway.error.BearerChallenge;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.error.OperationOutcomes;
import org.caregate.gateway.error.Refusal;
import org.caregate.gateway.guard.ProvenPart;
import org.caregate.protocol.fhir.OfferedMethods;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** An exchange on Jetty's core API, blocking on a virtual thread. */
final class JettyExchange implements FhirExchange {
    static final String FHIR_JSON = "application/fhir+json";

    private static final int MAX_FORM = 16 * 1024;
    private static final int FIRST_BYTES = 8 * 1024;

    private final String id;
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final String rawPath;
    private final BodyLimits limits;
    private final BearerChallenge challenge;
    private boolean ended;

    /** What Jetty hands to a handler. */
    record JettyCall(Request request, Response response, Callback callback) {}

    JettyExchange(
            String id,
            Instant startedAt,
            JettyCall call,
            String rawPath,
            BodyLimits limits,
            BearerChallenge challenge) {
        this.id = id;
        this.startedAt = startedAt;
        this.request = call.request();
        this.response = call.response();
        this.callback = call.callback();
        this.rawPath = rawPath;
        this.limits = limits;
        this.challenge = challenge;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    @Override
    public long startedNanos() {
        return startedNanos;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String rawPath() {
        return rawPath;
    }

    @Override
    public @Nullable String rawQuery() {
        return request.getHttpURI().getQuery();
    }

    @Override
    public List<String> fields(String name) {
        List<String> values = new ArrayList<>(1);
        for (HttpField field : request.getHeaders()) {
            if (field.is(name)) {
                String value = field.getValue();
                values.add(value == null ? "" : value);
            }
        }
        return values;
    }

    @Override
    public String source() {
        return Request.getRemoteAddr(request);
    }

    @Override
    public Body body() {
        return atMost(limits.bytes());
    }

    @Override
    public Body form() {
        return atMost(Math.min(MAX_FORM, limits.bytes()));
    }

    private Body atMost(int most) {
        if (request.getLength() > most) {
            return unread(Failure.TOO_LARGE);
        }
        long started = System.nanoTime();
        // memory for what came, not for what was announced: the caller may not be known yet
        byte[] bytes = new byte[Math.clamp(request.getLength() + 1, 1024, FIRST_BYTES)];
        int size = 0;
        try {
            // never closed: that would fail what is left of the body, which the answer's end reads on
            // (LingeringHandler)
            InputStream in = Content.Source.asInputStream(request);
            int read;
            while ((read = in.read(bytes, size, bytes.length - size)) >= 0) {
                size += read;
                if (size > most) {
                    return unread(Failure.TOO_LARGE);
                }
                if (isTooSlow(size, System.nanoTime() - started)) {
                    return unread(Failure.TOO_SLOW);
                }
                if (size == bytes.length) {
                    bytes = Arrays.copyOf(bytes, Math.min(bytes.length * 2, most + 1));
                }
            }
        } catch (IOException e) {
            return new Body.Unread(isTimeout(e) ? Failure.TOO_SLOW : Failure.BAD_MESSAGE, "BODY_CUT_OFF");
        }
        return new Body.Whole(Arrays.copyOf(bytes, size));
    }

    private static Body unread(Failure failure) {
        return new Body.Unread(failure, failure.reason());
    }

    private boolean isTooSlow(int size, long nanos) {
        double countedSeconds = (nanos - limits.graceNanos()) / 1e9;
        return countedSeconds > 0 && size < countedSeconds * limits.minimumBytesPerSecond();
    }

    private static boolean isTimeout(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void refuse(Refusal refusal, String scope) throws IOException {
        response.setStatus(refusal.status());
        if (refusal.challenges()) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, challenge.render(refusal, scope));
        }
        if (refusal.status() == 405) {
            response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", OfferedMethods.of(rawPath)));
        }
        if (refusal.retryAfterSeconds() > 0) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, refusal.retryAfterSeconds());
        }
        byte[] body = OperationOutcomes.of(refusal);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, FHIR_JSON);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        last(ByteBuffer.wrap(body));
    }

    @Override
    public void done(AuditReceipt receipt, int status, Map<String, String> fields) throws IOException {
        demandOurs(receipt);
        response.setStatus(status);
        fields.forEach(response.getHeaders()::put);
        last(ByteBuffer.allocate(0));
    }

    @Override
    public void publish(OwnDocument document, AuditReceipt receipt) throws IOException {
        demandOurs(receipt);
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, FHIR_JSON);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, document.length());
        last(document.bytes());
    }

    @Override
    public void release(ProvenPart part, AuditReceipt receipt, int status, Map<String, String> fields)
            throws IOException {
        demandOurs(receipt);
        if (!response.isCommitted()) {
            response.setStatus(status);
            fields.forEach(response.getHeaders()::put);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, FHIR_JSON);
            if (part.isLast()) {
                response.getHeaders()
                        .put(HttpHeader.CONTENT_LENGTH, part.bytes().remaining());
            }
        }
        if (part.isLast()) {
            last(part.bytes());
        } else {
            Content.Sink.write(response, false, part.bytes());
        }
    }

    private void demandOurs(AuditReceipt receipt) {
        if (!receipt.exchangeId().equals(id)) {
            throw new IllegalStateException("the receipt is of another exchange");
        }
    }

    private void last(ByteBuffer bytes) throws IOException {
        Content.Sink.write(response, true, bytes);
        ended = true;
        callback.succeeded();
    }

    @Override
    public boolean isCommitted() {
        return response.isCommitted();
    }

    @Override
    public void abort() {
        if (!ended) {
            ended = true;
            // after the status line, failing closes the connection (HTTP/1.1) or resets the stream (HTTP/2)
            callback.failed(new AbortedException());
        }
    }

    /** Passed to Jetty, which closes the connection on it; it is not shown. */
    private static final class AbortedException extends IOException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
