package org.caregate.storage.identity;

import java.util.Set;
import java.util.UUID;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;
import org.caregate.storage.Database;

/** People with an account and nothing else. */
final class TestPeople {
    private TestPeople() {}

    static PersonId newPerson(Database database) {
        String unique = UUID.randomUUID().toString();
        PersonId id = new PersonId("person-" + unique);
        new PostgresPersonAccounts(database)
                .add(new PersonAccount(id, new Username("user-" + unique), "Anna", null, Set.of("patient"), true));
        return id;
    }
}
