package org.caregate.registry.pending;

import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.Table;

public final class InMemoryPendingAuthorizations implements PendingAuthorizations {
    private final InMemoryTransactions transactions;
    private final Clock clock;
    private final Table<String, PendingAuthorization> table;

    public InMemoryPendingAuthorizations(InMemoryTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
        this.table = new Table<>(transactions);
    }

    @Override
    public void save(PendingAuthorization pending) {
        transactions.inTransaction(() -> {
            if (table.find(pending.id())
                    .filter(there -> !there.browserSession().equals(pending.browserSession()))
                    .isPresent()) {
                throw new IllegalStateException("the id belongs to another browser session");
            }
            table.put(pending.id(), pending);
        });
    }

    @Override
    public Optional<PendingAuthorization> find(String id, String browserSession) {
        return table.find(id)
                .filter(pending -> pending.browserSession().equals(browserSession))
                .filter(pending -> pending.expiresAt().isAfter(clock.instant()));
    }

    @Override
    public boolean answer(String id, String browserSession, Answer answer) {
        return transactions.inTransaction(() -> {
            Optional<PendingAuthorization> found = find(id, browserSession);
            found.ifPresent(pending -> table.put(
                    id,
                    new PendingAuthorization(
                            pending.id(),
                            pending.browserSession(),
                            pending.client(),
                            pending.parameters(),
                            pending.interaction(),
                            Stream.concat(pending.answers().stream(), Stream.of(answer))
                                    .toList(),
                            pending.person(),
                            pending.requestedAt(),
                            pending.expiresAt())));
            return found.isPresent();
        });
    }

    @Override
    public boolean consume(String id, String browserSession) {
        return transactions.inTransaction(() -> {
            boolean there = find(id, browserSession).isPresent();
            if (there) {
                table.remove(id);
            }
            return there;
        });
    }
}
