package org.caregate.audit.entry;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Immutable bytes that are compared by what they hold. */
public final class Bytes implements Comparable<Bytes> {
    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    public static Bytes of(byte[] value) {
        return new Bytes(value.clone());
    }

    /**
     * The bytes of a Base64 text (RFC 4648 §4) in its one canonical spelling: padded, and with unused bits zero (§3.5), so that no
     * changed text stands for the same bytes.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static Bytes ofBase64(String text) {
        return canonical(text, Base64.getDecoder(), Base64.getEncoder());
    }

    /** As {@link #ofBase64}, in the URL-safe alphabet without padding (RFC 4648 §5). */
    public static Bytes ofBase64Url(String text) {
        return canonical(text, Base64.getUrlDecoder(), Base64.getUrlEncoder().withoutPadding());
    }

    private static Bytes canonical(String text, Base64.Decoder decoder, Base64.Encoder encoder) {
        byte[] value = decoder.decode(text);
        if (!encoder.encodeToString(value).equals(text)) {
            throw new IllegalArgumentException("not canonical Base64");
        }
        return new Bytes(value);
    }

    public byte[] toArray() {
        return value.clone();
    }

    public int length() {
        return value.length;
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }
}
