package org.caregate.identity.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.identity.page.ErrorPages.Shown;
import org.caregate.identity.password.TooBusyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.filter.OncePerRequestFilter;

/** The outermost handler of the pages: whatever breaks is a page that tells nothing, and a line in the log that does. */
public final class Failures extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final String RETRY_SECONDS = "5";

    private final ErrorPages errors;

    /** Failures shown by those pages. */
    public Failures(ErrorPages errors) {
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException broken) {
            Throwable cause =
                    broken instanceof ServletException && broken.getCause() != null ? broken.getCause() : broken;
            if (cause instanceof RequestRejectedException rejected) {
                throw rejected; // the firewall's handler refuses it, like whatever it rejects before the pages
            }
            // the class alone: messages of drivers may quote values
            LOG.error(
                    "request {} broke: {}",
                    RequestIds.of(request),
                    cause.getClass().getName());
            LOG.debug("request {}", RequestIds.of(request), cause);
            if (passing(cause)) {
                response.setHeader("Retry-After", RETRY_SECONDS);
                errors.send(
                        request,
                        response,
                        Shown.of(
                                503,
                                "Please try again in a moment",
                                "The service cannot answer right now. Nothing was changed."));
            } else {
                errors.send(
                        request,
                        response,
                        Shown.of(500, "Something went wrong", "The error was noted. Please try again."));
            }
        }
    }

    /** Whether it will pass by itself: the log, the database or the processors are not there for us now. */
    private static boolean passing(Throwable cause) {
        String name = cause.getClass().getName();
        return cause instanceof AuditUnavailableException
                || cause instanceof TooBusyException
                || name.startsWith("org.springframework.dao.")
                || name.startsWith("org.springframework.jdbc.")
                || name.startsWith("org.springframework.transaction.");
    }
}
