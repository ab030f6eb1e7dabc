package org.caregate.identity.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/**
 * Shows an error to a person: fixed text and the request id, never what went wrong inside. Anyone who mounts the authorization
 * endpoint shows its errors with {@link #send} too.
 */
public final class ErrorPages {
    private static final String HTML = "text/html;charset=UTF-8";

    private final ITemplateEngine templates;
    private final PageHeaders headers = new PageHeaders();

    /** Pages by that engine. */
    public ErrorPages(ITemplateEngine templates) {
        this.templates = templates;
    }

    /**
     * What is shown.
     *
     * @param title what happened, in a few words
     * @param text what the person may do; plain text
     * @param code a protocol's error code for anyone who builds the app; null when there is none
     * @param next where to go on from here, a path of this issuer; null when there is nowhere
     * @param nextLabel the words of that link; null when there is none
     */
    public record Shown(
            int status,
            String title,
            String text,
            @Nullable String code,
            @Nullable String next,
            @Nullable String nextLabel) {
        /** A page that leads nowhere. */
        public static Shown of(int status, String title, String text) {
            return new Shown(status, title, text, null, null, null);
        }

        /** The same with a link. */
        public Shown leadingTo(String path, String label) {
            return new Shown(status, title, text, code, path, label);
        }

        /** The same with a protocol's error code. */
        public Shown withCode(String value) {
            return new Shown(status, title, text, value, next, nextLabel);
        }
    }

    /** Writes the page, headers included. */
    public void send(HttpServletRequest request, HttpServletResponse response, Shown shown) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        byte[] page = html(shown, RequestIds.of(request));
        response.setStatus(shown.status());
        headers.writeHeaders(request, response);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType(HTML);
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }

    /** The page for a request that never reached the pages: its {@link #headers} go with it. */
    public byte[] html(Shown shown, String requestId) {
        Context context = new Context(Locale.ENGLISH);
        context.setVariable("shown", shown);
        context.setVariable("requestId", requestId);
        return templates.process("identity/error", context).getBytes(StandardCharsets.UTF_8);
    }

    /** The headers of {@link #html}, but those that depend on the connection. */
    public Map<String, String> headers() {
        Map<String, String> alone = PageHeaders.alone();
        alone.put("Content-Type", HTML);
        return alone;
    }
}
