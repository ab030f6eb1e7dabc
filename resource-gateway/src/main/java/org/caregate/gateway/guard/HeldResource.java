package org.caregate.gateway.guard;

import org.caregate.gateway.json.ScannedResource;
import org.jspecify.annotations.Nullable;

/** One resource held whole: read and understood, not yet proved. */
public final class HeldResource implements Holding {
    private final byte[] bytes;
    private final ScannedResource scanned;

    HeldResource(byte[] bytes, ScannedResource scanned) {
        this.bytes = bytes;
        this.scanned = scanned;
    }

    public ScannedResource scanned() {
        return scanned;
    }

    public String type() {
        return scanned.facts().type();
    }

    public @Nullable String id() {
        return scanned.facts().id();
    }

    /** {@code Type/id}. */
    public String reference() {
        return type() + "/" + id();
    }

    /** Whether it is the resource that address names. */
    public boolean is(@Nullable String type, @Nullable String id) {
        return type().equals(type) && (id == null ? id() != null : id.equals(id()));
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "HeldResource[" + type() + "]";
    }
}
