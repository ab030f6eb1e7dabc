package org.caregate.authorization.jwks;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.caregate.authorization.jwks.JwksSource.Fetched;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.ClientAuthentication.KeysByUrl;
import org.caregate.registry.client.ClientAuthentication.KeysByValue;

/**
 * The keys of clients. What was fetched is kept no longer than its Cache-Control allows and at most an hour; an unknown
 * {@code kid} causes one fetch more, but only every half minute an address, so that nobody makes us hammer a stranger. Per address one
 * thread fetches while others wait.
 */
public final class RegisteredKeys implements ClientKeys {
    private static final int MOST_ADDRESSES = 1_000;
    private static final Duration REFETCH_EVERY = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final JwksSource source;
    private final Clock clock;
    private final Map<URI, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

    public RegisteredKeys(JwksSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Lookup find(ClientAuthentication registered, String kid) {
        return switch (registered) {
            case KeysByValue(String jwks) -> byValue(jwks, kid);
            case KeysByUrl(URI address) -> slot(address).find(kid);
            case ClientAuthentication.None none -> new Lookup.NoSuchKey();
            case ClientAuthentication.SecretBasic secret -> new Lookup.NoSuchKey();
        };
    }

    private static Lookup byValue(String jwks, String kid) {
        try {
            return among(JWKSet.parse(jwks), kid);
        } catch (ParseException e) {
            return new Lookup.Unavailable("REGISTERED_KEYS_DAMAGED");
        }
    }

    private static Lookup among(JWKSet keys, String kid) {
        List<JWK> named = keys.getKeys().stream()
                .filter(key -> kid.equals(key.getKeyID()))
                .toList();
        return named.size() == 1 ? new Lookup.Found(named.getFirst().toPublicJWK()) : new Lookup.NoSuchKey();
    }

    private Slot slot(URI address) {
        synchronized (slots) {
            Slot slot = slots.computeIfAbsent(address, Slot::new);
            if (slots.size() > MOST_ADDRESSES) {
                slots.remove(slots.keySet().iterator().next());
            }
            return slot;
        }
    }

    /** What is known of one address. */
    private final class Slot {
        private final URI address;
        private final ReentrantLock lock = new ReentrantLock();
        private JWKSet keys = new JWKSet();
        private Instant freshUntil = Instant.EPOCH;
        private Instant fetchedAt = Instant.EPOCH;
        private Instant failedAt = Instant.EPOCH;
        private String failure = "";

        Slot(URI address) {
            this.address = address;
        }

        Lookup find(String kid) {
            lock.lock();
            try {
                Instant now = clock.instant();
                if (now.isBefore(freshUntil)) {
                    Lookup known = among(keys, kid);
                    if (known instanceof Lookup.Found || now.isBefore(fetchedAt.plus(REFETCH_EVERY))) {
                        return known;
                    }
                }
                return now.isBefore(failedAt.plus(RETRY_AFTER)) ? new Lookup.Unavailable(failure) : fetch(now, kid);
            } finally {
                lock.unlock();
            }
        }

        private Lookup fetch(Instant now, String kid) {
            return switch (source.fetch(address)) {
                case Fetched.Keys(JWKSet fetched, Duration freshFor) -> {
                    keys = fetched;
                    fetchedAt = now;
                    freshUntil = now.plus(freshFor);
                    yield among(fetched, kid);
                }
                case Fetched.Failed(String reason) -> {
                    failedAt = now;
                    failure = reason;
                    yield new Lookup.Unavailable(reason);
                }
            };
        }
    }
}
