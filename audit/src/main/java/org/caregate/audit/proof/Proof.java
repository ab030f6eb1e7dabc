package org.caregate.audit.proof;

import java.util.Locale;

/** How far an entry is vouched for; the worst comes last. */
public enum Proof {
    /** It stands at exactly one place, below a size that an anchored checkpoint covers, and its bytes are what was signed there. */
    PROVED,
    /** It is too young to be covered by an anchored checkpoint. */
    NOT_YET_ANCHORED,
    /** Nothing vouches for it: it may have been put in by one who owns the database. */
    UNPROVED;

    /** The word in every rendering. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What can be said of several entries together. */
    public Proof and(Proof other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
