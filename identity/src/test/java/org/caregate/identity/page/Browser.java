package org.caregate.identity.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without script: keeps cookies, follows nothing by itself, sends the hidden fields of the last page's form. */
public final class Browser {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final URI server;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String token = "";

    public Browser(URI server) {
        this.server = server;
    }

    /** Another tab: the same cookies at first, another page. */
    public Browser otherTab() {
        Browser tab = new Browser(server);
        tab.cookies.putAll(cookies);
        return tab;
    }

    /** One answer. */
    public record Page(int status, String body, Map<String, List<String>> headers) {
        public String header(String name) {
            List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
            return values.isEmpty() ? "" : values.getFirst();
        }

        public String location() {
            return header("location");
        }
    }

    public Page get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /** Gets, and follows redirects. */
    public Page open(String path) {
        Page page = get(path);
        for (int i = 0; page.status() == 303 && i < 5; i++) {
            page = get(URI.create(page.location()).getRawPath() + query(page.location()));
        }
        return page;
    }

    /** Sends a form with the token of the last page. */
    public Page post(String path, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.addAll(List.of("_csrf", token));
        return postRaw(path, all.toArray(String[]::new));
    }

    /** Sends a form with that method, as it is. */
    public Page send(String method, String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, BodyPublishers.ofString(body)));
    }

    /** As {@link #post}, from a browser that accepts that. */
    public Page postAccepting(String accept, String path, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.addAll(List.of("_csrf", token));
        return postBody(path, body(all.toArray(String[]::new)), "Accept", accept);
    }

    /** Sends a form as it is. */
    public Page postRaw(String path, String... fields) {
        return postBody(path, body(fields));
    }

    private static String body(String... fields) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(encode(fields[i]) + "=" + encode(fields[i + 1]));
        }
        return String.join("&", pairs);
    }

    public Page postBody(String path, String body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    public Page postAs(String contentType, String path, String body) {
        return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
    }

    /** Gets what {@link URI} would not take: sent as it is, on a connection of its own and without cookies. */
    public Page getRaw(String target) {
        return raw("GET " + target + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\nConnection: close\r\n\r\n");
    }

    private Page raw(String request) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String[] parts = answer.split("\r\n\r\n", 2);
            Map<String, List<String>> headers = new LinkedHashMap<>();
            for (String line : parts[0].lines().toList()) {
                String[] field = line.split(": ", 2);
                headers.computeIfAbsent(field[0].toLowerCase(Locale.ROOT), first -> new ArrayList<>())
                        .add(field[field.length - 1]);
            }
            return new Page(Integer.parseInt(parts[0].split(" ", 3)[1]), parts[1], headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String cookie() {
        return cookies.getOrDefault("caregate", "");
    }

    public void setCookie(String value) {
        cookies.put("caregate", value);
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofMinutes(1));
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Page send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            for (String cookie : response.headers().allValues("set-cookie")) {
                String pair = cookie.split(";", 2)[0];
                int equals = pair.indexOf('=');
                if (equals == pair.length() - 1) {
                    cookies.remove(pair.substring(0, equals));
                } else {
                    cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
                }
            }
            Matcher found = TOKEN.matcher(response.body());
            if (found.find()) {
                token = found.group(1);
            }
            return new Page(
                    response.statusCode(), response.body(), response.headers().map());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String query(String location) {
        String query = URI.create(location).getRawQuery();
        return query == null ? "" : "?" + query;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
