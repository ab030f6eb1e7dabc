package org.caregate.registry.refresh;

import java.time.Clock;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.client.Clients;
import org.caregate.registry.client.InMemoryClients;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.grant.InMemoryGrants;
import org.caregate.registry.transaction.Transactions;

class InMemoryRefreshTokensTests extends RefreshTokensContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryClients clients = new InMemoryClients(transactions);
    private final InMemoryGrants grants = new InMemoryGrants(transactions);
    private final InMemoryRefreshTokens tokens = new InMemoryRefreshTokens(transactions, Clock.systemUTC());

    @Override
    protected RefreshTokens tokens() {
        return tokens;
    }

    @Override
    protected Transactions transactions() {
        return transactions;
    }

    @Override
    protected Clients clients() {
        return clients;
    }

    @Override
    protected Grants grants() {
        return grants;
    }
}
