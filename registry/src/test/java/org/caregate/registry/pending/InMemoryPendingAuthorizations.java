package org.caregate.registry.pending;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.Table;
import org.jspecify.annotations.Nullable;

public final class InMemoryPendingAuthorizations implements PendingAuthorizations {
    private final InMemoryTransactions transactions;
    private final Clock clock;
    private final Table<String, PendingAuthorization> table;

    public InMemoryPendingAuthorizations(InMemoryTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
        this.table = new Table<>(transactions);
    }

    /** How many rows there are, good or not. */
    public int size() {
        return table.all().size();
    }

    @Override
    public void add(PendingAuthorization pending) {
        table.insert(pending.id(), pending);
    }

    @Override
    public Optional<PendingAuthorization> find(String id, String browserSession) {
        return table.find(id)
                .filter(pending -> pending.browserSession().equals(browserSession))
                .filter(pending -> pending.expiresAt().isAfter(clock.instant()));
    }

    @Override
    public Optional<PendingAuthorization> lock(String id, String browserSession) {
        return find(id, browserSession); // transactions run one after the other
    }

    @Override
    public boolean replace(PendingAuthorization pending) {
        return transactions.inTransaction(() -> {
            Optional<PendingAuthorization> there = find(pending.id(), pending.browserSession());
            there.ifPresent(before -> table.put(
                    pending.id(),
                    changed(
                            before,
                            before.browserSession(),
                            pending.interaction(),
                            pending.answers(),
                            pending.person())));
            return there.isPresent();
        });
    }

    @Override
    public boolean answer(String id, String browserSession, Answer answer) {
        return transactions.inTransaction(() -> {
            Optional<PendingAuthorization> found = find(id, browserSession);
            found.ifPresent(pending -> table.put(
                    id,
                    changed(
                            pending,
                            browserSession,
                            pending.interaction(),
                            Stream.concat(pending.answers().stream(), Stream.of(answer))
                                    .toList(),
                            pending.person())));
            return found.isPresent();
        });
    }

    private static PendingAuthorization changed(
            PendingAuthorization before,
            String browserSession,
            Interaction interaction,
            List<Answer> answers,
            @Nullable PersonId person) {
        return before.toBuilder()
                .browserSession(browserSession)
                .interaction(interaction)
                .answers(answers)
                .person(person)
                .build();
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

    @Override
    public int handOver(String browserSession, String successor) {
        return each(
                pending -> pending.browserSession().equals(browserSession),
                pending -> table.put(
                        pending.id(), changed(pending, successor, new Interaction.SignIn(), List.of(), null)));
    }

    @Override
    public int endAllOf(ClientId client) {
        return each(pending -> pending.client().equals(client), this::end);
    }

    @Override
    public int endAllOf(PersonId person) {
        return each(pending -> person.equals(pending.person()), this::end);
    }

    @Override
    public int endAllRequestedUpTo(Instant time) {
        return each(pending -> !pending.requestedAt().isAfter(time), this::end);
    }

    private void end(PendingAuthorization pending) {
        table.remove(pending.id());
    }

    private int each(Predicate<PendingAuthorization> which, Consumer<PendingAuthorization> what) {
        return transactions.inTransaction(() -> {
            List<PendingAuthorization> found =
                    table.all().stream().filter(which).toList();
            found.forEach(what);
            return found.size();
        });
    }
}
