package org.caregate.authorization.client;

import java.time.Instant;
import java.util.Optional;
import org.caregate.registry.assertion.AssertionIds;
import org.caregate.registry.client.Client;
import org.caregate.registry.transaction.Consumption;
import org.jspecify.annotations.Nullable;

/**
 * A proof that holds but is not used up yet: signature and secret are checked outside the transaction, the assertion's {@code jti} is
 * consumed inside the one that records its use.
 */
public final class ClientProof {
    private final Client client;
    private final @Nullable AssertionUse assertion;

    record AssertionUse(String jti, Instant expiresAt) {}

    private ClientProof(Client client, @Nullable AssertionUse assertion) {
        this.client = client;
        this.assertion = assertion;
    }

    static ClientProof reusable(Client client) {
        return new ClientProof(client, null);
    }

    static ClientProof once(Client client, String jti, Instant expiresAt) {
        return new ClientProof(client, new AssertionUse(jti, expiresAt));
    }

    /** Whom it proves. */
    public Client client() {
        return client;
    }

    /** Whether it is good once only. */
    public boolean isOnce() {
        return assertion != null;
    }

    /** Uses the proof up, in the caller's transaction; empty when its assertion was used before (RFC 7523 §3). */
    public Optional<AuthenticatedClient> consume(AssertionIds ids) {
        if (assertion != null
                && ids.consume(client.id(), assertion.jti(), assertion.expiresAt()) != Consumption.CONSUMED) {
            return Optional.empty();
        }
        return Optional.of(new AuthenticatedClient(client));
    }

    /** Uses the proof up by a commit of its own, which others share; empty when its assertion was used before. Never in a transaction. */
    public Optional<AuthenticatedClient> consumeAlone(AssertionIds ids) {
        if (assertion != null
                && ids.consumeAlone(client.id(), assertion.jti(), assertion.expiresAt()) != Consumption.CONSUMED) {
            return Optional.empty();
        }
        return Optional.of(new AuthenticatedClient(client));
    }
}
