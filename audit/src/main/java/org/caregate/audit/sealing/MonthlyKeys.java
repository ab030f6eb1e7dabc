package org.caregate.audit.sealing;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The data keys, one a month, kept unwrapped in memory for a minute at a time, so that one that was destroyed is soon forgotten. */
public final class MonthlyKeys {
    private static final int KEY_BYTES = 32;
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

    private record Unwrapped(SecretKey key, long sinceNanos) {}

    private final DataKeyStore store;
    private final KeyWrapper wrapper;
    private final Consumer<String> created;
    private final LongSupplier nanoTime;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Unwrapped> unwrapped = new ConcurrentHashMap<>();

    /**
     * The keys of that store.
     *
     * @param created receives the name of a key in the transaction that stores it
     */
    public MonthlyKeys(DataKeyStore store, KeyWrapper wrapper, Consumer<String> created) {
        this(store, wrapper, created, System::nanoTime);
    }

    MonthlyKeys(DataKeyStore store, KeyWrapper wrapper, Consumer<String> created, LongSupplier nanoTime) {
        this.store = store;
        this.wrapper = wrapper;
        this.created = created;
        this.nanoTime = nanoTime;
    }

    /** The name of the data key behind the batch key that a sealed entry names. */
    public static String nameBehind(String batchKey) {
        return BatchKey.monthOf(batchKey);
    }

    /** The name of the key for entries of that time. */
    static String nameFor(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC)).toString();
    }

    /** The key, made and stored if this is the first entry of its month. */
    SecretKey keyFor(String name) {
        return find(name).orElseGet(() -> create(name));
    }

    Optional<SecretKey> find(String name) {
        Unwrapped known = unwrapped.get(name);
        if (known != null && nanoTime.getAsLong() - known.sinceNanos() < KEPT_NANOS) {
            return Optional.of(known.key());
        }
        Optional<byte[]> stored = store.find(name);
        if (stored.isEmpty()) {
            unwrapped.remove(name);
        }
        return stored.map(wrapped -> remember(name, wrapper.unwrap(wrapped, name)));
    }

    /** Whether the key of that name, which is stored, can be used with this key file. */
    public boolean opens(String name) {
        try {
            return store.find(name)
                    .map(wrapped -> wrapper.unwrap(wrapped, name).length == KEY_BYTES)
                    .orElse(true); // destroyed meanwhile
        } catch (IllegalStateException changed) {
            return false;
        }
    }

    private SecretKey create(String name) {
        byte[] fresh = new byte[KEY_BYTES];
        random.nextBytes(fresh);
        store.addIfAbsent(name, wrapper.wrap(fresh, name), () -> created.accept(name));
        Arrays.fill(fresh, (byte) 0);
        // another node may have been first: only what is stored counts
        byte[] stored = store.find(name).orElseThrow(() -> new IllegalStateException("data key was not stored"));
        return remember(name, wrapper.unwrap(stored, name));
    }

    private SecretKey remember(String name, byte[] key) {
        SecretKey secret = new SecretKeySpec(key, "AES");
        Arrays.fill(key, (byte) 0);
        unwrapped.put(name, new Unwrapped(secret, nanoTime.getAsLong()));
        return secret;
    }
}
