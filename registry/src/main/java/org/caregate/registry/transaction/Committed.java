package org.caregate.registry.transaction;

import java.util.function.Function;

/** Evidence that what led to this value is committed: made only by {@link Transactions#committed}, after the commit is durable. */
public final class Committed<T> {
    private final T value;

    Committed(T value) {
        this.value = value;
    }

    /** What the transaction answered. */
    public T value() {
        return value;
    }

    /** A part of what the transaction answered. */
    public <R> Committed<R> part(Function<? super T, ? extends R> part) {
        return new Committed<>(part.apply(value));
    }
}
