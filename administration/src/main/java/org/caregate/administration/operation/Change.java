package org.caregate.administration.operation;

/** What came of changing one thing that someone had read before. */
public sealed interface Change<T> {
    /** Changed, or so already. */
    record Made<T>(T now) implements Change<T> {}

    /** There is nothing of that name. */
    record Unknown<T>() implements Change<T> {}

    /** It is no longer as it was read. */
    record Outdated<T>() implements Change<T> {}

    /**
     * It may not be done.
     *
     * @param reason the stable code
     * @param why in words
     */
    record Refused<T>(String reason, String why) implements Change<T> {}
}
