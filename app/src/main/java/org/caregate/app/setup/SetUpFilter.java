package org.caregate.app.setup;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.caregate.identity.invitation.Inviting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Until the deployment is set up, answers the link's pages with their style, and everything else with 503 and one plain line. */
public final class SetUpFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(SetUpFilter.class);
    private static final byte[] LINE =
            "Caregate is not set up yet: open the set-up link that ./caregate serve printed.\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final SetUp setUp;

    /** Filters while that is pending. */
    public SetUpFilter(SetUp setUp) {
        this.setUp = setUp;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isOfTheLink(request.getRequestURI()) || !pending()) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType("text/plain;charset=US-ASCII");
        response.setContentLength(LINE.length);
        response.getOutputStream().write(LINE);
    }

    /** The path as it was sent: nothing is decoded or normalized into one of these. */
    private static boolean isOfTheLink(String path) {
        return path.equals(Inviting.PATH)
                || path.equals(Inviting.PATH + "/password")
                || path.equals(Inviting.PATH + "/code")
                || path.equals("/caregate/caregate.css")
                || path.equals("/caregate/favicon.svg");
    }

    private boolean pending() {
        try {
            return setUp.isPending();
        } catch (DataAccessException lost) {
            LOG.warn(
                    "whether this is set up cannot be read: {}", lost.getClass().getName());
            return true;
        }
    }
}
