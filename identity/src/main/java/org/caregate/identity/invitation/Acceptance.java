package org.caregate.identity.invitation;

import static org.caregate.audit.entry.Action.FACTOR_ENROLLED;
import static org.caregate.audit.entry.Action.LINK_USED_BY_MAKER;
import static org.caregate.audit.entry.Action.PASSWORD_CHANGED;
import static org.caregate.audit.entry.Action.USER_ADDED;
import static org.caregate.audit.entry.Outcome.PERMITTED;
import static org.caregate.audit.entry.Outcome.REFUSED;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.identity.enrolment.Factors;
import org.caregate.identity.invitation.Invitation.Chosen;
import org.caregate.identity.page.AuditedRequest;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.people.Username;
import org.caregate.identity.secondfactor.Totp;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;

/**
 * What a link's holder does: chooses a password, then proves the second factor. The account appears with both factors, or has them
 * replaced, in the transaction that uses the link up, or not at all; opening the page changes nothing, so that a mail scanner does no harm.
 */
public final class Acceptance {
    private static final int LONGEST_NAME = 200;

    private final Invitations invitations;
    private final CredentialHasher hasher;
    private final PersonAccounts accounts;
    private final Factors factors;
    private final AccessEnd access;
    private final LinkAuthority authority;
    private final Transactions transactions;
    private final AuditLog audit;
    private final Clock clock;

    /** Acceptance into those stores. */
    public Acceptance(
            Invitations invitations,
            CredentialHasher hasher,
            PersonAccounts accounts,
            Factors factors,
            AccessEnd access,
            LinkAuthority authority,
            AuditedTransactions audited) {
        this.invitations = invitations;
        this.hasher = hasher;
        this.accounts = accounts;
        this.factors = factors;
        this.access = access;
        this.authority = authority;
        this.transactions = audited.transactions();
        this.audit = audited.audit();
        this.clock = audited.clock();
    }

    /** The step that a link is at. */
    public sealed interface Step {
        /** A password is to be chosen. */
        record Password(Invitation invitation) implements Step {}

        /**
         * The second factor is to be proved.
         *
         * @param seed for the authenticator app, in Base32
         */
        record Code(Invitation invitation, Username username, Chosen chosen, String seed) implements Step {
            @Override
            public String toString() {
                return "Code[hidden]";
            }
        }

        /** The link is unknown, used, replaced, withdrawn, over, or its maker lost their authority; which of these is not disclosed. */
        record Gone() implements Step {}
    }

    /** Where the link stands; nothing changes. */
    public Step step(String token) {
        Optional<Invitation> found = Credential.parse(Inviting.PREFIX, token)
                .flatMap(link -> invitations
                        .find(link.id(), clock.instant())
                        .filter(invitation -> hasher.matches(link, invitation.hash())))
                .filter(authority::covers);
        if (found.isEmpty()) {
            return new Step.Gone();
        }
        Invitation invitation = found.get();
        Chosen chosen = invitation.chosen();
        Username username = invitation.username();
        return chosen == null || username == null
                ? new Step.Password(invitation)
                : new Step.Code(
                        invitation, username, chosen, factors.openSeed(invitation.person(), chosen.sealedSeed()));
    }

    /** What became of a form. */
    public sealed interface Result {
        /** On to the next step, or done. */
        record Done() implements Result {}

        /** To be put right, in words for the person, at that field of the form. */
        record Refused(String field, String why) implements Result {}

        /** The link does not work any more. */
        record Gone() implements Result {}
    }

    /** Chooses the password, and in a set-up link the names. A seed is made again each time. */
    public Result choose(String token, String username, String displayName, String password) {
        Invitation invitation;
        switch (step(token)) {
            case Step.Gone() -> {
                return new Result.Gone();
            }
            case Step.Password(Invitation open) -> invitation = open;
            case Step.Code(Invitation open, Username _, Chosen _, String _) -> invitation = open;
        }
        boolean setUp = invitation.kind() == Invitation.Kind.SET_UP;
        Username known = invitation.username();
        Optional<Username> name = setUp || known == null ? Username.parse(username) : Optional.of(known);
        if (name.isEmpty()) {
            return new Result.Refused(
                    "username", "A user name has 1 to " + Username.MAX_LENGTH + " characters and no spaces.");
        }
        String display = setUp ? displayName.strip() : invitation.displayName();
        if (display.isEmpty()
                || display.length() > LONGEST_NAME
                || display.chars().anyMatch(Character::isISOControl)) {
            return new Result.Refused("displayName", "A name has 1 to " + LONGEST_NAME + " characters.");
        }
        Optional<String> objection = factors.objection(password, name.get());
        if (objection.isPresent()) {
            return new Result.Refused("password", objection.get());
        }
        if (invitation.kind() != Invitation.Kind.RESET
                && accounts.findByUsername(name.get()).isPresent()) {
            return new Result.Refused("username", "This user name is taken.");
        }
        Factors.Sealed sealed = factors.seal(invitation.person(), password, Totp.newSeed());
        Chosen chosen = new Chosen(sealed.password(), sealed.seed());
        return invitations.choose(invitation.id(), name.get(), display, chosen, clock.instant())
                ? new Result.Done()
                : new Result.Gone();
    }

