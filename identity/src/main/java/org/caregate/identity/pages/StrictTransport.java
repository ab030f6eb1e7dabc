package org.caregate.identity.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Tells browsers to use HTTPS alone from now on (RFC 6797), in every answer: of pages and of machines' endpoints. */
public final class StrictTransport {
    private static final String TWO_YEARS = "max-age=63072000";

    private StrictTransport() {}

    /** Adds the header where it may be. */
    public static void put(HttpServletRequest request, HttpServletResponse response) {
        if (request.isSecure() && named(request.getServerName())) {
            response.setHeader("Strict-Transport-Security", TWO_YEARS);
        }
    }

    /** RFC 6797 §8.1.1 knows no addresses; and a machine's localhost is not this server's alone. */
    private static boolean named(String host) {
        return !host.equalsIgnoreCase("localhost")
                && host.codePoints().anyMatch(Character::isLetter)
                && host.indexOf(':') < 0;
    }
}
