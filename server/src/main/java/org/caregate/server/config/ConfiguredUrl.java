package org.caregate.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.caregate.protocol.StrictUri;

/** Which URLs can be configured: what passes here is what the program can start and work with. */
public final class ConfiguredUrl {
    private static final Pattern PLAIN_PATH = Pattern.compile("(?:/[A-Za-z0-9._~-]+)+");
    private static final Pattern ANY_PATH = Pattern.compile("(?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)*");

    private ConfiguredUrl() {}

    /** What the URL is for. */
    public enum Shape {
        /** The issuer: an origin. Everything hangs below it, and clients compare it character for character (RFC 9207 §2.4). */
        ORIGIN("an https origin without path, such as https://auth.example.org"),
        /** A resource's public base, an audience that clients compare likewise (RFC 8707 §2). */
        PUBLIC_BASE("an https URL with a plain path, such as https://api.example.org/fhir"),
        /** A server that we call. */
        SERVER("a URL without trailing slash");

        private final String words;

        Shape(String words) {
            this.words = words;
        }
    }

    /** The URL, if it has that shape and one of these schemes. */
    public static Optional<URI> parse(String text, Shape shape, Set<String> schemes) {
        URI uri;
        try {
            uri = StrictUri.parse(text);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        boolean good = uri.getScheme() != null
                && schemes.contains(uri.getScheme())
                && uri.getHost() != null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null
                && !uri.getRawAuthority().endsWith(":")
                && uri.normalize().toString().equals(text)
                && hasShape(uri, shape);
        return good ? Optional.of(uri) : Optional.empty();
    }

    /** What is wanted, in words that follow "must be". */
    public static String wanted(Shape shape, Set<String> schemes) {
        String rest = ", and without query, fragment and user";
        return switch (shape) {
            case ORIGIN, PUBLIC_BASE -> shape.words + ", in lower case, without a default port" + rest;
            case SERVER ->
                shape.words + " with "
                        + String.join(" or ", schemes.stream().sorted().toList()) + rest;
        };
    }

    private static boolean hasShape(URI uri, Shape shape) {
        String path = uri.getRawPath();
        return switch (shape) {
            case ORIGIN -> isCanonical(uri) && path.isEmpty();
            case PUBLIC_BASE -> isCanonical(uri) && PLAIN_PATH.matcher(path).matches();
            case SERVER -> ANY_PATH.matcher(path).matches();
        };
    }

    /** As browsers write an origin (RFC 6454 §6.2), so that comparing texts is comparing origins. */
    private static boolean isCanonical(URI uri) {
        return uri.getHost().equals(uri.getHost().toLowerCase(Locale.ROOT))
                && uri.getPort() != ("https".equals(uri.getScheme()) ? 443 : 80);
    }
}
