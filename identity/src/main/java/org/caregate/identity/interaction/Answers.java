package org.caregate.identity.interaction;

import static org.caregate.audit.entry.Action.CONSENT;
import static org.caregate.audit.entry.Action.PATIENT_CHOSEN;
import static org.caregate.audit.entry.Action.RESOURCE_READ;
import static org.caregate.audit.entry.Outcome.PERMITTED;
import static org.caregate.audit.entry.Outcome.REFUSED;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.identity.page.AuditedRequest;
import org.caregate.identity.session.AuthenticatedPerson;
import org.caregate.identity.session.CookieSession;
import org.caregate.identity.session.SessionStore;
import org.caregate.identity.session.StoredSession;
import org.caregate.protocol.PersonId;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.PendingAuthorization;
import org.caregate.registry.pending.PendingAuthorizations;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;

/**
 * Stores what a person answered, with its audit entry in the same transaction. The page that was shown proves nothing: every answer
 * is held against the question as it is stored.
 */
public final class Answers {
    private final PendingAuthorizations pending;
    private final SessionStore sessions;
    private final Transactions transactions;
    private final AuditLog audit;
    private final Clock clock;

    /** Answers kept there. */
    public Answers(PendingAuthorizations pending, SessionStore sessions, AuditedTransactions audited) {
        this.pending = pending;
        this.sessions = sessions;
        this.transactions = audited.transactions();
        this.audit = audited.audit();
        this.clock = audited.clock();
    }

    /** What waits under that id for this browser, unless someone else's answers are already there. */
    public Optional<PendingAuthorization> find(CookieSession session, String id) {
        return mine(session, pending.find(id, session.id()));
    }

    private static Optional<PendingAuthorization> mine(CookieSession session, Optional<PendingAuthorization> found) {
        return found.filter(waiting -> waiting.person() == null
                || session.signedIn()
                        .map(signedIn -> signedIn.person().equals(waiting.person()))
                        .orElse(true)); // the person who signs in next is looked at again before they answer
    }

    /** Whether the session that this request found has not ended or changed hands meanwhile; it stays so until the transaction ends. */
    private boolean isAsItWas(CookieSession session) {
        Optional<PersonId> live =
                sessions.lock(session.id()).flatMap(StoredSession::signedIn).map(AuthenticatedPerson::person);
        return session.signedIn().map(AuthenticatedPerson::person).equals(live);
    }

    /** Records whose names are about to be shown to the person signed in; durable when this returns (invariant 1). */
    public AuditReceipt namesShown(
            CookieSession session, PendingAuthorization waiting, Collection<String> patients, AuditedRequest exchange) {
        return exchange
                .entry(clock, RESOURCE_READ, PERMITTED)
                .reason("NAMES_SHOWN")
                .person(session.signedIn()
                        .map(signedIn -> signedIn.person().value())
                        .orElse(null))
                .client(waiting.client().value())
                .patients(patients)
                .count(patients.size())
                .buildAll()
                .stream()
                .map(audit::record)
                .toList()
                .getLast();
    }

    /** The patient chosen; only one of those offered. */
    public AnswerResult choose(CookieSession session, String id, String patient, AuditedRequest exchange) {
        return answer(session, id, (waiting, entries) -> {
            AuditEntryBuilder refusal = entries.start(exchange, PATIENT_CHOSEN, false);
            if (!(waiting.interaction() instanceof Interaction.ChoosePatient asked)) {
                return entries.refuse(refusal.reason("PATIENT_NOT_ASKED"));
            }
            if (!asked.patients().contains(patient)) {
                return entries.refuse(refusal.reason("PATIENT_NOT_OFFERED").sensitive("typed_patient", patient));
            }
            return entries.store(
                    new Answer.PatientChosen(patient),
                    entries.start(exchange, PATIENT_CHOSEN, true).patient(patient));
        });
    }

