package org.caregate.gateway.guard;

/**
 * How much the guard holds of an answer, in bytes.
 *
 * @param resource a single resource
 * @param entry one entry of a search result; a larger one is replaced by a warning
 * @param part what is released at once, unless one entry alone is larger
 */
public record Bounds(int resource, int entry, int part) {}
