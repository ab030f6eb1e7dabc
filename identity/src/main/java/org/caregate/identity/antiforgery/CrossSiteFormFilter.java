package org.caregate.identity.antiforgery;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.caregate.identity.session.RequestSessions;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers an app's form POST to the authorization endpoint (OpenID Connect Core §3.1.2.1) with 303 to the same request by GET.
 *
 * <p>Browsers send no {@code Lax} cookie with a cross-site POST; answered directly it would look like a new browser, and the new
 * cookie would sign the person out. Only browsers send {@code Sec-Fetch-Site}; everyone else is answered at once. An
 * authorization request holds no secret, so a URL may carry it (RFC 6749 §4.1.1).
 */
public final class CrossSiteFormFilter extends OncePerRequestFilter {
    private static final int LONGEST = 6 * 1024; // what a URL may be long on the way
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~!$'()*+,;=:@/?%&-]*");

    private final RequestSessions sessions;

    /** A filter to mount on the authorization endpoint alone. */
    public CrossSiteFormFilter(RequestSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!repeatable(request)) {
            chain.doFilter(request, response);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
        String form = new String(body, StandardCharsets.ISO_8859_1);
        if (body.length > LONGEST || !QUERY.matcher(form).matches()) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Location", request.getRequestURI() + "?" + form);
    }

    private boolean repeatable(HttpServletRequest request) {
        String type = request.getContentType();
        return request.getMethod().equals("POST")
                && "cross-site".equals(request.getHeader("Sec-Fetch-Site"))
                && request.getQueryString() == null
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith(FORM)
                && !sessions.cookieSent(request);
    }
}
