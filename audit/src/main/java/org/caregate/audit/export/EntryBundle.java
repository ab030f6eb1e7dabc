package org.caregate.audit.export;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.caregate.audit.entry.Bytes;

/** Up to 256 entries of a log in one file, each behind its length in two bytes (C2SP tlog-tiles, log entries). */
public final class EntryBundle {
    private EntryBundle() {}

    public static byte[] write(List<Bytes> entries) {
        var out = new ByteArrayOutputStream();
        for (Bytes entry : entries) {
            if (entry.length() > 0xFFFF) {
                throw new IllegalArgumentException("an entry of " + entry.length() + " bytes");
            }
            out.write(entry.length() >>> 8);
            out.write(entry.length());
            out.writeBytes(entry.toArray());
        }
        return out.toByteArray();
    }

    /** The entries of a bundle; of one that is cut off or runs on, those that are whole. */
    public static List<Bytes> read(byte[] bundle) {
        List<Bytes> entries = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bundle);
        try {
            while (in.hasRemaining()) {
                byte[] entry = new byte[in.getShort() & 0xFFFF];
                in.get(entry);
                entries.add(Bytes.of(entry));
            }
        } catch (BufferUnderflowException cutOff) {
            return entries;
        }
        return entries;
    }
}
