package org.caregate.audit.checkpoint;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.caregate.audit.entry.Bytes;

/**
 * The public key of a deployment's logs and the name of its root log; written as a verifier key of C2SP signed-note:
 * {@code name+1a2b3c4d+AQ…}.
 *
 * @param origin the root log's name; lane n is {@code origin/lane/n} and signed with the same key
 */
public record LogKey(String origin, PublicKey key) {
    private static final byte ED25519 = 1;
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int RAW_BYTES = 32;
    private static final String LANE = "/lane/";
    private static final String EXPORT = "/export";

    public LogKey {
        if (!origin.matches("[^\\s+]+")) {
            throw new IllegalArgumentException("a key name has neither spaces nor plus signs");
        }
        byte[] encoded = key.getEncoded();
        if (encoded.length != SPKI_PREFIX.length + RAW_BYTES
                || !Arrays.equals(encoded, 0, SPKI_PREFIX.length, SPKI_PREFIX, 0, SPKI_PREFIX.length)) {
            throw new IllegalArgumentException("not an Ed25519 key");
        }
    }

    /** The same key under the name of a lane's log. */
    public LogKey ofLane(int lane) {
        return new LogKey(laneOrigin(origin, lane), key);
    }

    public static String laneOrigin(String origin, int lane) {
        return origin + LANE + lane;
    }

    /** The same key under the name of the manifests of exports. */
    public LogKey ofExports() {
        return new LogKey(origin + EXPORT, key);
    }

    /** The lane of a log's name; 0 if it is the root's own or no lane of this log at all. */
    public int laneOf(String logOrigin) {
        String prefix = origin + LANE;
        return logOrigin.startsWith(prefix)
                        && logOrigin.substring(prefix.length()).matches("[1-9][0-9]{0,8}")
                ? Integer.parseInt(logOrigin.substring(prefix.length()))
                : 0;
    }

    /** The first four bytes of SHA-256(name ‖ LF ‖ algorithm ‖ key). */
    byte[] id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((origin + "\n").getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(algorithmAndKey()), 4);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The text that an operator keeps apart from the database and gives to the verifier. */
    public String text() {
        return origin + "+" + HexFormat.of().formatHex(id()) + "+"
                + Base64.getEncoder().encodeToString(algorithmAndKey());
    }

    public static LogKey parse(String text) {
        String[] parts = text.strip().split("\\+", 3); // base64 may hold a plus as well
        if (parts.length != 3) {
            throw new MalformedNoteException("not a verifier key");
        }
        try {
            byte[] algorithmAndKey = Bytes.ofBase64(parts[2]).toArray();
            if (algorithmAndKey.length != 1 + RAW_BYTES || algorithmAndKey[0] != ED25519) {
                throw new MalformedNoteException("not an Ed25519 verifier key");
            }
            byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + RAW_BYTES);
            System.arraycopy(algorithmAndKey, 1, spki, SPKI_PREFIX.length, RAW_BYTES);
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
            LogKey parsed = new LogKey(parts[0], key);
            if (!HexFormat.of().formatHex(parsed.id()).equals(parts[1])) {
                throw new MalformedNoteException("the verifier key's id is not that of its key");
            }
            return parsed;
        } catch (IllegalArgumentException | GeneralSecurityException wrong) {
            throw new MalformedNoteException("not a verifier key");
        }
    }

    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException notASignature) {
            return false;
        }
    }

    private byte[] algorithmAndKey() {
        byte[] encoded = key.getEncoded();
        byte[] out = new byte[1 + RAW_BYTES];
        out[0] = ED25519;
        System.arraycopy(encoded, SPKI_PREFIX.length, out, 1, RAW_BYTES);
        return out;
    }
}
