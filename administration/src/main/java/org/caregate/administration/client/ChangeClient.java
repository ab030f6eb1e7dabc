package org.caregate.administration.client;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.caregate.administration.operation.Change;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.protocol.ClientId;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.ClientAuthentication.KeysByUrl;
import org.caregate.registry.client.ClientAuthentication.KeysByValue;
import org.caregate.registry.client.ClientAuthentication.PreviousSecret;
import org.caregate.registry.client.ClientAuthentication.SecretBasic;
import org.caregate.registry.client.ClientKeySet;
import org.caregate.registry.client.ClientMetadata;
import org.caregate.registry.client.Clients;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.revocation.Revocations;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;
import org.jspecify.annotations.Nullable;

/** Changes a registered client under the lock of its row, with the entry in the same transaction. */
public final class ChangeClient {
    /** The longest that a replaced secret stays good. */
    public static final Duration LONGEST_OVERLAP = Duration.ofDays(90);

    private static final int KEYS_AT_A_TIME = 2;

    private final Transactions transactions;
    private final Clients clients;
    private final CredentialHasher hasher;
    private final SecureRandom random;
    private final Revocations revocations;
    private final AuditLog audit;
    private final Clock clock;

    public ChangeClient(
            Clients clients,
            CredentialHasher hasher,
            SecureRandom random,
            Revocations revocations,
            AuditedTransactions audited) {
        this.transactions = audited.transactions();
        this.clients = clients;
        this.hasher = hasher;
        this.random = random;
        this.revocations = revocations;
        this.audit = audited.audit();
        this.clock = audited.clock();
    }

    /** A client whose secret was replaced; the new one is shown this once. */
    public record Rotated(Client client, String secret) {
        @Override
        public String toString() {
            return "Rotated[" + client.id() + "]";
        }
    }

    private record Attempt(@Nullable Client after, String reason, String why) {
        static Attempt to(Client after) {
            return new Attempt(after, "", "");
        }

        static Attempt refused(String reason, String why) {
            return new Attempt(null, reason, why);
        }
    }

    /** Switches it on or off; off refuses everything it was given at once. */
    public Change<Client> setEnabled(ClientId id, Predicate<Client> asRead, boolean enabled, Operator operator) {
        return change(
                id,
                asRead,
                operator,
                enabled ? "enabled" : "disabled",
                client -> Attempt.to(client.withEnabled(enabled)));
    }

    /** Replaces what it was registered with, except profile and way to authenticate; credentials stay. */
    public Change<Client> replace(ClientId id, Predicate<Client> asRead, ClientMetadata metadata, Operator operator) {
        return change(id, asRead, operator, "registration", client -> {
            boolean same = client.profile().equals(metadata.profile())
                    && client.authentication().method().equals(metadata.authenticationMethod());
            if (!same) {
                return Attempt.refused(
                        "ANOTHER_CLIENT", "Profile and way to authenticate stay: register another client");
            }
            StoredCredential secret = client.authentication() instanceof SecretBasic basic ? basic.secret() : null;
            Client described = metadata.toClient(id, secret, client.createdAt());
            boolean keyed = described.authentication().getClass()
                    == client.authentication().getClass();
            if (!keyed) {
                return Attempt.refused(
                        "ANOTHER_CLIENT", "jwks and jwks_uri are not exchanged: register another client");
            }
            ClientAuthentication credential = client.authentication() instanceof SecretBasic
                    ? client.authentication()
                    : described.authentication();
            return operator.holds(described.scopes())
                    ? Attempt.to(described.withAuthentication(credential).withEnabled(client.enabled()))
                    : beyond();
        });
    }

