package org.caregate.audit.entry;

/** How the exchange was answered; its code is part of the canonical bytes and never changes. */
public enum Outcome {
    PERMITTED(0),
    /** Refused by a rule; the entry's reason names it. */
    REFUSED(1),
    /** Broken on the way: upstream, database, a bug. */
    FAILED(2);

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The word shown to people and searched for. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Outcome ofCode(int code) {
        for (Outcome outcome : values()) {
            if (outcome.code == code) {
                return outcome;
            }
        }
        throw new MalformedEntryException("unknown outcome " + code);
    }
}
