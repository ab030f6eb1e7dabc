package org.caregate.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows by key, each change undone with its transaction. */
public final class Table<K, V> {
    private final InMemoryTransactions transactions;
    private final Map<K, V> rows = new LinkedHashMap<>();

    public Table(InMemoryTransactions transactions) {
        this.transactions = transactions;
    }

    /** Adds a row, and throws as a primary key would if it is there. */
    public void insert(K key, V row) {
        transactions.inTransaction(() -> {
            if (rows.containsKey(key)) {
                throw new IllegalStateException("duplicate key");
            }
            put(key, row);
        });
    }

    public void put(K key, V row) {
        transactions.inTransaction(() -> {
            V before = rows.get(key);
            transactions.change(() -> rows.put(key, row) == null, () -> restore(key, before));
        });
    }

    public void remove(K key) {
        transactions.inTransaction(() -> {
            V before = rows.get(key);
            transactions.change(() -> rows.remove(key) == null, () -> restore(key, before));
        });
    }

    private void restore(K key, @Nullable V before) {
        if (before == null) {
            rows.remove(key);
        } else {
            rows.put(key, before);
        }
    }

    public Optional<V> find(K key) {
        return transactions.inTransaction(() -> Optional.ofNullable(rows.get(key)));
    }

    public List<V> all() {
        return transactions.inTransaction(() -> List.copyOf(rows.values()));
    }
}