    /** Gives it a new secret; the present one stays good for the overlap. With two good secrets there is no third. */
    public Change<Rotated> rotateSecret(ClientId id, Predicate<Client> asRead, Duration overlap, Operator operator) {
        Credential secret = Credential.generate(Credential.CLIENT_SECRET, random);
        Change<Client> change = change(id, asRead, operator, "secret rotated", client -> {
            if (!(client.authentication() instanceof SecretBasic(StoredCredential present, PreviousSecret previous))) {
                return Attempt.refused("NO_SECRET", "This client does not authenticate with a secret");
            }
            Instant now = clock.instant();
            if (previous != null && now.isBefore(previous.until()) && !overlap.isZero()) {
                return Attempt.refused(
                        "TWO_SECRETS", "Two secrets are good until " + previous.until() + ": end the older one first");
            }
            KeyedHash hash = hasher.hash(secret);
            return Attempt.to(client.withAuthentication(new SecretBasic(
                    new StoredCredential(hash.keyVersion(), hash.value()),
                    overlap.isZero() ? null : new PreviousSecret(present, now.plus(overlap)))));
        });
        return switch (change) {
            case Change.Made<Client>(Client now) -> new Change.Made<>(new Rotated(now, secret.text()));
            case Change.Unknown<Client>() -> new Change.Unknown<>();
            case Change.Outdated<Client>() -> new Change.Outdated<>();
            case Change.Refused<Client>(String reason, String why) -> new Change.Refused<>(reason, why);
        };
    }

    /** Ends the replaced secret before its time. */
    public Change<Client> endPreviousSecret(ClientId id, Predicate<Client> asRead, Operator operator) {
        return change(
                id,
                asRead,
                operator,
                "replaced secret ended",
                client -> client.authentication() instanceof SecretBasic(StoredCredential present, var previous)
                        ? Attempt.to(client.withAuthentication(new SecretBasic(present)))
                        : Attempt.refused("NO_SECRET", "This client does not authenticate with a secret"));
    }

    /** Replaces the keys it signs with: one, or two while the older is still in use. */
    public Change<Client> replaceKeys(ClientId id, Predicate<Client> asRead, String jwks, Operator operator) {
        return change(id, asRead, operator, "keys replaced", client -> switch (client.authentication()) {
            case KeysByValue before ->
                ClientKeySet.parse(jwks).orElseThrow().size() <= KEYS_AT_A_TIME
                        ? Attempt.to(client.withAuthentication(new KeysByValue(jwks)))
                        : Attempt.refused("TOO_MANY_KEYS", "A client has at most two keys at a time");
            case KeysByUrl address -> Attempt.refused("KEYS_BY_URL", "This client publishes its keys itself");
            case ClientAuthentication.None none -> noKeys();
            case SecretBasic basic -> noKeys();
        });
    }

    private static Attempt noKeys() {
        return Attempt.refused("NO_KEYS", "This client does not authenticate with keys");
    }

    private static Attempt beyond() {
        return Attempt.refused("BEYOND_OWN_RIGHTS", "It holds rights that you do not");
    }

    private Change<Client> change(
            ClientId id, Predicate<Client> asRead, Operator operator, String what, Function<Client, Attempt> how) {
        return transactions.inTransaction(() -> {
            Optional<Client> locked = clients.lock(id);
            if (locked.isEmpty()) {
                return new Change.Unknown<>();
            }
            Client before = locked.get();
            if (!asRead.test(before)) {
                return new Change.Outdated<>();
            }
            Attempt attempt = operator.holds(before.scopes()) ? how.apply(before) : beyond();
            Client after = attempt.after();
            if (after == null) {
                return new Change.Refused<>(attempt.reason(), attempt.why());
            }
            if (!after.equals(before)) {
                if (!clients.change(after)) {
                    throw new IllegalStateException("a locked client was not changed");
                }
                audit.enlist(operator.entry(clock, Action.CLIENT_CHANGED, Outcome.PERMITTED)
                        .client(id.value())
                        .profile(after.profile().name())
                        .scopes(after.scopes().text())
                        .detail("change", what)
                        .build());
                revocations.registryChanged(); // so that no one goes on by what it was; last in the transaction
            }
            return new Change.Made<>(after);
        });
    }
}
