package org.caregate.server.node;

import java.util.Set;
import org.caregate.identity.people.PersonAccount;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.server.config.RolesFile;

/** The policy file in force; it is replaced as a whole. */
public final class CurrentRoles {
    private volatile RolesFile file;

    public CurrentRoles(RolesFile file) {
        this.file = file;
    }

    /** The roles and the most each may hold; the same object until they are replaced. */
    public RoleDefinitions definitions() {
        return file.definitions();
    }

    /** The patients whom that person may open. */
    public Set<String> patientsOf(PersonAccount account) {
        return file.patients().getOrDefault(account.username().value(), Set.of());
    }

    RolesFile file() {
        return file;
    }

    void replace(RolesFile by) {
        file = by;
    }
}
