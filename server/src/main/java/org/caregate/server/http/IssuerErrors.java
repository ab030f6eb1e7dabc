package org.caregate.server.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.caregate.administration.http.AdministrationApi;
import org.caregate.administration.http.ApiResponse;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.identity.page.ErrorPages;
import org.caregate.registry.resource.ResourceServer;
import org.eclipse.jetty.ee11.servlet.ErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.ee11.servlet.ServletContextResponse;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers whatever the container, its filters or a bug refuse at the issuer, from a request line that cannot be read to an exception that
 * nothing caught: a page for people, JSON for programs, each with the headers of every answer and an entry in the log that strangers
 * cannot fill. Nothing of the container's own is ever shown.
 */
final class IssuerErrors extends ErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerErrors.class);

    private final Supplier<ErrorPages> pages;
    private final Supplier<StrangersLog> strangers;
    private final Clock clock;

    private record Answer(int status, Map<String, String> headers, byte[] body) {}

    /** The parts are asked for late: the handler is made before the pages are. */
    IssuerErrors(Supplier<ErrorPages> pages, Supplier<StrangersLog> strangers, Clock clock) {
        this.pages = pages;
        this.strangers = strangers;
        this.clock = clock;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String id = IssuerEdge.id(request, clock);
        MessageRefusal refusal = recorded(request, id, refusal(request, response));
        Answer answer = answer(request, refusal, id);
        IssuerEdge.put(request, response, id);
        answer.headers().forEach(response.getHeaders()::put);
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        if (response instanceof ServletContextResponse && isInServlet(request)) {
            ServletContextRequest servlet = Request.as(request, ServletContextRequest.class);
            HttpServletResponse out = servlet.getHttpServletResponse();
            out.getOutputStream().write(answer.body());
            callback.succeeded();
        } else {
            response.write(true, ByteBuffer.wrap(answer.body()), callback);
        }
        return true;
    }

    /** Whether the servlets' own machinery ends the exchange, and not the core's. */
    private static boolean isInServlet(Request request) {
        return request.getAttribute("jakarta.servlet.error.status_code") != null;
    }

    private static MessageRefusal refusal(Request request, Response response) {
        Object thrown = request.getAttribute(org.eclipse.jetty.server.handler.ErrorHandler.ERROR_EXCEPTION);
        if (thrown == null) {
            thrown = request.getAttribute("jakarta.servlet.error.exception");
        }
        for (Throwable cause = thrown instanceof Throwable t ? t : null; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException refused) {
                return MessageRefusal.of(refused.getCode());
            }
        }
        MessageRefusal refusal = MessageRefusal.of(response.getStatus());
        if (refusal == MessageRefusal.INTERNAL && thrown != null) {
            // the class alone: messages may quote values
            LOG.error("a request broke: {}", thrown.getClass().getName());
            LOG.debug("a request broke", (Throwable) thrown);
        }
        return refusal;
    }

    /** The refusal, once it stands in the log or is counted there. */
    private MessageRefusal recorded(Request request, String id, MessageRefusal refusal) throws IOException {
        try {
            strangers
                    .get()
                    .refused(AuditEntry.of(clock.instant(), id, Action.MESSAGE_REFUSED, Outcome.REFUSED)
                            .reason(refusal.name())
                            .httpStatus(refusal.status())
                            .sourceAddress(Request.getRemoteAddr(request))
                            .build());
            return refusal;
        } catch (AuditUnavailableException unavailable) {
            return MessageRefusal.UNAVAILABLE;
        }
    }

    private Answer answer(Request request, MessageRefusal refusal, String id) {
        String path = request.getHttpURI() == null ? null : request.getHttpURI().getPath();
        String known = path == null ? "" : path;
        if (known.startsWith(ResourceServer.ADMINISTRATION_PATH + "/")) {
            ApiResponse problem = AdministrationApi.unreadable(refusal.status(), refusal.name(), refusal.title());
            return new Answer(
                    problem.status(), problem.headers(), problem.body().getBytes(StandardCharsets.UTF_8));
        }
        if (isForPrograms(known, request.getHeaders().get(HttpHeader.ACCEPT))) {
            String json = "{\"error\":\"" + refusal.code() + "\",\"error_description\":\"" + refusal.title() + "\"}";
            return new Answer(
                    refusal.status(),
                    Map.of("Content-Type", "application/json", "Cache-Control", "no-store"),
                    json.getBytes(StandardCharsets.UTF_8));
        }
        Map<String, String> headers = new LinkedHashMap<>(pages.get().headers());
        if (refusal == MessageRefusal.UNAVAILABLE) {
            headers.put("Retry-After", "5");
        }
        return new Answer(refusal.status(), headers, pages.get().html(refusal.shown(), id));
    }

    /** By the route; where there is none that either uses, by what the caller accepts. */
    private static boolean isForPrograms(String path, @org.jspecify.annotations.Nullable String accept) {
        if (path.startsWith("/oauth2/")) {
            return !path.startsWith("/oauth2/authorize");
        }
        if (path.startsWith("/.well-known/") || path.equals("/userinfo")) {
            return true;
        }
        String accepted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        return accepted.contains("json") && !accepted.contains("text/html");
    }
}
