package org.caregate.identity.people;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.caregate.protocol.PersonId;
import org.caregate.registry.person.People;
import org.caregate.registry.person.Person;

/** People as authorization sees them: the account, and the patients of their list and of their own record. */
public final class AccountPeople implements People {
    private static final String OWN_RECORD = "Patient/";

    private final PersonAccounts accounts;
    private final PatientLists lists;

    /** People whose accounts and patient lists are kept there. */
    public AccountPeople(PersonAccounts accounts, PatientLists lists) {
        this.accounts = accounts;
        this.lists = lists;
    }

    @Override
    public Optional<Person> find(PersonId id) {
        return accounts.find(id).map(this::person);
    }

    private Person person(PersonAccount account) {
        Set<String> patients = new HashSet<>(lists.patientsOf(account));
        String fhirUser = account.fhirUser();
        if (fhirUser != null && fhirUser.startsWith(OWN_RECORD)) {
            patients.add(fhirUser.substring(OWN_RECORD.length()));
        }
        return new Person(account.id(), account.displayName(), fhirUser, account.roles(), patients, account.enabled());
    }
}
