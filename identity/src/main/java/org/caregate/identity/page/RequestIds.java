package org.caregate.identity.page;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.caregate.audit.entry.TimeOrderedId;
import org.springframework.web.servlet.HandlerMapping;

/** The id of a request, {@code X-Request-Id}: generated, never taken from outside, and the exchange id of its audit entries. */
public final class RequestIds {
    /** Where the code that mounts the pages leaves the id it generated; without one it is generated here. */
    public static final String ATTRIBUTE = "org.caregate.requestId";
    /** The response header. */
    public static final String HEADER = "X-Request-Id";

    private RequestIds() {}

    /** The id of this request. */
    public static String of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String id = TimeOrderedId.at(Instant.now()).toString();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** The request as the audit log wants to know it. */
    public static AuditedRequest exchange(HttpServletRequest request) {
        Object template = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return new AuditedRequest(
                of(request),
                request.getRemoteAddr(),
                request.getHeader("User-Agent"),
                request.getMethod() + (template == null ? "" : " " + template));
    }
}
