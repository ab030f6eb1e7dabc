package org.caregate.authorization.authorize;

import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.authorization.http.Exchange;
import org.caregate.authorization.http.SignedIn;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.registry.client.Client;
import org.caregate.registry.pending.Interaction;
import org.jspecify.annotations.Nullable;

/** What the audit log records of an authorization request that issued nothing. */
public final class AuthorizationAudit {
    private final AuditLog audit;
    private final StrangersLog strangers;

    public AuthorizationAudit(AuditLog audit, StrangersLog strangers) {
        this.audit = audit;
        this.strangers = strangers;
    }

    /** Shown to the person; durable when this returns, and outside of any transaction. */
    void shown(Exchange exchange, @Nullable AuthorizationAttempt attempt, ProtocolError error) {
        Client client = attempt == null ? null : attempt.client();
        AuditEntry entry = exchange.refused(Action.AUTHORIZATION_REQUEST, client, error)
                .person(person(attempt))
                .build();
        if (entry.person() == null) {
            strangers.refused(entry);
        } else {
            audit.record(entry);
        }
    }

    /** Reported to the app, in the caller's transaction. */
    void redirected(Exchange exchange, AuthorizationAttempt attempt, ProtocolError error) {
        audit.enlist(redirection(exchange, attempt, error));
    }

    /** Reported to the app; durable when this returns, or counted when no person is signed in, and outside of any transaction. */
    void redirectedAlone(Exchange exchange, AuthorizationAttempt attempt, ProtocolError error) {
        AuditEntry entry = redirection(exchange, attempt, error);
        if (entry.person() == null) {
            strangers.refused(entry);
        } else {
            audit.record(entry);
        }
    }

    private static AuditEntry redirection(Exchange exchange, AuthorizationAttempt attempt, ProtocolError error) {
        return exchange.refused(Action.AUTHORIZATION_REQUEST, attempt.knownClient(), error)
                .person(person(attempt))
                .build();
    }

    /** A sign-in page for an app, to a browser in which no person is signed in; outside of any transaction. */
    void askedOfAnybody(Exchange exchange, AuthorizationAttempt attempt, Interaction interaction) {
        strangers.asked(exchange.permitted(Action.AUTHORIZATION_REQUEST, attempt.knownClient())
                .reason(question(interaction))
                .build());
    }

    /** Put to the person, in the caller's transaction. */
    void asked(Exchange exchange, AuthorizationAttempt attempt, Interaction interaction) {
        audit.enlist(exchange.permitted(Action.AUTHORIZATION_REQUEST, attempt.knownClient())
                .person(person(attempt))
                .reason(question(interaction))
                .build());
    }

    private static String question(Interaction interaction) {
        return switch (interaction) {
            case Interaction.SignIn signIn -> "ASKED_TO_SIGN_IN";
            case Interaction.ChoosePatient choose -> "ASKED_FOR_PATIENT";
            case Interaction.Consent consent -> "ASKED_FOR_CONSENT";
        };
    }

    private static @Nullable String person(@Nullable AuthorizationAttempt attempt) {
        SignedIn signedIn = attempt == null ? null : attempt.signedIn();
        return signedIn == null ? null : signedIn.person().value();
    }
}