    /** Agreed, to the ticked scopes; only to scopes that were asked, and at least one. */
    public AnswerResult consent(CookieSession session, String id, Set<String> ticked, AuditedRequest exchange) {
        return answer(session, id, (waiting, entries) -> {
            AuditEntryBuilder refusal = entries.start(exchange, CONSENT, false);
            if (!(waiting.interaction() instanceof Interaction.Consent asked)) {
                return entries.refuse(refusal.reason("CONSENT_NOT_ASKED"));
            }
            if (ticked.isEmpty() || !asked.scopes().containsAll(ticked)) {
                return entries.refuse(refusal.reason(ticked.isEmpty() ? "NOTHING_AGREED" : "SCOPE_NOT_ASKED")
                        .scopes(String.join(" ", asked.scopes())));
            }
            List<String> agreed =
                    asked.scopes().stream().filter(ticked::contains).toList();
            Set<String> unticked = new TreeSet<>(asked.scopes());
            unticked.removeAll(ticked);
            AuditEntryBuilder given = entries.start(exchange, CONSENT, true)
                    .scopes(String.join(" ", agreed))
                    .detail("unticked", String.join(" ", unticked));
            if (!asked.patient().isEmpty()) {
                given.patient(asked.patient());
            }
            return entries.store(new Answer.ConsentGiven(ticked), given);
        });
    }

    /** Said no, to whatever is asked. */
    public AnswerResult decline(CookieSession session, String id, AuditedRequest exchange) {
        return answer(session, id, (waiting, entries) -> {
            Action action = waiting.interaction() instanceof Interaction.ChoosePatient ? PATIENT_CHOSEN : CONSENT;
            AuditEntryBuilder no = entries.start(exchange, action, false).reason("DECLINED");
            if (waiting.interaction() instanceof Interaction.Consent asked) {
                no.scopes(String.join(" ", asked.scopes()));
            }
            return entries.store(new Answer.Declined(), no);
        });
    }

    private AnswerResult answer(
            CookieSession session, String id, BiFunction<PendingAuthorization, Entries, AnswerResult> decide) {
        return transactions.inTransaction(() -> {
            if (!isAsItWas(session)) {
                return new AnswerResult.Gone();
            }
            Optional<PendingAuthorization> waiting = mine(session, pending.lock(id, session.id()));
            if (waiting.isEmpty()) {
                return new AnswerResult.Gone();
            }
            if (session.signedIn().isEmpty() && !(waiting.get().interaction() instanceof Interaction.SignIn)) {
                return new AnswerResult.SignInFirst();
            }
            return answered(waiting.get())
                    ? new AnswerResult.Answered()
                    : decide.apply(waiting.get(), new Entries(session, waiting.get()));
        });
    }

    /** A second click on the same page: the authorization server replaces question and answers when it asks again. */
    private static boolean answered(PendingAuthorization waiting) {
        return waiting.answers().stream().anyMatch(answer -> switch (answer) {
            case Answer.Declined() -> true;
            case Answer.PatientChosen chosen -> waiting.interaction() instanceof Interaction.ChoosePatient;
            case Answer.ConsentGiven given -> waiting.interaction() instanceof Interaction.Consent;
        });
    }

    /** The entries of one answer. */
    private final class Entries {
        private final CookieSession session;
        private final PendingAuthorization waiting;

        Entries(CookieSession session, PendingAuthorization waiting) {
            this.session = session;
            this.waiting = waiting;
        }

        AuditEntryBuilder start(AuditedRequest exchange, Action action, boolean permitted) {
            Optional<PersonId> person = session.signedIn().map(signedIn -> signedIn.person());
            return exchange.entry(clock, action, permitted ? PERMITTED : REFUSED)
                    .person(person.map(PersonId::value).orElse(null))
                    .client(waiting.client().value());
        }

        AnswerResult refuse(AuditEntryBuilder entry) {
            audit.enlist(entry.build());
            return new AnswerResult.NotAsked();
        }

        AnswerResult store(Answer answer, AuditEntryBuilder entry) {
            if (!pending.answer(waiting.id(), session.id(), answer)) {
                return new AnswerResult.Gone();
            }
            audit.enlist(entry.build());
            return new AnswerResult.Answered();
        }
    }
}
