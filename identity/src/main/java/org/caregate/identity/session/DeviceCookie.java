package org.caregate.identity.session;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Optional;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.throttle.KnownDevices;
import org.caregate.protocol.PersonId;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The cookie by which a device is known that people have signed in with; it outlives the session and signs no one in. */
public final class DeviceCookie {
    private final KnownDevices devices;
    private final PersonAccounts accounts;
    private final SessionCookie session;

    /**
     * The cookie beside that of the session.
     *
     * @param session whose prefix and security it shares
     */
    public DeviceCookie(KnownDevices devices, PersonAccounts accounts, SessionCookie session) {
        this.devices = devices;
        this.accounts = accounts;
        this.session = session;
    }

    /** What the browser sent; whether it is ours is not checked yet. */
    public Optional<String> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name()))
                        .map(Cookie::getValue)
                        .findFirst();
    }

    /** Makes the device known to a person who just enrolled both factors on it. */
    public void remember(HttpServletRequest request, HttpServletResponse response, PersonId person) {
        accounts.find(person)
                .map(PersonAccount::username)
                .flatMap(username -> devices.remember(read(request), person, username))
                .ifPresent(value -> set(response, value));
    }

    /** Sends the cookie. */
    public void set(HttpServletResponse response, String value) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name(), value)
                        .secure(session.secure())
                        .httpOnly(true)
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(KnownDevices.LIFETIME)
                        .build()
                        .toString());
    }

    private String name() {
        return session.name() + "-device";
    }
}
