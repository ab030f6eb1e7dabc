package org.caregate.app.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.caregate.identity.pages.RequestIds;
import org.caregate.identity.pages.StrictTransport;

/** Gives every answer its {@code X-Request-Id} and HSTS first, so that whatever happens next carries them. */
final class RequestIdFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader(RequestIds.HEADER, RequestIds.of(request));
        StrictTransport.put(request, response);
        chain.doFilter(request, response);
    }
}
