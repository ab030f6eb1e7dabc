package org.caregate.server.http;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.caregate.audit.entry.TimeOrderedId;
import org.caregate.identity.page.RequestIds;
import org.caregate.identity.page.StrictTransport;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/**
 * What every request to the issuer passes first and every answer leaves last, no matter who writes it: an id, the headers that all answers
 * carry, only cookies of our own, and no method that nothing here knows.
 */
final class IssuerEdge extends Handler.Wrapper {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Map<String, String> EVERYWHERE = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "X-Frame-Options", "DENY",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private final Clock clock;

    IssuerEdge(Handler handler, Clock clock) {
        super(handler);
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String id = id(request, clock);
        put(request, response, id);
        MDC.put("request", id); // with every line of the program's log about it
        try {
            if (!METHODS.contains(request.getMethod())) {
                Response.writeError(request, response, callback, HttpStatus.NOT_IMPLEMENTED_501);
                return true;
            }
            return super.handle(new WithOwnCookies(request), response, callback);
        } finally {
            MDC.remove("request");
        }
    }

    /** The id of a request: the one that it was given here, or a new one for what never came this far. */
    static String id(Request request, Clock clock) {
        if (request.getAttribute(RequestIds.ATTRIBUTE) instanceof String known) {
            return known;
        }
        String id = TimeOrderedId.at(clock.instant()).toString();
        request.setAttribute(RequestIds.ATTRIBUTE, id);
        return id;
    }

    /** The headers that every answer has; a page replaces some by its own. */
    static void put(Request request, Response response, String id) {
        EVERYWHERE.forEach(response.getHeaders()::put);
        response.getHeaders().put(RequestIds.HEADER, id);
        String strict = StrictTransport.over(request.isSecure(), Request.getServerName(request));
        if (strict != null) {
            response.getHeaders().put(StrictTransport.HEADER, strict);
        }
    }

    private static final class WithOwnCookies extends Request.Wrapper {
        private final HttpFields headers;

        WithOwnCookies(Request request) {
            super(request);
            this.headers = OwnCookies.only(request.getHeaders());
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }
}
