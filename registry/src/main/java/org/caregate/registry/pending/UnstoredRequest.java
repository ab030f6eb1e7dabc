package org.caregate.registry.pending;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.caregate.protocol.ClientId;

/**
 * An authorization request for which no one has signed in yet. It has no row, as anyone may send one: the browser carries it, signed,
 * through the sign-in pages and back to the authorization endpoint, where it is judged like one that just came. It holds no answers
 * and is no secret; anyone who follows it has asked what any link to the endpoint asks (RFC 6749 §4.1.1).
 *
 * @param parameters the request's parameters, each exactly once, as received
 * @param requestedAt when the request arrived: {@code prompt=login} wants a sign-in after it
 */
public record UnstoredRequest(Map<String, String> parameters, Instant requestedAt) {
    /** How long it is good for. */
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    public UnstoredRequest {
        parameters = Map.copyOf(parameters);
    }

    /** Who asks, for the pages. */
    public ClientId client() {
        return new ClientId(parameters.getOrDefault("client_id", ""));
    }

    /** As text, to be signed. */
    public String text() {
        return requestedAt + "\n"
                + new TreeMap<>(parameters)
                        .entrySet().stream()
                                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                                .collect(Collectors.joining("&"));
    }

    /** What {@link #text()} wrote, while it is good; the text's signature MUST have been checked. */
    public static Optional<UnstoredRequest> parse(String text, Instant now) {
        int line = text.indexOf('\n');
        try {
            Instant requestedAt = Instant.parse(text.substring(0, Math.max(line, 0)));
            if (!now.isBefore(requestedAt.plus(LIFETIME))) {
                return Optional.empty();
            }
            Map<String, String> parameters = new TreeMap<>();
            for (String one : text.substring(line + 1).split("&", -1)) {
                int equals = one.indexOf('=');
                parameters.put(decoded(one.substring(0, equals)), decoded(one.substring(equals + 1)));
            }
            return Optional.of(new UnstoredRequest(parameters, requestedAt));
        } catch (DateTimeException | IndexOutOfBoundsException notOne) {
            return Optional.empty();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
