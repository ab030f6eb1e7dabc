package org.caregate.demo.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The app's fixed table of paths: what is not in it does not exist, so no path can reach out of it. */
final class AppPages extends Handler.Abstract {

    /** One file and its media type. */
    record Page(ByteBuffer content, String mediaType) {}

    private final Map<String, Page> pages;
    private final HttpFields headers;

    AppPages(Map<String, Page> pages, URI iss) {
        this.pages = Map.copyOf(pages);
        // Discovery may name endpoints on another port of the same host, so the port is left open.
        String server = "https://" + iss.getHost() + ":*";
        this.headers = HttpFields.build()
                .add(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                                + "connect-src 'self' " + server + "; base-uri 'none'; form-action 'none'; "
                                + "frame-ancestors 'none'; require-trusted-types-for 'script'")
                .add("X-Content-Type-Options", "nosniff")
                .add("X-Frame-Options", "DENY")
                .add("Referrer-Policy", "no-referrer")
                .add("Cross-Origin-Opener-Policy", "same-origin")
                .add("Cross-Origin-Resource-Policy", "same-origin")
                .add("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
                .add("Cache-Control", "no-store")
                .asImmutable();
    }

    static Map<String, Page> load(AppConfiguration configuration) throws IOException {
        Map<String, Page> pages = new HashMap<>();
        put(pages, "/", "index.html", "text/html;charset=utf-8");
        put(pages, "/app.html", "app.html", "text/html;charset=utf-8");
        put(pages, "/app.css", "app.css", "text/css;charset=utf-8");
        put(pages, "/icon.svg", "icon.svg", "image/svg+xml");
        for (String script : new String[] {"launch.js", "app.js", "record.js", "chart.js", "fhir-client.pure.min.js"}) {
            put(pages, "/" + script, script, "text/javascript;charset=utf-8");
        }
        pages.put("/config.json", new Page(ByteBuffer.wrap(configuration.json()), "application/json"));
        return pages;
    }

    private static void put(Map<String, Page> pages, String path, String file, String mediaType) throws IOException {
        try (InputStream in = AppPages.class.getResourceAsStream("/org/caregate/demo/app/" + file)) {
            if (in == null) {
                throw new IOException("the build left out the app's " + file);
            }
            pages.put(path, new Page(ByteBuffer.wrap(in.readAllBytes()), mediaType));
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        for (HttpField header : headers) {
            response.getHeaders().put(header);
        }
        boolean head = "HEAD".equals(request.getMethod());
        if (!head && !"GET".equals(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            response.setStatus(HttpStatus.METHOD_NOT_ALLOWED_405);
            response.write(true, null, callback);
            return true;
        }
        Page page = pages.get(Request.getPathInContext(request));
        if (page == null) {
            response.setStatus(HttpStatus.NOT_FOUND_404);
            Content.Sink.write(response, true, "Not found\n", callback);
            return true;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, page.mediaType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, page.content().remaining());
        response.write(true, head ? null : page.content().asReadOnlyBuffer(), callback);
        return true;
    }
}
