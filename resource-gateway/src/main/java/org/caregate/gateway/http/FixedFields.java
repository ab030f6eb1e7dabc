package org.caregate.gateway.http;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The header fields of every answer, errors included. */
public final class FixedFields {
    private static final List<HttpField> EVERYWHERE = List.of(
            new PreEncodedHttpField("Cache-Control", "no-store"),
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            new PreEncodedHttpField("Vary", "Origin, Authorization, Accept"));
    private static final HttpField ONLY_HTTPS =
            new PreEncodedHttpField("Strict-Transport-Security", "max-age=63072000"); // RFC 6797

    private final boolean onlyHttps;
    private final HttpField intermediary;

    /** For answers under that host's name; {@code localhost} is shared with other programs, which must stay reachable. */
    public FixedFields(String host) {
        this.onlyHttps = !host.equals("localhost");
        this.intermediary = new PreEncodedHttpField("X-Intermediary", host);
    }

    /** Around every handler there is, so that no answer depends on who gives it. */
    public Handler around(Handler answering) {
        return new Handler.Wrapper(answering) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                put(response.getHeaders());
                return super.handle(request, response, callback);
            }
        };
    }

    /** With the exchange's id. */
    void put(HttpFields.Mutable fields, String exchangeId) {
        put(fields);
        fields.put("X-Request-Id", exchangeId);
    }

    private void put(HttpFields.Mutable fields) {
        for (HttpField field : EVERYWHERE) {
            fields.put(field);
        }
        fields.put(intermediary); // we change contents on their way (FHIR R4, "RESTful API", "Intermediaries")
        if (onlyHttps) {
            fields.put(ONLY_HTTPS);
        }
    }
}
