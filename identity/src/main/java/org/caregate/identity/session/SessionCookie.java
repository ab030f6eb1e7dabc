package org.caregate.identity.session;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The one cookie, opaque to the browser (RFC 6265bis §4.1.3: the prefix {@code __Host-} binds it to this host, over TLS).
 *
 * @param name {@code __Host-caregate} unless a test runs without TLS
 * @param secure false in such a test only
 */
public record SessionCookie(String name, boolean secure) {
    /** The cookie of every deployment. */
    public static final SessionCookie HOST_BOUND = new SessionCookie("__Host-caregate", true);

    Optional<String> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .findFirst();
    }

    /** Until the browser closes: the limits are the server's. */
    void write(HttpServletResponse response, CookieSession session) {
        send(response, base(session.cookie().text()).build());
    }

    void remove(HttpServletResponse response) {
        send(response, base("").maxAge(0).build());
    }

    private ResponseCookie.ResponseCookieBuilder base(String value) {
        return ResponseCookie.from(name, value)
                .secure(secure)
                .httpOnly(true)
                .sameSite("Lax")
                .path("/");
    }

    private static void send(HttpServletResponse response, ResponseCookie cookie) {
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
