package org.caregate.identity.invitation;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.Clients;
import org.jspecify.annotations.Nullable;

/**
 * Whether the maker of a link may still give what it gives (45 CFR 164.308(a)(3)(ii)(C)): asked when it is opened, and again in the
 * transaction that uses it.
 */
public final class LinkAuthority {
    private final PersonAccounts accounts;
    private final Clients clients;
    private final Supplier<RoleDefinitions> roles;

    /** Judged by accounts, clients and roles as they are now. */
    public LinkAuthority(PersonAccounts accounts, Clients clients, Supplier<RoleDefinitions> roles) {
        this.accounts = accounts;
        this.clients = clients;
        this.roles = roles;
    }

    /** As it looks now. */
    boolean covers(Invitation invitation) {
        return covers(invitation, accounts::find);
    }

    /** As it is until the caller's transaction ends: a change of the maker's account waits. */
    boolean coversLocked(Invitation invitation) {
        return covers(invitation, accounts::lock);
    }

    private boolean covers(Invitation invitation, Function<PersonId, Optional<PersonAccount>> look) {
        if (invitation.kind() == Invitation.Kind.SET_UP) {
            return !accounts.anyHas(RoleDefinitions.ADMINISTRATOR);
        }
        return switch (invitation.maker()) {
            case Maker.SystemUser _ -> true;
            case Maker.Program _, Maker.Unrecorded _ -> false;
            case Maker.ApiCaller(ClientId client, PersonId person, String _) -> {
                Optional<Client> through = clients.find(client).filter(Client::enabled);
                Optional<Scopes> own = person == null ? through.map(Client::scopes) : ceiling(look.apply(person));
                yield through.isPresent()
                        && own.isPresent()
                        && covers(through.get().scopes(), own.get(), given(invitation));
            }
        };
    }

    private static boolean covers(Scopes registered, Scopes own, Scopes given) {
        return registered.contains(AdminScope.PEOPLE_WRITE)
                && own.contains(AdminScope.PEOPLE_WRITE)
                && given.administrative().allMatch(right -> registered.contains(right) && own.contains(right));
    }

    private Optional<Scopes> ceiling(Optional<PersonAccount> maker) {
        return maker.filter(PersonAccount::enabled).map(account -> roles.get().ceiling(account.roles()));
    }

    /** New factors give what the account may do by now. */
    private Scopes given(Invitation invitation) {
        Set<String> held = invitation.kind() == Invitation.Kind.RESET
                ? accounts.find(invitation.person()).map(PersonAccount::roles).orElseGet(Set::of)
                : invitation.roles();
        return roles.get().ceiling(held);
    }

    /** Whether the maker is the person in that browser, or calls from where the link was made. */
    static boolean isMaker(Maker maker, @Nullable PersonId browsersPerson, String address) {
        return maker instanceof Maker.ApiCaller(ClientId _, PersonId person, String from)
                && (from.equals(address) || (person != null && person.equals(browsersPerson)));
    }
}
