package org.caregate.server.http;

import java.util.Optional;
import org.caregate.authorization.http.BrowserSession;
import org.caregate.authorization.http.SignedIn;
import org.caregate.identity.session.AuthenticatedPerson;
import org.caregate.identity.session.StoredSession;

/** Sessions of the pages as the authorization endpoint knows them. */
public final class EndpointSessions {
    private EndpointSessions() {}

    /** A stored session. */
    public static BrowserSession of(StoredSession session) {
        return session(session.id(), session.signedIn());
    }

    static BrowserSession session(String id, Optional<AuthenticatedPerson> signedIn) {
        return new BrowserSession(
                id,
                signedIn.map(who -> new SignedIn(who.person(), who.authTime(), who.acr(), who.amr()))
                        .orElse(null));
    }
}
