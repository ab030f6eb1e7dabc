package org.caregate.audit.sealing;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The data keys, one a month, kept unwrapped in memory while they are used. */
public final class MonthlyKeys {
    private static final int KEY_BYTES = 32;

    private final DataKeyStore store;
    private final KeyWrapper wrapper;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKey> unwrapped = new ConcurrentHashMap<>();

    public MonthlyKeys(DataKeyStore store, KeyWrapper wrapper) {
        this.store = store;
        this.wrapper = wrapper;
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
        SecretKey known = unwrapped.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        return store.find(name).map(wrapped -> remember(name, wrapper.unwrap(wrapped, name)));
    }

    /** Destroys the keys of months before this one; the names of what is gone. */
    public List<String> destroyBefore(YearMonth month) {
        List<String> expired = store.names().stream()
                .filter(name -> YearMonth.parse(name).isBefore(month))
                .toList();
        for (String name : expired) {
            store.destroy(name);
            unwrapped.remove(name);
        }
        return expired;
    }

    private SecretKey create(String name) {
        byte[] fresh = new byte[KEY_BYTES];
        random.nextBytes(fresh);
        store.addIfAbsent(name, wrapper.wrap(fresh, name));
        Arrays.fill(fresh, (byte) 0);
        // another node may have been first: only what is stored counts
        byte[] stored = store.find(name).orElseThrow(() -> new IllegalStateException("data key was not stored"));
        return remember(name, wrapper.unwrap(stored, name));
    }

    private SecretKey remember(String name, byte[] key) {
        SecretKey secret = new SecretKeySpec(key, "AES");
        Arrays.fill(key, (byte) 0);
        unwrapped.put(name, secret);
        return secret;
    }
}
