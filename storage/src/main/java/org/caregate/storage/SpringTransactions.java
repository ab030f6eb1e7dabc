package org.caregate.storage;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.caregate.registry.Transactions;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Transactions} bound to the thread by Spring, so that every {@code JdbcClient} of the same pool takes part. */
final class SpringTransactions implements Transactions {
    private final TransactionTemplate template;

    SpringTransactions(DataSource runtime) {
        this.template = new TransactionTemplate(new JdbcTransactionManager(runtime));
    }

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        return template.execute(status -> work.get());
    }
}
