package org.caregate.audit.entry;

/** The sealed fields; the tag is part of the canonical bytes and of the seal's associated data, and never changes. */
public enum SensitiveField {
    PATIENTS(33),
    RESOURCES(34),
    SOURCE_ADDRESS(35),
    USER_AGENT(36),
    QUERY(37),
    USER_NAME(38),
    OTHER(39);

    private final int tag;

    SensitiveField(int tag) {
        this.tag = tag;
    }

    public int tag() {
        return tag;
    }
}
