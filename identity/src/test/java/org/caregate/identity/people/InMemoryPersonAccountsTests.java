package org.caregate.identity.people;

class InMemoryPersonAccountsTests extends PersonAccountsContract {
    private final PersonAccounts accounts = new InMemoryPersonAccounts();

    @Override
    protected PersonAccounts accounts() {
        return accounts;
    }
}
