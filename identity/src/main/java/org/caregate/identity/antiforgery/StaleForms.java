package org.caregate.identity.antiforgery;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Optional;
import org.caregate.identity.page.Navigation;
import org.caregate.identity.page.RequestIds;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.people.Username;
import org.caregate.identity.session.AuthenticatedPerson;
import org.caregate.identity.session.CookieSession;
import org.caregate.identity.session.RequestSessions;
import org.caregate.identity.signin.SignOut;

/**
 * Where a form leads whose anti-forgery token is from before the last sign-in of its browser: another tab signed in, or out, meanwhile.
 * Nothing that the form holds is acted on, save a sign-out that the browser vouches for.
 */
public final class StaleForms {
    private static final String SIGN_IN = "/sign-in";
    private static final String CODE = "/sign-in/code";

    private final RequestSessions sessions;
    private final PersonAccounts accounts;
    private final SignOut signOut;
    private final Clock clock;

    /** Over those sessions and accounts. */
    public StaleForms(RequestSessions sessions, PersonAccounts accounts, SignOut signOut, Clock clock) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.signOut = signOut;
        this.clock = clock;
    }

    /** Our page to go on to; empty when there is no better answer than to open the page again. */
    Optional<String> onward(HttpServletRequest request, HttpServletResponse response) {
        Optional<CookieSession> session = sessions.find(request);
        Optional<String> pending = Navigation.id(request.getParameter(Navigation.PENDING));
        return switch (request.getRequestURI()) {
            case "/sign-out" -> Optional.of(signOut(session, request, response));
            case SIGN_IN -> session.flatMap(CookieSession::signedIn).map(who -> afterSignIn(who, pending, request));
            case CODE -> session.flatMap(live -> code(live, pending));
            default -> Optional.empty();
        };
    }

    /** What the other tab proved is good here too; anyone who meant to be another person is asked first. */
    private String afterSignIn(AuthenticatedPerson who, Optional<String> pending, HttpServletRequest request) {
        String typed = request.getParameter("username");
        boolean same = Optional.ofNullable(typed)
                .flatMap(Username::parse)
                .flatMap(accounts::findByUsername)
                .map(PersonAccount::id)
                .filter(who.person()::equals)
                .isPresent();
        return Navigation.withPending(same ? SIGN_IN : "/signed-in", pending);
    }

    private Optional<String> code(CookieSession session, Optional<String> pending) {
        if (session.signedIn().isPresent()) {
            return Optional.of(Navigation.withPending(SIGN_IN, pending));
        }
        return session.awaitingCode(clock.instant()).map(person -> Navigation.withPending(CODE, pending));
    }

    /**
     * Ends the session when the browser says that our own page asks ({@code Sec-Fetch-Site}, which no page can set); asks otherwise. A
     * form of another site comes without the cookie, and finds no session to end.
     */
    private String signOut(Optional<CookieSession> session, HttpServletRequest request, HttpServletResponse response) {
        boolean anyone = session.filter(live -> live.signedIn().isPresent()
                        || live.awaitingCode(clock.instant()).isPresent())
                .isPresent();
        if (!anyone) {
            return "/signed-out";
        }
        if (!"same-origin".equals(request.getHeader("Sec-Fetch-Site"))) {
            return "/sign-out";
        }
        signOut.signOut(session.get(), RequestIds.exchange(request));
        sessions.forget(request, response);
        return "/signed-out";
    }
}
