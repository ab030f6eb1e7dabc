package org.caregate.identity.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.web.header.HeaderWriter;

/**
 * The headers of every page: nothing but our own style, no script from elsewhere, no frame, no cache, no referrer (ADR 0010).
 *
 * <p>{@code form-action} names this origin alone; how a form's answer leads to an app all the same is described at
 * {@link Navigation#onward}.
 */
public final class PageHeaders implements HeaderWriter {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
    private static final Map<String, String> FIXED = Map.of(
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

    /** The headers of a page whose request never reached the pages, but those that depend on the connection. */
    static Map<String, String> alone() {
        Map<String, String> headers = new LinkedHashMap<>(FIXED);
        headers.put("Content-Security-Policy", POLICY);
        headers.put("Cache-Control", "no-store");
        return headers;
    }

    @Override
    public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
        FIXED.forEach(response::setHeader);
        response.setHeader("Content-Security-Policy", POLICY);
        if (!response.containsHeader("Cache-Control")) {
            response.setHeader("Cache-Control", "no-store");
        }
        if (!response.containsHeader(RequestIds.HEADER)) {
            response.setHeader(RequestIds.HEADER, RequestIds.of(request));
        }
        StrictTransport.put(request, response);
    }
}
