package org.caregate.registry.transaction;

/** What became of something that may be used once; the store decides, so that a race has one winner. */
public enum Consumption {
    /** This call used it, and no other call ever will. */
    CONSUMED,
    /** Another call used it before. */
    ALREADY_CONSUMED,
    /** There is no such thing, or there is no longer. */
    UNKNOWN
}
