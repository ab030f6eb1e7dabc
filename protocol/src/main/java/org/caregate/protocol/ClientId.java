package org.caregate.protocol;

/** A client's immutable identifier (RFC 6749 §2.2). */
public record ClientId(String value) {
    public ClientId {
        if (value.isEmpty() || value.length() > 200) {
            throw new IllegalArgumentException("a client id has 1 to 200 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
