package org.caregate.registry.revocation;

import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.revocation.Revocation.Kind;
import org.jspecify.annotations.Nullable;

/** Nothing to do: {@link org.caregate.registry.InMemoryTransactions} run one after the other. */
public final class InMemoryIssuanceFence implements IssuanceFence {
    @Override
    public void issuing(@Nullable ClientId client, @Nullable PersonId person) {}

    @Override
    public void revoking(Kind kind, String value) {}
}
