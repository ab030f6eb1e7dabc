package org.caregate.audit.verification;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Tells a person who waits how many entries were judged, at most once a second. */
public final class VerificationProgress implements LongConsumer {
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final Consumer<String> lines;
    private final LongSupplier nanoTime;
    private long told;

    /**
     * Progress from now on.
     *
     * @param nanoTime the monotonic clock, {@code System::nanoTime}
     */
    public VerificationProgress(Consumer<String> lines, LongSupplier nanoTime) {
        this.lines = lines;
        this.nanoTime = nanoTime;
        this.told = nanoTime.getAsLong();
    }

    @Override
    public void accept(long judged) {
        long now = nanoTime.getAsLong();
        if (now - told >= PAUSE) {
            told = now;
            lines.accept(String.format(Locale.ROOT, "%,d entries judged", judged));
        }
    }
}
