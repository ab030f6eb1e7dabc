package org.caregate.audit.entry;

/** Which part of an exchange an entry tells; its code is part of the canonical bytes and never changes. */
public enum Phase {
    /** One entry says all; where it permits and a completion follows, that one says how it ended otherwise. */
    SINGLE(0),
    /** Who asked for what, and the decision; durable before anything is forwarded or issued. */
    ATTEMPT(1),
    /** Which patients and resources, or which token, are about to leave. */
    RELEASE(2),
    /** How it ended. */
    COMPLETION(3);

    private final int code;

    Phase(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The word shown to people and searched for. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Phase ofCode(int code) {
        for (Phase phase : values()) {
            if (phase.code == code) {
                return phase;
            }
        }
        throw new MalformedEntryException("unknown phase " + code);
    }
}
