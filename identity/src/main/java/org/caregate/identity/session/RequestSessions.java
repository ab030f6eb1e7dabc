package org.caregate.identity.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/**
 * The browser session of an HTTP request: what the pages, and the authorization endpoint beside them, ask.
 *
 * <p>Looked up once a request. A cross-site POST carries no {@code Lax} cookie: {@code CrossSiteFormFilter} sees to it that
 * such a request is repeated as a GET before anything here could replace the cookie that the browser still has.
 */
public final class RequestSessions {
    private static final String ATTRIBUTE = RequestSessions.class.getName();

    private final BrowserSessions sessions;
    private final SessionCookie cookie;

    /** Sessions found by that cookie. */
    public RequestSessions(BrowserSessions sessions, SessionCookie cookie) {
        this.sessions = sessions;
        this.cookie = cookie;
    }

    /** The live session, if there is one. */
    @SuppressWarnings("unchecked")
    public Optional<CookieSession> find(HttpServletRequest request) {
        Object known = request.getAttribute(ATTRIBUTE);
        if (known != null) {
            return (Optional<CookieSession>) known;
        }
        return keep(request, cookie.read(request).flatMap(sessions::find));
    }

    /** The live session; opened, and its cookie set, when there was none. */
    public CookieSession findOrOpen(HttpServletRequest request, HttpServletResponse response) {
        return find(request).orElseGet(() -> replace(request, response, sessions.open()));
    }

    /** Gives the browser the cookie of the session as it is from now on. */
    public CookieSession replace(HttpServletRequest request, HttpServletResponse response, CookieSession session) {
        cookie.write(response, session);
        keep(request, Optional.of(session));
        return session;
    }

    /** Takes the cookie from the browser. */
    public void forget(HttpServletRequest request, HttpServletResponse response) {
        cookie.remove(response);
        keep(request, Optional.empty());
    }

    /** Whether the browser sent the session cookie at all, live or not. */
    public boolean cookieSent(HttpServletRequest request) {
        return cookie.read(request).isPresent();
    }

    private static Optional<CookieSession> keep(HttpServletRequest request, Optional<CookieSession> session) {
        request.setAttribute(ATTRIBUTE, session);
        return session;
    }
}
