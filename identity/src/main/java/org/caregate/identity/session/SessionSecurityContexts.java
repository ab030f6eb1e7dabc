package org.caregate.identity.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Tells Spring Security which factors the browser session has proved, and when. It never writes: only the use cases of sign-in
 * change a session.
 */
public final class SessionSecurityContexts implements SecurityContextRepository {
    /** The authority of a proved one-time code. */
    public static final String CODE_AUTHORITY = "FACTOR_TOTP";

    private final RequestSessions sessions;

    /** Contexts of those sessions. */
    public SessionSecurityContexts(RequestSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return context(holder.getRequest());
    }

    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return sessions.find(request).map(session -> session.stored().person()).isPresent();
    }

    private SecurityContext context(HttpServletRequest request) {
        SecurityContextImpl context = new SecurityContextImpl();
        sessions.find(request).ifPresent(session -> {
            PersonId person = session.stored().person();
            if (person != null) {
                context.setAuthentication(
                        new PreAuthenticatedAuthenticationToken(person, "", factors(session.stored())));
            }
        });
        return context;
    }

    private static List<GrantedAuthority> factors(StoredSession session) {
        List<GrantedAuthority> factors = new ArrayList<>();
        add(factors, FactorGrantedAuthority.PASSWORD_AUTHORITY, session.passwordAt());
        add(factors, CODE_AUTHORITY, session.codeAt());
        return factors;
    }

    private static void add(List<GrantedAuthority> factors, String authority, @Nullable Instant at) {
        if (at != null) {
            factors.add(
                    FactorGrantedAuthority.withAuthority(authority).issuedAt(at).build());
        }
    }
}
