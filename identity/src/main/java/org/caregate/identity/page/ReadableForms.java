package org.caregate.identity.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.caregate.identity.page.ErrorPages.Shown;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the parameters once, before anything asks for one: what cannot be decoded is the sender's mistake, with an answer of its own, and
 * not a failure in the middle of a page.
 */
public final class ReadableForms extends OncePerRequestFilter {
    private static final int LIMIT = 32 * 1024;

    private final RefusedMessages refused;

    /** Forms that cannot be read are refused there. */
    public ReadableForms(RefusedMessages refused) {
        this.refused = refused;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > LIMIT) {
            refused.refuse(
                    request,
                    response,
                    "TOO_LARGE",
                    Shown.of(413, "The form is too large", "More was sent than is taken here."));
        } else if (decodes(request)) {
            chain.doFilter(request, response);
        } else {
            refused.refuse(
                    request,
                    response,
                    "FORM_UNREADABLE",
                    Shown.of(400, "The form could not be read", "Please go back and send it again."));
        }
    }

    private static boolean decodes(HttpServletRequest request) {
        try {
            request.getParameterMap();
            return true;
        } catch (RequestRejectedException rejected) {
            throw rejected;
        } catch (RuntimeException undecodable) {
            return false;
        }
    }
}
