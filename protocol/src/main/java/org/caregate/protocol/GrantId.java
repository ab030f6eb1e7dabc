package org.caregate.protocol;

/** Names one grant: what a person (through consent) or the organisation allowed one client. */
public record GrantId(String value) {
    public GrantId {
        if (value.isEmpty() || value.length() > 200) {
            throw new IllegalArgumentException("a grant id has 1 to 200 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
