package org.caregate.gateway.guard;

import java.io.OutputStream;
import org.caregate.gateway.json.Room;

/**
 * One entry of a search result: kept as long as it fits, then only counted, so that it can still be proved whose it is. Past the
 * second bound it is not even understood.
 */
final class EntryBuffer extends OutputStream implements Room {
    private final int bound;
    private final int understood;
    private final BoundedBuffer kept;
    private long written;

    EntryBuffer(int bound, int understood) {
        this.bound = bound;
        this.understood = understood;
        this.kept = new BoundedBuffer(bound);
    }

    @Override
    public void write(int b) {
        written++;
        if (keeps()) {
            kept.write(b);
        }
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        written += length;
        if (keeps()) {
            kept.write(from, offset, length);
        }
    }

    @Override
    public boolean keeps() {
        return written <= bound;
    }

    @Override
    public boolean understands() {
        return written <= understood;
    }

    void reset() {
        written = 0;
        kept.reset();
    }

    int bound() {
        return bound;
    }

    /** What was kept, which is all of it only while it {@link #keeps}. */
    BoundedBuffer kept() {
        return kept;
    }
}
