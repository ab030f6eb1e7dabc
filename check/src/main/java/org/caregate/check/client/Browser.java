package org.caregate.check.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * A browser without script: it keeps cookies by origin, follows redirects on the origin it is on, and submits forms as they are
 * written. A redirect to another origin is handed back, as an app would receive it.
 */
public final class Browser {
    private static final int MOST_REDIRECTS = 12;

    private final Http http;
    private final URI home;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /** A browser with an empty cookie jar, at home on the issuer's origin. */
    public Browser(Http http, URI issuer) {
        this.http = http;
        this.home = issuer;
    }

    /** Opens an address and follows redirects that stay at home. */
    public Reply open(URI uri) {
        return follow(once(Http.to(uri).GET()));
    }

    /** Posts a form to an address and follows redirects that stay at home. */
    public Reply post(URI uri, Map<String, String> form) {
        return follow(once(Http.to(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", origin(home))
                .POST(BodyPublishers.ofString(Http.form(form)))));
    }

    /** Submits the page's form that holds the element, pressing it when it is a button, after the fields were filled in. */
    public Reply submit(Reply page, String cssOfButton, Consumer<FormElement> fill) {
        Element button = page.html().selectFirst(cssOfButton);
        if (button == null) {
            throw new IllegalStateException("no " + cssOfButton + " on " + page.uri() + " (status " + page.status()
                    + ", title: " + page.html().title() + ")");
        }
        FormElement form = (FormElement) button.closest("form");
        if (form == null) {
            throw new IllegalStateException(cssOfButton + " on " + page.uri() + " belongs to no form");
        }
        fill.accept(form);
        Map<String, String> fields = new LinkedHashMap<>();
        StringBuilder body = new StringBuilder();
        form.formData().stream()
                .filter(pair -> !(isButton(form, pair.key()) && !pair.key().equals(button.attr("name"))))
                .forEach(pair -> fields.merge(pair.key(), pair.value(), (a, b) -> a + "\u0000" + b));
        if (button.hasAttr("name")) {
            fields.put(button.attr("name"), button.attr("value"));
        }
        fields.forEach((name, values) -> {
            for (String value : values.split("\u0000", -1)) {
                body.append(body.isEmpty() ? "" : "&")
                        .append(Http.encode(name))
                        .append('=')
                        .append(Http.encode(value));
            }
        });
        URI action = button.hasAttr("formaction")
                ? URI.create(button.absUrl("formaction"))
                : form.attr("action").isEmpty() ? page.uri() : URI.create(form.absUrl("action"));
        return follow(once(Http.to(action)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", origin(home))
                .POST(BodyPublishers.ofString(body.toString()))));
    }

    private static boolean isButton(FormElement form, String name) {
        return form.elements().stream()
                .anyMatch(e -> e.attr("name").equals(name) && e.normalName().equals("button"));
    }

    /** The cookies as sent, name to value. */
    public Map<String, String> cookies() {
        return Map.copyOf(cookies);
    }

    private Reply follow(Reply reply) {
        Reply current = reply;
        for (int i = 0; i < MOST_REDIRECTS && current.redirects(); i++) {
            URI next = current.location();
            if (!origin(next).equals(origin(home))) {
                return current;
            }
            current = once(Http.to(next).GET());
        }
        return current;
    }

    private Reply once(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        Reply reply = http.send(request.build());
        reply.headers().allValues("Set-Cookie").forEach(this::keep);
        return reply;
    }

    private void keep(String setCookie) {
        String pair = setCookie.split(";", 2)[0];
        int equals = pair.indexOf('=');
        String name = pair.substring(0, equals);
        String value = pair.substring(equals + 1);
        if (value.isEmpty() || setCookie.toLowerCase(java.util.Locale.ROOT).contains("max-age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, value);
        }
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }
}
