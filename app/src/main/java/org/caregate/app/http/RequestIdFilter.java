package org.caregate.app.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.caregate.identity.pages.RequestIds;
import org.caregate.identity.pages.StrictTransport;
import org.slf4j.MDC;

/** Gives every answer its {@code X-Request-Id} and HSTS first, so that whatever happens next carries them. */
final class RequestIdFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = RequestIds.of(request);
        response.setHeader(RequestIds.HEADER, id);
        StrictTransport.put(request, response);
        MDC.put("request", id); // with every line of the program's log about it
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove("request");
        }
    }
}
