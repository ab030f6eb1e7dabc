package org.caregate.identity.people;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/** Accounts in memory, for tests. */
public final class InMemoryPersonAccounts implements PersonAccounts {
    private final Map<PersonId, PersonAccount> accounts = new LinkedHashMap<>();

    @Override
    public synchronized boolean add(PersonAccount account) {
        if (accounts.containsKey(account.id())
                || findByUsername(account.username()).isPresent()) {
            return false;
        }
        accounts.put(account.id(), account);
        return true;
    }

    @Override
    public synchronized Optional<PersonAccount> find(PersonId id) {
        return Optional.ofNullable(accounts.get(id));
    }

    @Override
    public synchronized Optional<PersonAccount> findByUsername(Username username) {
        return accounts.values().stream()
                .filter(account -> account.username().equals(username))
                .findFirst();
    }

    @Override
    public synchronized Optional<PersonAccount> lock(PersonId id) {
        return find(id);
    }

    @Override
    public synchronized List<PersonAccount> lockHolders(String role) {
        return all().stream().filter(account -> account.roles().contains(role)).toList();
    }

    @Override
    public synchronized List<PersonAccount> page(@Nullable Username after, int most) {
        return all().stream()
                .filter(account -> after == null || account.username().value().compareTo(after.value()) > 0)
                .limit(most)
                .toList();
    }

    @Override
    public synchronized boolean update(PersonAccount account) {
        return find(account.id())
                .filter(known -> known.username().equals(account.username()))
                .map(known -> accounts.put(account.id(), account))
                .isPresent();
    }

    @Override
    public synchronized boolean anyHas(String role) {
        return accounts.values().stream().anyMatch(account -> account.roles().contains(role));
    }

    @Override
    public synchronized List<PersonAccount> all() {
        return accounts.values().stream()
                .sorted(Comparator.comparing(account -> account.username().value()))
                .toList();
    }
}
