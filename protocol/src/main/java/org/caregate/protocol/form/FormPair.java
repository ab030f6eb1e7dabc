package org.caregate.protocol.form;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * One pair of {@code application/x-www-form-urlencoded} text, decoded when it is asked for. How many pairs there may be, how long they
 * are and what a repeated name means is the caller's: the rules of forms, searches and the administration API differ.
 *
 * @param text as it came, between two {@code &}
 */
public record FormPair(String text) {
    /** The pairs of a text in their order, one at a time, so that a caller with a limit stops there. */
    public static Iterable<FormPair> in(String encoded) {
        return () -> new Pairs(encoded);
    }

    /** Whether nothing stood between two separators. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** The name; null when it is ill-formed. */
    public @Nullable String name() {
        int equals = text.indexOf('=');
        return PercentDecoding.decode(equals < 0 ? text : text.substring(0, equals), true);
    }

    /** The value, empty without an equals sign; null when it is ill-formed. */
    public @Nullable String value() {
        int equals = text.indexOf('=');
        return equals < 0 ? "" : PercentDecoding.decode(text.substring(equals + 1), true);
    }

    private static final class Pairs implements Iterator<FormPair> {
        private final String encoded;
        private int start;

        Pairs(String encoded) {
            this.encoded = encoded;
        }

        @Override
        public boolean hasNext() {
            return start <= encoded.length();
        }

        @Override
        public FormPair next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int separator = encoded.indexOf('&', start);
            int end = separator < 0 ? encoded.length() : separator;
            FormPair pair = new FormPair(encoded.substring(start, end));
            start = end + 1;
            return pair;
        }
    }
}