    /**
     * Proves the second factor by a code; the account is there afterwards, and the code is used up.
     *
     * @param browsersPerson who is signed in at the browser that sends the code, if anyone
     */
    public Result prove(String token, String typed, Optional<PersonId> browsersPerson, AuditedRequest exchange) {
        if (!(step(token) instanceof Step.Code(Invitation invitation, Username username, Chosen chosen, String seed))) {
            return new Result.Gone();
        }
        OptionalLong step = Totp.matchingStep(seed, Totp.digits(typed), clock.instant());
        if (step.isEmpty()) {
            audit.record(exchange.entry(clock, FACTOR_ENROLLED, REFUSED)
                    .person(invitation.person().value())
                    .reason("WRONG_CODE")
                    .build());
            return new Result.Refused("code", "This code is not right. Wait for the next one and try again.");
        }
        long used = step.getAsLong();
        boolean byMaker = LinkAuthority.isMaker(invitation.maker(), browsersPerson.orElse(null), exchange.address());
        return transactions.inTransaction(() -> invitation.kind() == Invitation.Kind.RESET
                ? replace(invitation, chosen, used, byMaker, exchange)
                : accept(invitation, username, chosen, used, byMaker, exchange));
    }

    private Result accept(
            Invitation invitation,
            Username username,
            Chosen chosen,
            long step,
            boolean byMaker,
            AuditedRequest exchange) {
        if (!authority.coversLocked(invitation)) {
            return withoutAuthority(invitation, USER_ADDED, exchange);
        }
        if (accounts.findByUsername(username).isPresent()) {
            return new Result.Refused(
                    "code", "This user name was given to another person meanwhile. Ask for a new link.");
        }
        Instant now = clock.instant();
        if (!invitations.use(invitation.id(), chosen, byMaker, now)) {
            return new Result.Gone();
        }
        PersonAccount account = new PersonAccount(
                invitation.person(),
                username,
                invitation.displayName(),
                invitation.fhirUser(),
                invitation.roles(),
                true);
        if (!accounts.add(account)) {
            throw new IllegalStateException("a user name was taken in the same moment"); // undoes the use
        }
        enrol(account.id(), chosen, step, now);
        audit.enlist(exchange.entry(clock, USER_ADDED, PERMITTED)
                .person(account.id().value())
                .userName(username.value())
                .detail(
                        "roles",
                        String.join(" ", account.roles().stream().sorted().toList()))
                .detail("by", invitation.kind() == Invitation.Kind.SET_UP ? "set-up link" : "invitation")
                .build());
        audit.enlist(enrolled(account.id(), exchange));
        tellOfMaker(invitation, byMaker, exchange);
        return new Result.Done();
    }

    /** What was lost is worth nothing afterwards: sessions, tokens and grants end with the factors they came from. */
    private Result replace(Invitation invitation, Chosen chosen, long step, boolean byMaker, AuditedRequest exchange) {
        Instant now = clock.instant();
        PersonId person = invitation.person();
        access.begin(person);
        boolean lives = accounts.find(person).filter(PersonAccount::enabled).isPresent();
        if (!authority.coversLocked(invitation)) {
            return withoutAuthority(invitation, PASSWORD_CHANGED, exchange);
        }
        if (!lives || !invitations.use(invitation.id(), chosen, byMaker, now)) {
            return new Result.Gone();
        }
        enrol(person, chosen, step, now);
        audit.enlist(exchange.entry(clock, PASSWORD_CHANGED, PERMITTED)
                .person(person.value())
                .detail("by", "reset link")
                .build());
        audit.enlist(enrolled(person, exchange));
        tellOfMaker(invitation, byMaker, exchange);
        access.endAllOf(person, exchange);
        return new Result.Done();
    }

    private Result withoutAuthority(Invitation invitation, Action action, AuditedRequest exchange) {
        audit.enlist(exchange.entry(clock, action, REFUSED)
                .person(invitation.person().value())
                .reason("MAKER_LACKS_AUTHORITY")
                .build());
        return new Result.Gone();
    }

    /** Its own entry, so that an administrator who gives themselves another person's access is found by one search. */
    private void tellOfMaker(Invitation invitation, boolean byMaker, AuditedRequest exchange) {
        if (byMaker && invitation.maker() instanceof Maker.ApiCaller(ClientId client, PersonId person, String _)) {
            AuditEntryBuilder entry = exchange.entry(clock, LINK_USED_BY_MAKER, PERMITTED)
                    .person(invitation.person().value())
                    .detail("by", "client " + client.value())
                    .detail("for", invitation.kind() == Invitation.Kind.RESET ? "reset" : "invitation");
            audit.enlist((person == null ? entry : entry.detail("byPerson", person.value())).build());
        }
    }

    private void enrol(PersonId person, Chosen chosen, long step, Instant now) {
        factors.set(person, new Factors.Sealed(chosen.sealedPassword(), chosen.sealedSeed()), now);
        factors.useStep(person, step);
    }

    private AuditEntry enrolled(PersonId person, AuditedRequest exchange) {
        return exchange.entry(clock, FACTOR_ENROLLED, PERMITTED)
                .person(person.value())
                .detail("factor", "pwd otp")
                .build();
    }
}
