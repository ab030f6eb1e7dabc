package org.caregate.identity.signin;

import static org.caregate.audit.entry.Action.SIGN_OUT;
import static org.caregate.audit.entry.Outcome.PERMITTED;

import java.time.Clock;
import org.caregate.audit.AuditLog;
import org.caregate.identity.page.AuditedRequest;
import org.caregate.identity.session.AuthenticatedPerson;
import org.caregate.identity.session.BrowserSessions;
import org.caregate.identity.session.CookieSession;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;

/** Ends the browser session on the server; grants with {@code offline_access} live on. */
public final class SignOut {
    private final BrowserSessions sessions;
    private final Transactions transactions;
    private final AuditLog audit;
    private final Clock clock;

    /** Sign-out of those sessions. */
    public SignOut(BrowserSessions sessions, AuditedTransactions audited) {
        this.sessions = sessions;
        this.transactions = audited.transactions();
        this.audit = audited.audit();
        this.clock = audited.clock();
    }

    /** Ends it. */
    public void signOut(CookieSession session, AuditedRequest exchange) {
        transactions.inTransaction(() -> {
            if (sessions.end(session)) {
                audit.enlist(exchange.entry(clock, SIGN_OUT, PERMITTED)
                        .person(session.signedIn()
                                .map(AuthenticatedPerson::person)
                                .map(person -> person.value())
                                .orElse(null))
                        .build());
            }
        });
    }
}
