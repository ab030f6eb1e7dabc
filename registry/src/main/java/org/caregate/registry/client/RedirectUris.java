package org.caregate.registry.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caregate.protocol.StrictUri;
import org.jspecify.annotations.Nullable;

/** Which redirect URIs may be registered (RFC 6749 §3.1.2, RFC 8252 §7, RFC 9700 §2.1). */
final class RedirectUris {
    /** Plain http is for the user's own machine alone, by address: the name localhost can be made to lead elsewhere. */
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

    private static final Pattern ON_LOOPBACK =
            Pattern.compile("http://(?<host>127\\.0\\.0\\.1|\\[::1])(?::(?<port>[0-9]{1,5}))?(?<rest>(?:[/?].*)?)");

    private RedirectUris() {}

    /** What is wrong with it; empty when it may be registered. */
    static Optional<String> problem(String text, boolean publicClient) {
        URI uri;
        try {
            uri = StrictUri.parse(text);
        } catch (URISyntaxException e) {
            return Optional.of("is not a URI (RFC 3986): percent-encode other characters");
        }
        String scheme = uri.getScheme();
        if (scheme == null || uri.getRawFragment() != null || text.indexOf('*') >= 0 || text.length() > 2048) {
            return Optional.of("must be absolute, without fragment or wildcard");
        }
        return switch (scheme) {
            case "https" ->
                uri.getHost() != null && uri.getRawUserInfo() == null
                        ? Optional.empty()
                        : Optional.of("needs a host and no user name");
            case "http" ->
                uri.getHost() != null && uri.getRawUserInfo() == null && LOOPBACK.contains(uri.getHost())
                        ? Optional.empty()
                        : Optional.of("http is for 127.0.0.1 and [::1] alone");
            default ->
                publicClient && scheme.indexOf('.') > 0
                        ? Optional.empty()
                        : Optional.of("a private-use scheme is a reversed domain name, for public clients");
        };
    }

    /**
     * Whether a request's redirect URI is that registered one: character for character, except that a native app's port on its own
     * machine is whatever was free when it started (RFC 8252 §7.3, RFC 9700 §2.1).
     */
    static boolean same(String registered, String asked, boolean publicClient) {
        if (registered.equals(asked)) {
            return true;
        }
        Matcher ours = ON_LOOPBACK.matcher(registered);
        Matcher theirs = ON_LOOPBACK.matcher(asked);
        return publicClient
                && ours.matches()
                && theirs.matches()
                && ours.group("host").equals(theirs.group("host"))
                && ours.group("rest").equals(theirs.group("rest"))
                && isPort(theirs.group("port"));
    }

    private static boolean isPort(@Nullable String digits) {
        return digits == null || (Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= 65_535);
    }

    /** Whether it is a loopback address that leaves the port open (RFC 8252 §7.3). */
    static boolean isLoopbackWithoutPort(String text) {
        return text.matches("http://(127\\.0\\.0\\.1|\\[::1])/[^:@?#]*");
    }

    /** The browser origin of an http(s) redirect URI; empty for private-use schemes. */
    static Optional<String> origin(String text) {
        URI uri = URI.create(text);
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        if (!web) {
            return Optional.empty();
        }
        boolean usualPort = uri.getPort() < 0 || uri.getPort() == ("https".equals(uri.getScheme()) ? 443 : 80);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return Optional.of(uri.getScheme() + "://" + host + (usualPort ? "" : ":" + uri.getPort()));
    }
}
