package org.caregate.registry.grant;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.Table;
import org.jspecify.annotations.Nullable;

public final class InMemoryGrants implements Grants {
    private final InMemoryTransactions transactions;
    private final Table<GrantId, Grant> table;

    public InMemoryGrants(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.table = new Table<>(transactions);
    }

    @Override
    public void add(Grant grant) {
        table.insert(grant.id(), grant);
    }

    @Override
    public Optional<Grant> find(GrantId id) {
        return table.find(id);
    }

    @Override
    public boolean extend(GrantId id, Instant expiresAt) {
        return changeIfLive(id, expiresAt, false);
    }

    @Override
    public boolean revoke(GrantId id) {
        return changeIfLive(id, null, true);
    }

    @Override
    public List<GrantId> revokeAllOf(ClientId client) {
        return revokeWhere(grant -> grant.client().equals(client));
    }

    @Override
    public List<GrantId> revokeAllOf(PersonId person) {
        return revokeWhere(grant -> grant.person().equals(person));
    }

    @Override
    public List<GrantId> revokeAllCreatedUpTo(Instant time) {
        return revokeWhere(grant -> !grant.createdAt().isAfter(time));
    }

    @Override
    public List<Grant> page(@Nullable ClientId client, @Nullable PersonId person, @Nullable GrantId after, int most) {
        return table.all().stream()
                .filter(grant -> !grant.revoked())
                .filter(grant -> client == null || grant.client().equals(client))
                .filter(grant -> person == null || grant.person().equals(person))
                .filter(grant -> after == null || grant.id().value().compareTo(after.value()) > 0)
                .sorted(Comparator.comparing(grant -> grant.id().value()))
                .limit(most)
                .toList();
    }

    private List<GrantId> revokeWhere(Predicate<Grant> condition) {
        return transactions.inTransaction(() -> table.all().stream()
                .filter(condition)
                .map(Grant::id)
                .filter(this::revoke)
                .toList());
    }

    private boolean changeIfLive(GrantId id, @Nullable Instant expiresAt, boolean revoked) {
        return transactions.inTransaction(() -> {
            Optional<Grant> live = table.find(id).filter(grant -> !grant.revoked());
            live.ifPresent(
                    grant -> table.put(id, with(grant, expiresAt == null ? grant.expiresAt() : expiresAt, revoked)));
            return live.isPresent();
        });
    }

    private static Grant with(Grant grant, Instant expiresAt, boolean revoked) {
        return grant.toBuilder()
                .expiresAt(expiresAt)
                .revoked(revoked)
                .version(grant.version() + 1)
                .build();
    }
}
