package org.caregate.gateway.http;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

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

    /** For answers under that host's name; {@code localhost} is shared with other programs, which must stay reachable. */
    public FixedFields(String host) {
        this.onlyHttps = !host.equals("localhost");
    }

    void put(HttpFields.Mutable fields, String exchangeId) {
        for (HttpField field : EVERYWHERE) {
            fields.put(field);
        }
        if (onlyHttps) {
            fields.put(ONLY_HTTPS);
        }
        fields.put("X-Request-Id", exchangeId);
    }
}
