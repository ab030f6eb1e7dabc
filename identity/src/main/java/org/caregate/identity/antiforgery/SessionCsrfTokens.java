package org.caregate.identity.antiforgery;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.caregate.identity.session.CookieSession;
import org.caregate.identity.session.RequestSessions;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.security.web.csrf.DeferredCsrfToken;

/**
 * Anti-forgery tokens bound to the session: HMAC-SHA-256 under the cookie's 256-bit secret, so nothing is stored and the token
 * changes whenever the cookie is rotated. Spring masks it again on every page.
 */
public final class SessionCsrfTokens implements CsrfTokenRepository {
    private static final String HEADER = "X-CSRF-TOKEN";
    private static final String PARAMETER = "_csrf";
    private static final String LABEL = "caregate/v1/csrf";

    private final RequestSessions sessions;

    /** Tokens of those sessions. */
    public SessionCsrfTokens(RequestSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public DeferredCsrfToken loadDeferredToken(HttpServletRequest request, HttpServletResponse response) {
        boolean sessionThere = sessions.find(request).isPresent();
        return new DeferredCsrfToken() {
            @Override
            public CsrfToken get() {
                return token(sessions.findOrOpen(request, response));
            }

            @Override
            public boolean isGenerated() {
                return !sessionThere;
            }
        };
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        return sessions.find(request)
                .map(SessionCsrfTokens::token)
                .orElseThrow(() -> new IllegalStateException("a token needs a session"));
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        Optional<CsrfToken> token = sessions.find(request).map(SessionCsrfTokens::token);
        return token.isPresent() ? token.get() : null;
    }

    /** Nothing to store. */
    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {}

    private static CsrfToken token(CookieSession session) {
        return new DefaultCsrfToken(HEADER, PARAMETER, session.cookie().derived(LABEL));
    }
}
