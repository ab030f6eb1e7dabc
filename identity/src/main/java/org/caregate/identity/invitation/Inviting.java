package org.caregate.identity.invitation;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.random.RandomId;
import org.caregate.identity.invitation.Invitation.Kind;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.people.Username;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.PersonId;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;
import org.jspecify.annotations.Nullable;

/** Makes links; what is stored of one does not open anything. */
public final class Inviting {
    /** How long the set-up link works. */
    public static final Duration SET_UP = Duration.ofDays(1);
    /** How long an invitation works. */
    public static final Duration PERSON = Duration.ofDays(3);

    /** How long a link for new factors works. */
    public static final Duration RESET = Duration.ofDays(1);

    /** The only path of this issuer that a link leads to. */
    public static final String PATH = "/invitation";

    static final String PREFIX = "cgi";

    private static final int ID_BYTES = 16;
    private static final int LONGEST_NAME = 200;
    private static final Pattern FHIR_USER =
            Pattern.compile("(Patient|Practitioner|PractitionerRole|RelatedPerson|Person)/[A-Za-z0-9.-]{1,64}");

    private final Invitations invitations;
    private final PersonAccounts accounts;
    private final CredentialHasher hasher;
    private final SecureRandom random;
    private final Transactions transactions;
    private final AuditLog audit;
    private final Clock clock;

    /** Links into those stores. */
    public Inviting(
            Invitations invitations,
            PersonAccounts accounts,
            CredentialHasher hasher,
            SecureRandom random,
            AuditedTransactions changes) {
        this.invitations = invitations;
        this.accounts = accounts;
        this.hasher = hasher;
        this.random = random;
        this.transactions = changes.transactions();
        this.audit = changes.audit();
        this.clock = changes.clock();
    }

    /** Who is invited, as typed. */
    public record Invited(
            String username, String displayName, @Nullable String fhirUser, String role) {}

    /** What became of it. */
    public sealed interface Result {
        /**
         * Invited.
         *
         * @param path with the query that is the secret; shown once
         */
        record Link(String path) implements Result {
            @Override
            public String toString() {
                return "Link[hidden]";
            }
        }

        /** Not invited, and why in words for who asked. */
        record Refused(String why) implements Result {}
    }

    /** Whether no one administers yet. */
    public boolean setUpIsPending() {
        return !accounts.anyHas(RoleDefinitions.ADMINISTRATOR);
    }

    /** The link for the first administrator; an earlier one stops working. */
    public String setUpLink(AuditEntryBuilder entry) {
        return transactions.inTransaction(() -> {
            String path = add(
                    Kind.SET_UP,
                    newId(),
                    null,
                    "",
                    null,
                    Set.of(RoleDefinitions.ADMINISTRATOR),
                    new Maker.Program(),
                    SET_UP);
            audit.enlist(entry.detail("for", "set-up").build());
            return path;
        });
    }

    /** A link for a person; an earlier one of the same user name stops working. */
    public Result invite(Invited invited, Set<String> knownRoles, Maker maker, AuditEntryBuilder entry) {
        Optional<Username> username = Username.parse(invited.username());
        if (username.isEmpty()) {
            return new Result.Refused("A user name has 1 to " + Username.MAX_LENGTH + " characters and no spaces.");
        }
        Optional<String> objection = objection(invited, knownRoles);
        if (objection.isPresent()) {
            return new Result.Refused(objection.get());
        }
        return transactions.inTransaction(() -> {
            if (accounts.findByUsername(username.get()).isPresent()) {
                return new Result.Refused("This user name is taken.");
            }
            String path = add(
                    Kind.PERSON,
                    newId(),
                    username.get(),
                    invited.displayName().strip(),
                    invited.fhirUser(),
                    Set.of(invited.role()),
                    maker,
                    PERSON);
            audit.enlist(entry.userName(username.get().value())
                    .detail("roles", invited.role())
                    .build());
            return new Result.Link(path);
        });
    }

    /**
     * A link by which a person who has an account replaces both factors; an earlier one stops working. What they sign in with now works
     * until then, so a link made in error does no harm.
     */
    public Result reset(PersonAccount account, Maker maker, AuditEntryBuilder entry) {
        if (!account.enabled()) {
            return new Result.Refused("This account is switched off; switch it on first.");
        }
        return transactions.inTransaction(() -> {
            String path = add(
                    Kind.RESET,
                    account.id(),
                    account.username(),
                    account.displayName(),
                    account.fhirUser(),
                    account.roles(),
                    maker,
                    RESET);
            audit.enlist(entry.person(account.id().value())
                    .userName(account.username().value())
                    .detail("for", "reset")
                    .build());
            return new Result.Link(path);
        });
    }

    private static Optional<String> objection(Invited invited, Set<String> knownRoles) {
        String name = invited.displayName().strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("A name has 1 to " + LONGEST_NAME + " characters.");
        }
        if (!knownRoles.contains(invited.role())) {
            return Optional.of("There is no such role; there are "
                    + String.join(", ", knownRoles.stream().sorted().toList()) + ".");
        }
        String fhirUser = invited.fhirUser();
        if (fhirUser != null && !FHIR_USER.matcher(fhirUser).matches()) {
            return Optional.of("A FHIR user is a relative reference such as Practitioner/d1 or Patient/p1.");
        }
        boolean isPatient = fhirUser != null && fhirUser.startsWith("Patient/");
        if (isPatient != invited.role().equals(RoleDefinitions.PATIENT)) {
            return Optional.of(
                    "Role patient needs the person's own record, such as Patient/p1; the other roles have none.");
        }
        return Optional.empty();
    }

    private PersonId newId() {
        return new PersonId(RandomId.of(random, ID_BYTES));
    }

    private String add(
            Kind kind,
            PersonId person,
            @Nullable Username username,
            String displayName,
            @Nullable String fhirUser,
            Set<String> roles,
            Maker maker,
            Duration lifetime) {
        Instant now = clock.instant();
        Credential link = Credential.generate(PREFIX, random);
        invitations.add(Invitation.builder()
                .id(link.id())
                .hash(hasher.hash(link))
                .kind(kind)
                .person(person)
                .username(username)
                .displayName(displayName)
                .fhirUser(fhirUser)
                .roles(roles)
                .madeAt(now)
                .maker(maker)
                .expiresAt(now.plus(lifetime))
                .build());
        return PATH + "?token=" + link.text();
    }
}
