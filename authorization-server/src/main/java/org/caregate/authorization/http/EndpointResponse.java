package org.caregate.authorization.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP response. {@code X-Request-Id}, {@code Date} and transport headers are the mounter's.
 *
 * @param headers names as written, each once
 * @param page what a page must be rendered from instead of {@code body}, when a person is to see something
 */
@SuppressWarnings("ArrayRecordComponent") // bytes travel once and are never compared
public record EndpointResponse(int status, Map<String, String> headers, byte[] body, Page page) {
    /** What the mounter shows to a person. */
    public sealed interface Page {
        /** Nothing: send headers and body as they are. */
        record NoPage() implements Page {}

        /**
         * An error before a redirect URI was verified: it is shown and never redirected (RFC 6749 §4.1.2.1).
         *
         * @param code the OAuth error code
         * @param description fixed text, safe to show
         * @param requestId what to tell the help desk
         */
        record ShownError(String code, String description, String requestId) implements Page {}
    }

    private static final Page NO_PAGE = new Page.NoPage();

    public EndpointResponse {
        headers = Map.copyOf(headers);
    }

    /** Without body. */
    public static EndpointResponse empty(int status) {
        return new EndpointResponse(status, Map.of(), new byte[0], NO_PAGE);
    }

    /** A JSON document. */
    public static EndpointResponse json(int status, String json) {
        return new EndpointResponse(
                status, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8), NO_PAGE);
    }

    /** Sends the browser elsewhere with GET, so that no form is ever sent on (RFC 9700 §4.12). */
    public static EndpointResponse seeOther(String location) {
        return empty(303).with("Location", location).uncached();
    }

    /** A page that shows an error to the person. */
    public static EndpointResponse shown(int status, Page.ShownError error) {
        return new EndpointResponse(status, Map.of(), new byte[0], error).uncached();
    }

    /** The same with one more header, or another value of it. */
    public EndpointResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new EndpointResponse(status, more, body, page);
    }

    /** Never stored by anyone (RFC 6749 §5.1; SMART still tests the Pragma of HTTP/1.0). */
    public EndpointResponse uncached() {
        return with("Cache-Control", "no-store").with("Pragma", "no-cache");
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Without headers and body, which may hold secrets. */
    @Override
    public String toString() {
        return "EndpointResponse[" + status + "]";
    }
}
