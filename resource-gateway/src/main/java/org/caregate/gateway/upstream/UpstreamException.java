package org.caregate.gateway.upstream;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.caregate.gateway.error.Delayed;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.error.Refusal;

/** The FHIR server could not be used; what it said itself is never shown. */
public final class UpstreamException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final int retryAfterSeconds;

    /**
     * Why.
     *
     * @param detail a stable word for the audit log, never the server's own text
     */
    public UpstreamException(Failure failure, String detail, Throwable cause) {
        super(detail, cause);
        this.failure = failure;
        this.retryAfterSeconds = 0;
    }

    /** Without a cause of its own. */
    public UpstreamException(Failure failure, String detail) {
        this(failure, detail, 0);
    }

    /** Expected to be over after so many seconds; 0 when nothing is known of that. */
    UpstreamException(Failure failure, String detail, int retryAfterSeconds) {
        super(detail);
        this.failure = failure;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** What went wrong on the way, as the caller may know it. */
    public static UpstreamException of(IOException e) {
        return switch (e) {
            case ConnectTimeoutException late -> new UpstreamException(Failure.UPSTREAM_UNREACHABLE, "CONNECT", late);
            case SocketTimeoutException late -> new UpstreamException(Failure.UPSTREAM_TIMEOUT, "SILENT", late);
            case ConnectException refused -> new UpstreamException(Failure.UPSTREAM_UNREACHABLE, "CONNECT", refused);
            case NoRouteToHostException lost -> new UpstreamException(Failure.UPSTREAM_UNREACHABLE, "CONNECT", lost);
            case UnknownHostException lost -> new UpstreamException(Failure.UPSTREAM_UNREACHABLE, "CONNECT", lost);
            case SSLException untrusted -> new UpstreamException(Failure.UPSTREAM_UNUSABLE, "TLS", untrusted);
            default -> new UpstreamException(Failure.UPSTREAM_UNUSABLE, "CUT_OFF", e);
        };
    }

    public Failure failure() {
        return failure;
    }

    /** What the response says. */
    public Refusal refusal() {
        return retryAfterSeconds == 0 ? failure : new Delayed(failure, retryAfterSeconds);
    }

    /** The stable word for the audit log. */
    public String detail() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
