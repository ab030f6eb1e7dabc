package org.caregate.registry.code;

import java.util.Optional;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.Table;
import org.caregate.registry.transaction.Consumption;

public final class InMemoryAuthorizationCodes implements AuthorizationCodes {
    private final InMemoryTransactions transactions;
    private final Table<String, AuthorizationCode> table;

    public InMemoryAuthorizationCodes(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.table = new Table<>(transactions);
    }

    @Override
    public void add(AuthorizationCode code) {
        table.insert(code.id(), code);
    }

    @Override
    public Optional<AuthorizationCode> find(String id) {
        return table.find(id);
    }

    @Override
    public Consumption consume(String id) {
        return transactions.inTransaction(() -> table.find(id)
                .map(code -> {
                    if (code.consumed()) {
                        return Consumption.ALREADY_CONSUMED;
                    }
                    table.put(id, consumed(code));
                    return Consumption.CONSUMED;
                })
                .orElse(Consumption.UNKNOWN));
    }

    private static AuthorizationCode consumed(AuthorizationCode code) {
        return code.toBuilder().consumed(true).build();
    }
}
