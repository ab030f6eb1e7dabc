package org.caregate.gateway.http;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** The header fields of every answer, errors included. */
final class FixedFields {
    private static final HttpField[] EVERYWHERE = {
        new PreEncodedHttpField("Strict-Transport-Security", "max-age=63072000"), // RFC 6797
        new PreEncodedHttpField("Cache-Control", "no-store"),
        new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
        new PreEncodedHttpField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        new PreEncodedHttpField("Vary", "Origin, Authorization, Accept"),
    };

    private FixedFields() {}

    static void put(HttpFields.Mutable fields, String exchangeId) {
        for (HttpField field : EVERYWHERE) {
            fields.put(field);
        }
        fields.put("X-Request-Id", exchangeId);
    }
}
