package org.caregate.identity.people;

import java.util.List;
import java.util.Optional;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/**
 * Stores accounts. Every verb joins the caller's transaction, and MUST answer from the primary's committed state.
 *
 * <p>There is no verb that removes: an account that ends is disabled and stays, so that neither id nor user name ever names
 * someone else.
 */
public interface PersonAccounts {
    /** Adds an account; false, and nothing changed, when its id or its user name is taken. */
    boolean add(PersonAccount account);

    /** The account of that id, enabled or not. */
    Optional<PersonAccount> find(PersonId id);

    /** The account of that user name, enabled or not. */
    Optional<PersonAccount> findByUsername(Username username);

    /**
     * Every account that has the role, enabled or not, locked until the transaction ends: who changes who holds a role holds all of
     * these, so that no two of them think the other stays.
     */
    List<PersonAccount> lockHolders(String role);

    /** The account of that id, locked until the transaction ends. */
    Optional<PersonAccount> lock(PersonId id);

    /** Accounts in the order of user names, at most so many, after that user name if one is given. */
    List<PersonAccount> page(@Nullable Username after, int most);

    /** Replaces display name, FHIR user, roles and whether it is enabled; false when id and user name name no account. */
    boolean update(PersonAccount account);

    /** Whether any account, enabled or not, has that role. */
    boolean anyHas(String role);

    /** Every account, in the order of user names. */
    List<PersonAccount> all();
}
