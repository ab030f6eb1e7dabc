package org.caregate.identity.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.header.HeaderWriter;

/**
 * The headers of every page: nothing but our own style, no script from elsewhere, no frame, no cache, no referrer (ADR 0010).
 *
 * <p>{@code form-action} has to allow where a form's answer leads in the end: Chromium holds the whole chain of redirects against
 * it, through the authorization endpoint back to the app and on to wherever the app goes.
 */
public final class PageHeaders implements HeaderWriter {
    private static final String FORM_TARGET = PageHeaders.class.getName() + ".formTarget";
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

    /** Says that answers to this page's forms may lead to an app. */
    static void leadsTo(HttpServletRequest request, @Nullable String redirectUri) {
        request.setAttribute(FORM_TARGET, redirectUri == null ? "https:" : "https:" + otherScheme(redirectUri));
    }

    /** The source expression of a redirect URI that is not https: a loopback address or an app's own scheme (RFC 8252 §7). */
    private static String otherScheme(String redirectUri) {
        try {
            URI uri = URI.create(redirectUri);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (scheme.equals("http") && uri.getRawAuthority() != null) {
                String authority = uri.getRawAuthority();
                return authority.matches("[A-Za-z0-9.:-]+") ? " http://" + authority : "";
            }
            boolean own = scheme.matches("[a-z][a-z0-9+.-]+") && !scheme.equals("https");
            return own && !scheme.equals("javascript") && !scheme.equals("data") ? " " + scheme + ":" : "";
        } catch (IllegalArgumentException notAUri) {
            return "";
        }
    }

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
        Object target = request.getAttribute(FORM_TARGET);
        response.setHeader("Content-Security-Policy", target == null ? POLICY : POLICY + " " + target);
        if (!response.containsHeader("Cache-Control")) {
            response.setHeader("Cache-Control", "no-store");
        }
        if (!response.containsHeader(RequestIds.HEADER)) {
            response.setHeader(RequestIds.HEADER, RequestIds.of(request));
        }
        StrictTransport.put(request, response);
    }
}
