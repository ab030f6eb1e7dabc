package org.caregate.administration.person;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.caregate.administration.operation.Change;
import org.caregate.administration.operation.Operator;
import org.caregate.administration.revocation.RevocationOrder;
import org.caregate.administration.revocation.Revoke;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.identity.invitation.Invitations;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.registry.revocation.IssuanceFence;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.revocation.Revocations;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * Changes an account under the lock of its row, with the entry in the same transaction. A person who is disabled loses everything at once;
 * the links of a person who may no longer invite stop working.
 */
public final class ChangePerson {
    private final Transactions transactions;
    private final PersonAccounts accounts;
    private final Supplier<RoleDefinitions> roles;
    private final Invitations invitations;
    private final IssuanceFence fence;
    private final Revoke revoke;
    private final Revocations revocations;
    private final AuditLog audit;
    private final Clock clock;

    public ChangePerson(
            PersonAccounts accounts,
            Supplier<RoleDefinitions> roles,
            Invitations invitations,
            IssuanceFence fence,
            Revoke revoke,
            Revocations revocations,
            AuditedTransactions audited) {
        this.transactions = audited.transactions();
        this.accounts = accounts;
        this.roles = roles;
        this.invitations = invitations;
        this.fence = fence;
        this.revoke = revoke;
        this.revocations = revocations;
        this.audit = audited.audit();
        this.clock = audited.clock();
    }

    /**
     * What is to be otherwise; null leaves as it is.
     *
     * @param roles all of them, at least one
     */
    public record Wanted(
            @Nullable Boolean enabled,
            @Nullable Set<String> roles,
            @Nullable String displayName) {
        PersonAccount of(PersonAccount before) {
            return new PersonAccount(
                    before.id(),
                    before.username(),
                    displayName == null ? before.displayName() : displayName,
                    before.fhirUser(),
                    roles == null ? before.roles() : roles,
                    enabled == null ? before.enabled() : enabled);
        }
    }

    /** Changes the account if it is as it was read. */
    public Change<PersonAccount> change(
            PersonId id, Predicate<PersonAccount> asRead, Wanted wanted, Operator operator) {
        return transactions.inTransaction(() -> {
            fence.revoking(Kind.PERSON, id.value());
            List<PersonAccount> administrators = accounts.lockHolders(RoleDefinitions.ADMINISTRATOR);
            Optional<PersonAccount> locked = accounts.lock(id);
            if (locked.isEmpty()) {
                return new Change.Unknown<>();
            }
            PersonAccount before = locked.get();
            if (!asRead.test(before)) {
                return new Change.Outdated<>();
            }
            PersonAccount after = wanted.of(before);
            Optional<Change.Refused<PersonAccount>> objection = objection(before, after, administrators, operator);
            if (objection.isPresent()) {
                return objection.get();
            }
            if (!after.equals(before)) {
                carryOut(before, after, operator);
            }
            return new Change.Made<>(after);
        });
    }

    private Optional<Change.Refused<PersonAccount>> objection(
            PersonAccount before, PersonAccount after, List<PersonAccount> administrators, Operator operator) {
        if (!mayGive(before.roles(), operator) || !mayGive(after.roles(), operator)) {
            return refused("BEYOND_OWN_RIGHTS", "Their roles hold rights that you do not");
        }
        if (!roles.get().roles().keySet().containsAll(after.roles())) {
            return refused(
                    "NO_SUCH_ROLE",
                    "There are "
                            + String.join(
                                    ", ", new TreeSet<>(roles.get().roles().keySet())));
        }
        boolean patient = after.roles().contains(RoleDefinitions.PATIENT);
        String fhirUser = after.fhirUser();
        if (patient != (fhirUser != null && fhirUser.startsWith("Patient/"))) {
            return refused(
                    "ROLE_AND_RECORD", "Role patient goes with the person's own record, the other roles without one");
        }
        boolean lastOne = administrates(before)
                && !administrates(after)
                && administrators.stream()
                        .noneMatch(other -> other.enabled() && !other.id().equals(before.id()));
        return lastOne
                ? refused(
                        "LAST_ADMINISTRATOR", "This is the last administrator. Make another person administrator first")
                : Optional.empty();
    }

    private static Optional<Change.Refused<PersonAccount>> refused(String reason, String why) {
        return Optional.of(new Change.Refused<>(reason, why));
    }

    private static boolean administrates(PersonAccount account) {
        return account.enabled() && account.roles().contains(RoleDefinitions.ADMINISTRATOR);
    }

    /** A right that the operator lacks is not theirs to give or take. */
    public boolean mayGive(Collection<String> names, Operator operator) {
        return operator.holds(roles.get().ceiling(names));
    }

    private boolean mayInvite(PersonAccount account) {
        return account.enabled() && roles.get().ceiling(account.roles()).contains(AdminScope.PEOPLE_WRITE);
    }

    private void carryOut(PersonAccount before, PersonAccount after, Operator operator) {
        if (!accounts.update(after)) {
            throw new IllegalStateException("a locked account was not changed");
        }
        int withdrawn = mayInvite(after) ? 0 : invitations.withdrawAllOf(after.id());
        audit.enlist(operator.entry(clock, Action.USER_CHANGED, Outcome.PERMITTED)
                .detail("linksWithdrawn", Integer.toString(withdrawn))
                .person(after.id().value())
                .userName(after.username().value())
                .detail("enabled", Boolean.toString(after.enabled()))
                .detail("roles", String.join(" ", new TreeSet<>(after.roles())))
                .detail("rolesBefore", String.join(" ", new TreeSet<>(before.roles())))
                .build());
        if (before.enabled() && !after.enabled()) {
            revoke.revoke(new RevocationOrder.OfPerson(after.id()), operator);
        } else {
            revocations.registryChanged(); // so that no one goes on by what they were; last in the transaction
        }
    }
}
