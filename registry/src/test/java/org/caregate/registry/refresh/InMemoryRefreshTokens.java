package org.caregate.registry.refresh;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.Table;
import org.jspecify.annotations.Nullable;

/** Refresh tokens in memory; the given clock plays the database's. */
public final class InMemoryRefreshTokens implements RefreshTokens {
    private final InMemoryTransactions transactions;
    private final Clock clock;
    private final Table<String, RefreshToken> table;

    public InMemoryRefreshTokens(InMemoryTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
        this.table = new Table<>(transactions);
    }

    @Override
    public void add(RefreshToken first) {
        table.insert(first.id(), first);
    }

    @Override
    public Optional<RefreshToken> find(String id) {
        return table.find(id);
    }

    @Override
    public boolean rotate(String id, RefreshToken successor) {
        return changeIf(id, token -> token.usedAt() == null && !token.revoked(), token -> {
            table.insert(successor.id(), successor);
            return with(token, token.expiresAt(), clock.instant(), successor.id(), false, false);
        });
    }

    @Override
    public boolean repeat(String id, Duration window) {
        return changeIf(
                id,
                token -> token.usedAt() != null
                        && !token.repeated()
                        && !token.revoked()
                        && !clock.instant().isAfter(token.usedAt().plus(window))
                        && successorIsUnused(token),
                token -> with(token, token.expiresAt(), token.usedAt(), token.successor(), true, false));
    }

    private boolean successorIsUnused(RefreshToken token) {
        String successor = token.successor();
        return successor != null
                && table.find(successor)
                        .filter(next -> next.usedAt() == null && !next.revoked())
                        .isPresent();
    }

    @Override
    public boolean extend(String id, Instant expiresAt) {
        return changeIf(
                id,
                token -> token.usedAt() == null && !token.revoked(),
                token -> with(token, expiresAt, null, null, false, false));
    }

    @Override
    public boolean revokeFamily(String family) {
        return transactions.inTransaction(() -> {
            List<RefreshToken> live = table.all().stream()
                    .filter(token -> token.family().equals(family) && !token.revoked())
                    .toList();
            live.forEach(token -> table.put(
                    token.id(),
                    with(token, token.expiresAt(), token.usedAt(), token.successor(), token.repeated(), true)));
            return !live.isEmpty();
        });
    }

    private boolean changeIf(String id, Predicate<RefreshToken> condition, UnaryOperator<RefreshToken> change) {
        return transactions.inTransaction(() -> {
            Optional<RefreshToken> token = table.find(id).filter(condition);
            token.ifPresent(found -> table.put(id, change.apply(found)));
            return token.isPresent();
        });
    }

    private static RefreshToken with(
            RefreshToken token,
            Instant expiresAt,
            @Nullable Instant usedAt,
            @Nullable String successor,
            boolean repeated,
            boolean revoked) {
        return token.toBuilder()
                .expiresAt(expiresAt)
                .usedAt(usedAt)
                .successor(successor)
                .repeated(repeated)
                .revoked(revoked)
                .build();
    }
}
