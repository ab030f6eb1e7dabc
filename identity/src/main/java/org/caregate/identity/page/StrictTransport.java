package org.caregate.identity.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** Tells browsers to use HTTPS alone from now on (RFC 6797), in every answer: of pages and of machines' endpoints. */
public final class StrictTransport {
    /** The response header. */
    public static final String HEADER = "Strict-Transport-Security";

    private static final String TWO_YEARS = "max-age=63072000";

    private StrictTransport() {}

    /** Adds the header where it may be. */
    public static void put(HttpServletRequest request, HttpServletResponse response) {
        String value = over(request.isSecure(), request.getServerName());
        if (value != null) {
            response.setHeader(HEADER, value);
        }
    }

    /** The header's value for answers of that host; null where there may be none. */
    public static @Nullable String over(boolean secure, @Nullable String host) {
        return secure && host != null && named(host) ? TWO_YEARS : null;
    }

    /** RFC 6797 §8.1.1 knows no addresses; and a machine's localhost is not this server's alone. */
    private static boolean named(String host) {
        return !host.equalsIgnoreCase("localhost")
                && host.codePoints().anyMatch(Character::isLetter)
                && host.indexOf(':') < 0;
    }
}
