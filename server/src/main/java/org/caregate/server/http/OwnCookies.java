package org.caregate.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Leaves of a request's cookies only those that this server set, as a browser sends them (RFC 6265 §4.2.1: a semicolon parts them, a quote
 * means nothing). Cookies of other programs under the same name are opaque here: whatever they hold, a strict parser never sees it.
 */
final class OwnCookies {
    private static final Pattern OURS = Pattern.compile("__Host-caregate[A-Za-z0-9_-]*=[A-Za-z0-9._~-]*");

    private OwnCookies() {}

    /** The same fields with at most one {@code Cookie}. */
    static HttpFields only(HttpFields fields) {
        if (!fields.contains(HttpHeader.COOKIE)) {
            return fields;
        }
        List<String> ours = new ArrayList<>();
        for (HttpField field : fields.getFields(HttpHeader.COOKIE)) {
            String value = field.getValue() == null ? "" : field.getValue();
            for (String pair : value.split(";", -1)) {
                if (OURS.matcher(pair.strip()).matches()) {
                    ours.add(pair.strip());
                }
            }
        }
        HttpFields.Mutable kept = HttpFields.build(fields);
        kept.remove(HttpHeader.COOKIE);
        if (!ours.isEmpty()) {
            kept.put(HttpHeader.COOKIE, String.join("; ", ours));
        }
        return kept.asImmutable();
    }
}
