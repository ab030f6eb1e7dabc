package org.caregate.check.journey;

import org.jspecify.annotations.Nullable;

/** What a step must see; a difference ends the check with the step's name. */
public final class Expectation {
    private Expectation() {}

    /** A step saw something else than it must. */
    public static final class NotMetException extends RuntimeException {
        NotMetException(String message) {
            super(message);
        }
    }

    /** Exactly this. */
    public static void same(String what, Object expected, @Nullable Object seen) {
        if (!expected.equals(seen)) {
            throw new NotMetException(what + ": expected " + expected + ", saw " + seen);
        }
    }

    /** True. */
    public static void holds(String what, boolean seen) {
        if (!seen) {
            throw new NotMetException("expected: " + what);
        }
    }
}
