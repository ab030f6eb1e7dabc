package org.caregate.gateway.http;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.caregate.audit.entry.TimeOrderedId;
import org.caregate.gateway.discovery.OwnDocument;
import org.caregate.gateway.enforcement.FhirExchange;
import org.caregate.gateway.error.BearerChallenge;
import org.caregate.gateway.http.JettyExchange.JettyCall;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Routes: public documents, preflights, and everything below the FHIR base into the pipeline. */
public final class FhirHandler extends Handler.Abstract {
    /** No FHIR path, so that the parser refuses it like any unknown one. */
    private static final String ELSEWHERE = "/-";

    private static final String DESCRIPTION = "/metadata";

    private final String basePath;
    private final Map<String, OwnDocument> documents;
    private final FhirCors crossOrigin;
    private final BearerChallenge challenge;
    private final BodyLimits bodyLimits;
    private final Clock clock;
    private final Pipeline pipeline;

    /** What answers an exchange below the base. */
    @FunctionalInterface
    public interface Pipeline {
        /** Answers, once. */
        void answer(FhirExchange exchange) throws IOException;
    }

    /**
     * A handler for one FHIR base.
     *
     * @param basePath the path of the base, without a trailing slash
     * @param documents public JSON documents by their path on this server
     */
    public FhirHandler(
            String basePath,
            Map<String, OwnDocument> documents,
            FhirCors crossOrigin,
            BearerChallenge challenge,
            BodyLimits bodyLimits,
            Clock clock,
            Pipeline pipeline) {
        this.basePath = basePath;
        this.documents = Map.copyOf(documents);
        this.crossOrigin = crossOrigin;
        this.challenge = challenge;
        this.bodyLimits = bodyLimits;
        this.clock = clock;
        this.pipeline = pipeline;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Instant now = clock.instant();
        String id = TimeOrderedId.at(now).toString();
        response.getHeaders().put("X-Request-Id", id);
        String path = request.getHttpURI().getPath();
        path = path == null ? "" : path;
        boolean document = documents.containsKey(path);
        if (document
                && (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))) {
            document(response, callback, path);
            return true;
        }
        boolean open = document || path.equals(basePath + DESCRIPTION);
        if (FhirCors.isPreflight(request.getMethod(), request.getHeaders())) {
            if (open) {
                crossOrigin.putForPublicPreflight(response.getHeaders());
            } else {
                crossOrigin.putForPreflight(request.getHeaders(), response.getHeaders());
            }
            response.setStatus(204);
            callback.succeeded();
            return true;
        }
        if (open) {
            crossOrigin.putForPublicDocument(response.getHeaders());
        } else {
            crossOrigin.put(request.getHeaders(), response.getHeaders());
        }
        String below = path.startsWith(basePath) ? path.substring(basePath.length()) : ELSEWHERE;
        if (document) {
            below = DESCRIPTION; // refused alike: there is something, to be read only
        }
        JettyExchange exchange = new JettyExchange(
                id,
                now,
                new JettyCall(request, response, callback),
                below.isEmpty() || below.startsWith("/") ? below : ELSEWHERE,
                bodyLimits,
                challenge);
        try {
            pipeline.answer(exchange);
        } catch (IOException gone) {
            exchange.abort();
        }
        return true;
    }

    private void document(Response response, Callback callback, String path) throws IOException {
        OwnDocument body = documents.get(path);
        if (body == null) {
            throw new IllegalStateException("looked up before");
        }
        crossOrigin.putForPublicDocument(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length());
        Content.Sink.write(response, true, body.bytes());
        callback.succeeded();
    }
}
