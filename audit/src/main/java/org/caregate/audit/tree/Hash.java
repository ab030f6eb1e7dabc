package org.caregate.audit.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A SHA-256 hash of the Merkle tree, made as RFC 6962 §2.1 says: leaves and nodes never share a prefix. */
public final class Hash {
    public static final int BYTES = 32;

    /** The hash of the empty tree. */
    public static final Hash EMPTY = new Hash(digest().digest());

    private final byte[] value;

    private Hash(byte[] value) {
        this.value = value;
    }

    /** SHA-256(0x00 ‖ entry). */
    public static Hash ofLeaf(byte[] entry) {
        MessageDigest digest = digest();
        digest.update((byte) 0);
        return new Hash(digest.digest(entry));
    }

    /** SHA-256(0x01 ‖ left ‖ right). */
    public static Hash ofNode(Hash left, Hash right) {
        MessageDigest digest = digest();
        digest.update((byte) 1);
        digest.update(left.value);
        return new Hash(digest.digest(right.value));
    }

    /** A hash read from a tile, a proof or a checkpoint. */
    public static Hash of(byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("a hash of " + value.length + " bytes");
        }
        return new Hash(value.clone());
    }

    public byte[] toArray() {
        return value.clone();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hash hash && Arrays.equals(value, hash.value);
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
