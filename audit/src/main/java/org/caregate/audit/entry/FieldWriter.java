package org.caregate.audit.entry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes fields as tag (1 byte), length (2 bytes), value, in the order it is called. */
final class FieldWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    FieldWriter(int version) {
        out.write(version);
    }

    void bytes(int tag, byte[] value) {
        out.write(tag);
        sized(out, value);
    }

    void text(int tag, @Nullable String value) {
        if (value != null) {
            bytes(tag, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    void number(int tag, @Nullable Long value) {
        if (value != null) {
            bytes(tag, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        }
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    static byte[] list(Collection<String> values) {
        var list = new ByteArrayOutputStream();
        values.forEach(value -> sized(list, value.getBytes(StandardCharsets.UTF_8)));
        return list.toByteArray();
    }

    static byte[] map(Map<String, String> values) {
        var map = new ByteArrayOutputStream();
        values.forEach((key, value) -> {
            sized(map, key.getBytes(StandardCharsets.UTF_8));
            sized(map, value.getBytes(StandardCharsets.UTF_8));
        });
        return map.toByteArray();
    }

    private static void sized(ByteArrayOutputStream out, byte[] value) {
        if (value.length > 0xFFFF) {
            throw new IllegalArgumentException("a field of " + value.length + " bytes does not fit an entry");
        }
        out.write(value.length >>> 8);
        out.write(value.length);
        out.writeBytes(value);
    }
}
