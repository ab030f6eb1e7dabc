package org.caregate.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.caregate.registry.transaction.Transactions;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Transactions} bound to the thread by Spring, so that every {@code JdbcClient} of the same pool takes part. */
final class SpringTransactions implements Transactions {
    private static final int MOST_SHARING = 32;

    private final TransactionTemplate template;
    private final Together<Supplier<?>, Outcome> shared = new Together<>(this::share, MOST_SHARING);

    SpringTransactions(DataSource runtime) {
        this.template = new TransactionTemplate(new JdbcTransactionManager(runtime));
    }

    /** What became of one work among several. */
    private record Outcome(
            @Nullable Object result, @Nullable RuntimeException failure) {}

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        return template.execute(status -> work.get());
    }

    @Override
    public boolean isActive() {
        return TransactionSynchronizationManager.isActualTransactionActive();
    }

    @Override
    @SuppressWarnings("unchecked") // the outcome is that of this work
    public <T> T inSharedTransaction(Supplier<T> work) {
        if (isActive()) {
            return work.get();
        }
        Outcome outcome = shared.run(work);
        RuntimeException failure = outcome.failure();
        if (failure != null) {
            throw failure;
        }
        return (T) Objects.requireNonNull(outcome.result());
    }

    private List<Outcome> share(List<Supplier<?>> works) {
        if (works.size() == 1) {
            return List.of(alone(works.getFirst()));
        }
        try {
            return inTransaction(() -> {
                List<Outcome> done = new ArrayList<>();
                works.forEach(work -> done.add(new Outcome(work.get(), null)));
                return done;
            });
        } catch (RuntimeException failed) {
            return Database.isAway(failed) && !(failed instanceof ConcurrencyFailureException)
                    ? works.stream().map(work -> new Outcome(null, failed)).toList()
                    : works.stream().map(this::alone).toList();
        }
    }

    private Outcome alone(Supplier<?> work) {
        try {
            return new Outcome(template.execute(status -> work.get()), null);
        } catch (RuntimeException failed) {
            return new Outcome(null, failed);
        }
    }
}
