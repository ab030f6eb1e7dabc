package org.caregate.check.client;

import com.bastiaanjansen.otp.TOTPGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The authenticator app in a person's pocket (RFC 6238): a code of six digits, each time step used at most once. */
public final class OneTimeCode {
    private static final long STEP_MILLIS = Duration.ofSeconds(30).toMillis();
    private static final Map<String, Long> LAST_STEP = new HashMap<>();

    private OneTimeCode() {}

    /** The current code; waits for the next time step when this secret's was used already. */
    public static synchronized String next(String base32Secret) {
        Clock clock = Clock.systemUTC();
        long last = LAST_STEP.getOrDefault(base32Secret, -1L);
        while (clock.millis() / STEP_MILLIS <= last) {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        LAST_STEP.put(base32Secret, clock.millis() / STEP_MILLIS);
        return new TOTPGenerator.Builder(base32Secret.getBytes(StandardCharsets.US_ASCII))
                .build()
                .now();
    }
}
