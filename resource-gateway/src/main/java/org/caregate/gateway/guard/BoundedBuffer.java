package org.caregate.gateway.guard;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes in memory up to a bound. */
final class BoundedBuffer extends OutputStream {
    private final int bound;
    private byte[] bytes;
    private int size;

    BoundedBuffer(int bound) {
        this.bound = bound;
        this.bytes = new byte[Math.min(bound, 4096)];
    }

    /** More was written than the bound allows. */
    static final class ExceededException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void write(int b) {
        room(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    void write(BoundedBuffer other) {
        write(other.bytes, 0, other.size);
    }

    private void room(int more) {
        if (more > bound - size) {
            throw new ExceededException();
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(bound, Math.max(bytes.length * 2, size + more)));
        }
    }

    int size() {
        return size;
    }

    void reset() {
        size = 0;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, size).asReadOnlyBuffer();
    }
}
