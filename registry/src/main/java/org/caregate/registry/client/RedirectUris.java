package org.caregate.registry.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which redirect URIs may be registered (RFC 6749 §3.1.2, RFC 8252 §7, RFC 9700 §2.1). */
final class RedirectUris {
    /** Plain http is for the user's own machine alone, by address: the name localhost can be made to lead elsewhere. */
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

    private RedirectUris() {}

    /** What is wrong with it; empty when it may be registered. */
    static Optional<String> problem(String text, boolean publicClient) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("is not a URI");
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
