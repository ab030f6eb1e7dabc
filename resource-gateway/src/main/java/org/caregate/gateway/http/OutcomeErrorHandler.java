package org.caregate.gateway.http;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.entry.TimeOrderedId;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.error.OperationOutcomes;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses before it becomes a request (bad messages, too long headers), without a word of Jetty's. */
public final class OutcomeErrorHandler implements Request.Handler {
    private final FixedFields fixed;
    private final Unreadable unreadable;

    /** Records a message that never became a request. */
    @FunctionalInterface
    public interface Unreadable {
        /** Durable when it returns, or counted as part of a flood. */
        void refused(String exchangeId, String source, Failure failure);
    }

    public OutcomeErrorHandler(FixedFields fixed, Unreadable unreadable) {
        this.fixed = fixed;
        this.unreadable = unreadable;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String id = TimeOrderedId.at(Instant.now()).toString();
        Failure failure = failure(response.getStatus());
        try {
            unreadable.refused(id, Request.getRemoteAddr(request), failure);
        } catch (AuditUnavailableException unavailable) {
            failure = Failure.AUDIT_UNAVAILABLE;
        }
        response.getHeaders().clear();
        fixed.put(response.getHeaders(), id);
        byte[] body = OperationOutcomes.of(failure);
        response.setStatus(failure.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, JettyExchange.FHIR_JSON);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static Failure failure(int status) {
        return switch (status) {
            case 408 -> Failure.TOO_SLOW;
            case 413 -> Failure.TOO_LARGE;
            case 414 -> Failure.URI_TOO_LONG;
            case 431 -> Failure.HEADERS_TOO_LARGE;
            // what Jetty does not implement of HTTP is not our failure
            case 501, 505 -> Failure.BAD_MESSAGE;
            default -> status >= 500 ? Failure.INTERNAL_ERROR : Failure.BAD_MESSAGE;
        };
    }
}
