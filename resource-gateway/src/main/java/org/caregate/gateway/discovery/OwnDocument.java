package org.caregate.gateway.discovery;

import java.nio.ByteBuffer;

/** A document that the gateway writes itself, about itself: it holds no one's data. Only this package makes one. */
public final class OwnDocument {
    private final byte[] bytes;

    OwnDocument(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    public int length() {
        return bytes.length;
    }
}
