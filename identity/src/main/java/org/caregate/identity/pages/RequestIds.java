package org.caregate.identity.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.util.Base64;
import org.caregate.identity.Exchange;
import org.springframework.web.servlet.HandlerMapping;

/** The id of a request, {@code X-Request-Id}: generated, never taken from outside, and the exchange id of its audit entries. */
public final class RequestIds {
    /** Where whoever mounts the pages leaves the id it generated; without one it is generated here. */
    public static final String ATTRIBUTE = "org.caregate.requestId";
    /** The response header. */
    public static final String HEADER = "X-Request-Id";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private RequestIds() {}

    /** The id of this request. */
    public static String of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** The request as the audit log wants to know it. */
    public static Exchange exchange(HttpServletRequest request) {
        Object template = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return new Exchange(
                of(request),
                request.getRemoteAddr(),
                request.getHeader("User-Agent"),
                request.getMethod() + (template == null ? "" : " " + template));
    }
}
