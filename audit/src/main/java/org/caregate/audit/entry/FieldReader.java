package org.caregate.audit.entry;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what {@link FieldWriter} wrote: tags rise strictly, so that one entry has one encoding. */
final class FieldReader {
    private static final int TAGS = 256;

    private final byte[] @Nullable [] fields = new byte[TAGS][]; // by tag
    private final int version;

    FieldReader(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        try {
            version = in.get() & 0xFF;
            int last = -1;
            while (in.hasRemaining()) {
                int tag = in.get() & 0xFF;
                if (tag <= last) {
                    throw new MalformedEntryException("field " + tag + " after field " + last);
                }
                fields[tag] = sized(in);
                last = tag;
            }
        } catch (BufferUnderflowException cutOff) {
            throw new MalformedEntryException("cut off");
        }
    }

    int version() {
        return version;
    }

    byte @Nullable [] take(int tag) {
        byte[] value = fields[tag];
        fields[tag] = null;
        return value;
    }

    byte[] demand(int tag) {
        byte[] value = take(tag);
        if (value == null) {
            throw new MalformedEntryException("field " + tag + " is missing");
        }
        return value;
    }

    @Nullable
    String text(int tag) {
        byte[] value = take(tag);
        return value == null ? null : utf8(value);
    }

    @Nullable
    Long number(int tag) {
        byte[] value = take(tag);
        return value == null ? null : number(value);
    }

    static long number(byte[] value) {
        if (value.length != Long.BYTES) {
            throw new MalformedEntryException("a number of " + value.length + " bytes");
        }
        return ByteBuffer.wrap(value).getLong();
    }

    void end() {
        for (int tag = 0; tag < TAGS; tag++) {
            if (fields[tag] != null) {
                throw new MalformedEntryException("unknown field " + tag);
            }
        }
    }

    static List<String> list(byte[] encoded) {
        List<String> values = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(encoded);
        try {
            while (in.hasRemaining()) {
                values.add(utf8(sized(in)));
            }
        } catch (BufferUnderflowException cutOff) {
            throw new MalformedEntryException("cut off inside a list");
        }
        return values;
    }

    static Map<String, String> map(byte[] encoded) {
        List<String> flat = list(encoded);
        if (flat.size() % 2 != 0) {
            throw new MalformedEntryException("a key without a value");
        }
        TreeMap<String, String> map = new TreeMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            if (!map.isEmpty() && map.lastKey().compareTo(flat.get(i)) >= 0) {
                throw new MalformedEntryException("keys out of order");
            }
            map.put(flat.get(i), flat.get(i + 1));
        }
        return map;
    }

    static String utf8(byte[] value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new MalformedEntryException("not UTF-8");
        }
    }

    private static byte[] sized(ByteBuffer in) {
        byte[] value = new byte[in.getShort() & 0xFFFF];
        in.get(value);
        return value;
    }
}
