package org.caregate.administration.client;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.TreeSet;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.crypto.random.RandomId;
import org.caregate.protocol.ClientId;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientMetadata;
import org.caregate.registry.client.Clients;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.resource.ResourceServers;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;
import org.jspecify.annotations.Nullable;

/** Registers a client, with its audit entry, in one transaction. */
public final class AddClient {
    private static final int ID_BYTES = 16;

    private final Transactions transactions;
    private final Clients clients;
    private final ResourceServers resources;
    private final CredentialHasher hasher;
    private final SecureRandom random;
    private final AuditLog audit;
    private final Clock clock;

    public AddClient(
            Clients clients,
            ResourceServers resources,
            CredentialHasher hasher,
            SecureRandom random,
            AuditedTransactions audited) {
        this.transactions = audited.transactions();
        this.clients = clients;
        this.resources = resources;
        this.hasher = hasher;
        this.random = random;
        this.audit = audited.audit();
        this.clock = audited.clock();
    }

    /** What came of it. */
    public sealed interface Result {
        /**
         * Registered.
         *
         * @param secret to be shown once; null for a client that has none
         */
        record Added(ClientId id, @Nullable String secret) implements Result {
            @Override
            public String toString() {
                return "Added[" + id + "]";
            }
        }

        /** Not registered, and why. */
        record Refused(String why) implements Result {}

        /** It would hold rights that the person who registers it lacks. */
        record BeyondOwnRights() implements Result {}
    }

    /** Reads a client's metadata; everything wrong is reported at once. */
    public ClientMetadata.Result read(String json) {
        return ClientMetadata.parse(json, resources);
    }

    /** Reads metadata from a JSON object that was read strictly. */
    public ClientMetadata.Result read(Map<String, Object> json) {
        return ClientMetadata.parse(json, resources);
    }

    /** Registers the client; no one registers one with rights of the administration that they lack. */
    public Result add(ClientMetadata metadata, Operator operator) {
        if (!operator.holds(metadata.scopes())) {
            return new Result.BeyondOwnRights();
        }
        ClientId given = metadata.clientId();
        ClientId id = given == null ? new ClientId(newId()) : given;
        Credential secret = metadata.needsSecret() ? Credential.generate(Credential.CLIENT_SECRET, random) : null;
        Client client = metadata.toClient(id, secret == null ? null : hashed(secret), clock.instant());
        boolean added = transactions.inTransaction(() -> {
            if (clients.find(id).isPresent()) {
                return false;
            }
            clients.add(client);
            audit.enlist(operator.entry(clock, Action.CLIENT_ADDED, Outcome.PERMITTED)
                    .client(id.value())
                    .profile(metadata.profile().name())
                    .scopes(metadata.scopes().text())
                    .detail("authentication", metadata.authenticationMethod())
                    .detail("grants", String.join(" ", new TreeSet<>(metadata.grantTypes())))
                    .build());
            return true;
        });
        return added
                ? new Result.Added(id, secret == null ? null : secret.text())
                : new Result.Refused("client_id " + id + " is taken");
    }

    private StoredCredential hashed(Credential secret) {
        KeyedHash hash = hasher.hash(secret);
        return new StoredCredential(hash.keyVersion(), hash.value());
    }

    private String newId() {
        return RandomId.of(random, ID_BYTES);
    }
}
