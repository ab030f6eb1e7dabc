package org.caregate.crypto.credential;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;

/**
 * Texts that a browser keeps for the server instead of a row: compressed, with an HMAC-SHA-256 under a key of the key file that any
 * node checks. They are not secret from their holder, and nothing limits how many are made: an HMAC uses up no nonces.
 */
public final class SignedTexts {
    private static final int LONGEST_SIGNED = 6 * 1024;
    private static final int LONGEST_TEXT = 64 * 1024;
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,9})\\.([A-Za-z0-9_-]{43})\\.([A-Za-z0-9_-]+)");

    private final CredentialHasher hasher;

    /** Texts under the key of that purpose, which nothing else uses. */
    public SignedTexts(KeyRing ring, Purpose purpose) {
        this.hasher = new CredentialHasher(ring, purpose);
    }

    /** Signs a text, in URL-safe characters without padding; empty when it does not fit into 6 KiB. */
    public Optional<String> sign(String text) {
        String packed = Base64.getUrlEncoder().withoutPadding().encodeToString(deflate(text));
        KeyedHash hash = hasher.hash(packed);
        String signed = hash.keyVersion() + "." + hash.value() + "." + packed;
        return signed.length() > LONGEST_SIGNED || text.length() > LONGEST_TEXT / 3
                ? Optional.empty()
                : Optional.of(signed);
    }

    /** The text that {@link #sign} was given; empty for anything it did not write. */
    public Optional<String> open(String signed) {
        if (signed.length() > LONGEST_SIGNED) {
            return Optional.empty();
        }
        Matcher matcher = SHAPE.matcher(signed);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        KeyedHash hash = new KeyedHash(Integer.parseInt(matcher.group(1)), matcher.group(2));
        return hasher.matches(matcher.group(3), hash) ? Optional.of(inflate(matcher.group(3))) : Optional.empty();
    }

    private static byte[] deflate(String text) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1024];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** Only of what carries our own signature, so what comes out is no longer than what went in. */
    private static String inflate(String packed) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(Base64.getUrlDecoder().decode(packed));
            byte[] text = new byte[LONGEST_TEXT];
            int length = inflater.inflate(text);
            return new String(text, 0, length, StandardCharsets.UTF_8);
        } catch (DataFormatException e) {
            throw new IllegalStateException("a signed text was not packed by this program", e);
        } finally {
            inflater.end();
        }
    }
}
