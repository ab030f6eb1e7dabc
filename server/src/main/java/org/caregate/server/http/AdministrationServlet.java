package org.caregate.server.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import org.caregate.administration.http.AdministrationApi;
import org.caregate.administration.http.ApiRequest;
import org.caregate.administration.http.ApiResponse;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.identity.page.RequestIds;
import org.caregate.registry.resource.ResourceServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Carries requests to the administration API and its answers back; nothing of a browser's session is looked at. */
final class AdministrationServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(AdministrationServlet.class);

    private final transient AdministrationApi api;

    AdministrationServlet(AdministrationApi api) {
        this.api = api;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            send(response, api.handle(read(request)));
        } catch (AuditUnavailableException | DataAccessException | TransactionException passing) {
            LOG.error(
                    "request {} not answered: {}",
                    RequestIds.of(request),
                    passing.getClass().getName());
            send(response, AdministrationApi.unavailable());
        } catch (RuntimeException broken) {
            // the class alone: messages may quote values
            LOG.error(
                    "request {} broke: {}",
                    RequestIds.of(request),
                    broken.getClass().getName());
            LOG.debug("request {}", RequestIds.of(request), broken);
            send(response, AdministrationApi.broken());
        }
    }

    private static ApiRequest read(HttpServletRequest request) throws IOException {
        RequestReading.Body body = RequestReading.body(request, ApiRequest.BODY_LIMIT);
        return new ApiRequest(
                request.getMethod(),
                request.getRequestURI().substring(ResourceServer.ADMINISTRATION_PATH.length()),
                request.getQueryString(),
                RequestReading.headers(request),
                body.bytes(),
                body.tooLarge(),
                request.getRemoteAddr(),
                RequestIds.of(request));
    }

    private static void send(HttpServletResponse response, ApiResponse answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
