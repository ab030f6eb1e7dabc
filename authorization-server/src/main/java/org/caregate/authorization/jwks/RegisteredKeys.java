package org.caregate.authorization.jwks;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.caregate.authorization.jwks.JwksSource.Fetched;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.ClientAuthentication.KeysByUrl;
import org.caregate.registry.client.ClientAuthentication.KeysByValue;
import org.caregate.registry.client.ClientKeySet;
import org.jspecify.annotations.Nullable;

/**
 * The keys of clients. What was fetched is kept no longer than its Cache-Control allows and at most an hour; an unknown
 * {@code kid} causes one more fetch, but only one every 30 seconds per address, so that no caller makes us flood another host.
 *
 * <p>At most one fetch per address is under way. A known key that is still fresh never waits for it; other callers share its outcome,
 * and only so many of them at a time, so that a slow address delays its own clients once and no one else.
 */
public final class RegisteredKeys implements ClientKeys {
    private static final int MAX_ADDRESSES = 1_000;
    private static final int MAX_WAITING = 64;
    private static final Duration REFETCH_EVERY = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    /** Longer than any fetch takes; only a source that breaks its promise is not waited for. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

    private final JwksSource source;
    private final Clock clock;
    private final Map<URI, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

    public RegisteredKeys(JwksSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Lookup find(ClientAuthentication registered, String kid, String algorithm) {
        return switch (registered) {
            case KeysByValue(String jwks) ->
                ClientKeySet.parse(jwks)
                        .map(keys -> among(keys, kid, algorithm))
                        .orElseGet(() -> new Lookup.Unavailable("REGISTERED_KEYS_DAMAGED"));
            case KeysByUrl(URI address) -> slot(address).find(kid, algorithm);
            case ClientAuthentication.None none -> new Lookup.NoSuchKey();
            case ClientAuthentication.SecretBasic secret -> new Lookup.NoSuchKey();
        };
    }

    private static Lookup among(ClientKeySet keys, String kid, String algorithm) {
        return switch (keys.choose(kid, algorithm)) {
            case ClientKeySet.Choice.Found(var key) -> new Lookup.Found(key);
            case ClientKeySet.Choice.NoSuchKey none -> new Lookup.NoSuchKey();
            case ClientKeySet.Choice.Unfit unfit -> new Lookup.Unfit();
        };
    }

    private Slot slot(URI address) {
        synchronized (slots) {
            Slot slot = slots.computeIfAbsent(address, Slot::new);
            if (slots.size() > MAX_ADDRESSES) {
                slots.remove(slots.keySet().iterator().next());
            }
            return slot;
        }
    }

    /** What is known of one address. Its fields are guarded by the slot itself, which is never held during a fetch. */
    private final class Slot {
        private final URI address;
        private ClientKeySet keys = ClientKeySet.EMPTY;
        private Instant freshUntil = Instant.EPOCH;
        private Instant fetchedAt = Instant.EPOCH;
        private Instant failedAt = Instant.EPOCH;
        private String failure = "";
        private @Nullable CompletableFuture<Fetched> underWay;
        private int waiting;

        Slot(URI address) {
            this.address = address;
        }

        Lookup find(String kid, String algorithm) {
            CompletableFuture<Fetched> shared;
            boolean ours = false;
            synchronized (this) {
                Instant now = clock.instant();
                if (now.isBefore(freshUntil)) {
                    Lookup known = among(keys, kid, algorithm);
                    if (known instanceof Lookup.Found || now.isBefore(fetchedAt.plus(REFETCH_EVERY))) {
                        return known;
                    }
                }
                if (now.isBefore(failedAt.plus(RETRY_AFTER))) {
                    return new Lookup.Unavailable(failure);
                }
                if (underWay == null) {
                    underWay = new CompletableFuture<>();
                    ours = true;
                } else if (waiting >= MAX_WAITING) {
                    return new Lookup.Unavailable("JWKS_BUSY");
                } else {
                    waiting++;
                }
                shared = underWay;
            }
            Fetched fetched = ours ? fetch(shared) : outcome(shared);
            return switch (fetched) {
                case Fetched.Keys(ClientKeySet found, Duration freshFor) -> among(found, kid, algorithm);
                case Fetched.Failed(String reason) -> new Lookup.Unavailable(reason);
            };
        }

        private Fetched fetch(CompletableFuture<Fetched> shared) {
            Fetched fetched = new Fetched.Failed("JWKS_UNREACHABLE");
            try {
                fetched = source.fetch(address);
            } finally {
                keep(fetched);
                shared.complete(fetched);
            }
            return fetched;
        }

        /** From the moment it ended: a failure that took long is remembered as long as a quick one. */
        private synchronized void keep(Fetched fetched) {
            Instant now = clock.instant();
            underWay = null;
            switch (fetched) {
                case Fetched.Keys(ClientKeySet found, Duration freshFor) -> {
                    keys = found;
                    fetchedAt = now;
                    freshUntil = now.plus(freshFor);
                }
                case Fetched.Failed(String reason) -> {
                    failedAt = now;
                    failure = reason;
                }
            }
        }

        private Fetched outcome(CompletableFuture<Fetched> shared) {
            try {
                return shared.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e); // it is only ever completed with a value
            } catch (TimeoutException e) {
                return new Fetched.Failed("JWKS_TOO_SLOW");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Fetched.Failed("JWKS_INTERRUPTED");
            } finally {
                synchronized (this) {
                    waiting--;
                }
            }
        }
    }
}
