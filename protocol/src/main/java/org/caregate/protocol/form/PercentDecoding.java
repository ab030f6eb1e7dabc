package org.caregate.protocol.form;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Strict percent-decoding (RFC 3986 §2.1): complete escapes, well-formed UTF-8, no controls. */
public final class PercentDecoding {
    private PercentDecoding() {}

    /** Decodes once; null when ill-formed. In queries and forms a plus is a space, elsewhere it is itself. */
    public static @Nullable String decode(String encoded, boolean plusIsSpace) {
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return null;
            }
            if (c == '+' && plusIsSpace) {
                bytes.put((byte) ' ');
            } else if (c != '%') {
                bytes.put((byte) c);
            } else {
                if (i + 2 >= encoded.length()) {
                    return null;
                }
                int high = hex(encoded.charAt(i + 1));
                int low = hex(encoded.charAt(i + 2));
                if (high < 0 || low < 0) {
                    return null;
                }
                bytes.put((byte) ((high << 4) | low));
                i += 2;
            }
        }
        try {
            String decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            return decoded.codePoints().anyMatch(Character::isISOControl) ? null : decoded;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int hex(char c) {
        return c < 0x7f ? Character.digit(c, 16) : -1;
    }
}
