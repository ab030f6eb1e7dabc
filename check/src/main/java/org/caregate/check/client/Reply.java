package org.caregate.check.client;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One answer, body and all. */
public record Reply(URI uri, int status, HttpHeaders headers, byte[] body) {
    /** The first value of a header, or empty text. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The exchange's own id, which the audit log knows it by. */
    public String requestId() {
        return header("X-Request-Id");
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as JSON. */
    public JsonNode json() {
        return JsonMapper.shared().readTree(body);
    }

    /** The body as HTML. */
    public Document html() {
        return Jsoup.parse(text(), uri.toString());
    }

    /** Where it redirects to, resolved. */
    public URI location() {
        return uri.resolve(header("Location"));
    }

    /** Whether it redirects. */
    public boolean redirects() {
        return status >= 300 && status < 400 && headers.firstValue("Location").isPresent();
    }
}
