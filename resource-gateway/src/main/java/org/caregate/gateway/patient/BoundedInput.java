package org.caregate.gateway.patient;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails once more came than it may hold. */
final class BoundedInput extends FilterInputStream {
    private long left;

    BoundedInput(InputStream in, long bound) {
        super(in);
        this.left = bound;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) throws IOException {
        left -= read;
        if (left < 0) {
            throw new IOException("more than may be held");
        }
    }
}
