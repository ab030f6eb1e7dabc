package org.caregate.identity.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.caregate.protocol.PersonId;
import org.junit.jupiter.api.Test;

/** What every {@link PersonAccounts} keeps to. */
public abstract class PersonAccountsContract {
    /** The store under test; it may hold accounts of other tests. */
    protected abstract PersonAccounts accounts();

    private static PersonAccount someone() {
        String unique = UUID.randomUUID().toString();
        return new PersonAccount(
                new PersonId("person-" + unique),
                new Username("user-" + unique),
                "Zoë Ångström",
                "Practitioner/d1",
                Set.of("clinician", "administrator"),
                true);
    }

    @Test
    void addedAccount_isFoundByIdAndByUserName_asItWas() {
        PersonAccount account = someone();

        assertThat(accounts().add(account)).isTrue();

        assertThat(accounts().find(account.id())).contains(account);
        assertThat(accounts().findByUsername(account.username())).contains(account);
        assertThat(accounts().all()).contains(account);
    }

    @Test
    void accountWithoutFhirUserAndRoles_isKept() {
        PersonAccount some = someone();
        PersonAccount bare = new PersonAccount(some.id(), some.username(), "No One", null, Set.of(), false);

        assertThat(accounts().add(bare)).isTrue();

        assertThat(accounts().find(bare.id())).contains(bare);
    }

    @Test
    void unknownIdAndUserName_areEmpty() {
        assertThat(accounts().find(new PersonId("nobody"))).isEmpty();
        assertThat(accounts().findByUsername(new Username("nobody"))).isEmpty();
    }

    @Test
    void takenUserName_isRefused_andChangesNothing() {
        PersonAccount first = someone();
        accounts().add(first);
        PersonAccount second =
                new PersonAccount(someone().id(), first.username(), "Another", null, Set.of("patient"), true);

        assertThat(accounts().add(second)).isFalse();

        assertThat(accounts().find(second.id())).isEmpty();
        assertThat(accounts().findByUsername(first.username())).contains(first);
    }

    @Test
    void takenId_isRefused_evenWhenItsAccountIsDisabled() {
        PersonAccount first = someone();
        accounts().add(first.withEnabled(false));
        PersonAccount again =
                new PersonAccount(first.id(), someone().username(), "Another", null, Set.of("patient"), true);

        assertThat(accounts().add(again)).isFalse();

        assertThat(accounts().find(first.id())).contains(first.withEnabled(false));
    }

    @Test
    void holdersOfARole_areLockedTogether_andTheOthersAreNotAmongThem() {
        PersonAccount holder = someone();
        PersonAccount other = someone();
        String role = "role-" + holder.id().value();
        accounts().add(new PersonAccount(holder.id(), holder.username(), "Holder", null, Set.of(role), false));
        accounts().add(other);

        assertThat(accounts().lockHolders(role)).extracting(PersonAccount::id).containsExactly(holder.id());
        assertThat(accounts().lock(other.id())).contains(other);
        assertThat(accounts().lock(someone().id())).isEmpty();
    }

    @Test
    void pages_followOneAnother_inTheOrderOfUserNames() {
        for (int i = 0; i < 3; i++) {
            accounts().add(someone());
        }
        List<PersonAccount> all = accounts().page(null, 1000);

        assertThat(all)
                .extracting(account -> account.username().value())
                .isSorted()
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(accounts().page(all.getFirst().username(), 1)).containsExactly(all.get(1));
        assertThat(accounts().page(all.getLast().username(), 1)).isEmpty();
    }

    @Test
    void update_replacesWhatMayChange() {
        PersonAccount account = someone();
        accounts().add(account);
        PersonAccount changed =
                new PersonAccount(account.id(), account.username(), "New Name", null, Set.of("patient"), false);

        assertThat(accounts().update(changed)).isTrue();

        assertThat(accounts().find(account.id())).contains(changed);
    }

    @Test
    void update_ofAnotherUserNameOrUnknownId_isRefused() {
        PersonAccount account = someone();
        accounts().add(account);
        PersonAccount renamed =
                new PersonAccount(account.id(), someone().username(), "New Name", null, Set.of("patient"), false);

        assertThat(accounts().update(renamed)).isFalse();
        assertThat(accounts().update(someone())).isFalse();

        assertThat(accounts().find(account.id())).contains(account);
    }
}
