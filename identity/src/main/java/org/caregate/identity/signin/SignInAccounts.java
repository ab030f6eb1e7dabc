package org.caregate.identity.signin;

import java.util.Optional;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.protocol.PersonId;
import org.caregate.registry.revocation.IssuanceFence;

/** The accounts, and the fence that sign-in shares with resets and revocations. */
public record SignInAccounts(PersonAccounts all, IssuanceFence fence) {
    /**
     * The account as it is behind the fence; empty when it is gone or disabled. A reset or revocation of the person either is seen in the
     * caller's transaction, or waits for it and ends what it makes.
     */
    Optional<PersonAccount> enabledNow(PersonId person) {
        fence.issuing(null, person);
        return all.find(person).filter(PersonAccount::enabled);
    }
}
