package org.caregate.server.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.authorization.http.BrowserSession;
import org.caregate.authorization.http.Endpoint;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.http.EndpointResponse.Page;
import org.caregate.identity.page.ErrorPages;
import org.caregate.identity.page.ErrorPages.Shown;
import org.caregate.identity.page.RequestIds;
import org.caregate.identity.session.RequestSessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Carries requests to the authorization server's functions and their responses back, outside Spring Security's chain. */
final class EndpointServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(EndpointServlet.class);
    private static final String AUTHORIZE = "/oauth2/authorize";
    /** What a browser navigates by; any other method is answered without a session being opened for it. */
    private static final Set<String> NAVIGATING = Set.of("GET", "HEAD", "POST");

    private static final byte[] UNAVAILABLE =
            "{\"error\":\"temporarily_unavailable\"}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BROKEN = "{\"error\":\"server_error\"}".getBytes(StandardCharsets.US_ASCII);

    private final transient Endpoint endpoint;
    private final transient RequestSessions sessions;
    private final transient ErrorPages errors;

    EndpointServlet(Endpoint endpoint, RequestSessions sessions, ErrorPages errors) {
        this.endpoint = endpoint;
        this.sessions = sessions;
        this.errors = errors;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean people = request.getRequestURI().startsWith(AUTHORIZE) && NAVIGATING.contains(request.getMethod());
        try {
            send(request, response, endpoint.handle(read(request, response, people)));
        } catch (AuditUnavailableException | DataAccessException | TransactionException passing) {
            LOG.error(
                    "request {} not answered: {}",
                    RequestIds.of(request),
                    passing.getClass().getName());
            response.setHeader("Retry-After", "5");
            fail(request, response, people, 503, UNAVAILABLE, "Please try again in a moment");
        } catch (RuntimeException broken) {
            // the class alone: messages may quote values
            LOG.error(
                    "request {} broke: {}",
                    RequestIds.of(request),
                    broken.getClass().getName());
            LOG.debug("request {}", RequestIds.of(request), broken);
            fail(request, response, people, 500, BROKEN, "Something went wrong");
        }
    }

    private EndpointRequest read(HttpServletRequest request, HttpServletResponse response, boolean people)
            throws IOException {
        RequestReading.Body body = RequestReading.body(request, EndpointRequest.BODY_LIMIT);
        return new EndpointRequest(
                request.getMethod(),
                request.getRequestURI(),
                request.getQueryString(),
                RequestReading.headers(request),
                body.bytes(),
                body.tooLarge(),
                request.getRemoteAddr(),
                RequestIds.of(request),
                request.isSecure(),
                people ? session(request, response) : null);
    }

    private BrowserSession session(HttpServletRequest request, HttpServletResponse response) {
        org.caregate.identity.session.CookieSession session = sessions.findOrOpen(request, response);
        return EndpointSessions.session(session.id(), session.signedIn());
    }

    private void send(HttpServletRequest request, HttpServletResponse response, EndpointResponse answer)
            throws IOException {
        if (answer.page() instanceof Page.ShownError(String code, String description, String requestId)) {
            answer.headers().forEach(response::setHeader);
            errors.send(
                    request,
                    response,
                    Shown.of(answer.status(), "The app's request cannot be answered", description)
                            .withCode(code));
            LOG.debug("request {} was shown {}", requestId, code);
            return;
        }
        answer.headers().forEach(response::setHeader);
        if (answer.status() == 405 && request.getRequestURI().startsWith(AUTHORIZE)) {
            errors.send(request, response, MessageRefusal.METHOD_NOT_ALLOWED.shown());
            return;
        }
        response.setStatus(answer.status());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(answer.body().length);
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(answer.body());
        }
    }

    private void fail(
            HttpServletRequest request,
            HttpServletResponse response,
            boolean people,
            int status,
            byte[] json,
            String title)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        if (people) {
            errors.send(request, response, Shown.of(status, title, "Nothing was changed. The error was noted."));
            return;
        }
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(json);
    }
}
