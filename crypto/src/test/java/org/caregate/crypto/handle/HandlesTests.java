package org.caregate.crypto.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

class HandlesTests {
    private static final int SALT_AT = 5;
    private static final int SEALED_AT = 37;

    private final KeyRing ring = TestKeyRings.fresh();
    private final Handles handles = new Handles(ring, new SecureRandom(), Purpose.PAGE_HANDLE);
    private final byte[] page = "Observation?_getpages=7".getBytes(StandardCharsets.UTF_8);

    @Test
    void handle_opensForItsHolder() {
        assertThat(handles.open(handles.seal(page, "app/g1"), "app/g1")).hasValue(page);
        assertThat(handles.open(handles.seal(new byte[0], "app/g1"), "app/g1")).hasValue(new byte[0]);
    }

    @Test
    void handleOfAnotherHolder_doesNotOpen() {
        assertThat(handles.open(handles.seal(page, "app/g1"), "app/g2")).isEmpty();
    }

    @Test
    void anotherKeyFileOrPurpose_opensNothing() {
        byte[] handle = handles.seal(page, "app/g1");
        assertThat(new Handles(TestKeyRings.fresh(), new SecureRandom(), Purpose.PAGE_HANDLE).open(handle, "app/g1"))
                .isEmpty();
        assertThat(new Handles(ring, new SecureRandom(), Purpose.BLIND_INDEX).open(handle, "app/g1"))
                .isEmpty();
    }

    @Test
    void anyFlippedBit_doesNotOpen() {
        byte[] handle = handles.seal(page, "app/g1");
        for (int i = 0; i < handle.length * Byte.SIZE; i++) {
            byte[] altered = handle.clone();
            altered[i / Byte.SIZE] ^= (byte) (1 << (i % Byte.SIZE));
            assertThat(handles.open(altered, "app/g1")).as("bit " + i).isEmpty();
        }
    }

    @Test
    void cutOffOrExtendedHandle_doesNotOpen() {
        byte[] handle = handles.seal(page, "app/g1");
        for (int length = 0; length < handle.length; length++) {
            assertThat(handles.open(Arrays.copyOf(handle, length), "app/g1")).isEmpty();
        }
        assertThat(handles.open(Arrays.copyOf(handle, handle.length + 1), "app/g1"))
                .isEmpty();
    }

    @Test
    @Requirement("SP800-38D-8.3")
    void everyHandle_hasASaltOfItsOwn() {
        Set<String> salts = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            salts.add(Arrays.toString(Arrays.copyOfRange(handles.seal(page, "app/g1"), SALT_AT, SEALED_AT)));
        }
        assertThat(salts).hasSize(10_000);
    }

    /** Where salts differ in a single bit, the plaintext's known key stream of one handle opens nothing of the other. */
    @Test
    @Requirement("SP800-38D-8.3")
    void handlesWithDifferentSalts_shareNoKeyStream() {
        byte[] one = new Handles(ring, new FixedRandom(1), Purpose.PAGE_HANDLE).seal(page, "app/g1");
        byte[] other = new Handles(ring, new FixedRandom(2), Purpose.PAGE_HANDLE).seal(page, "app/g1");
        byte[] same = new Handles(ring, new FixedRandom(1), Purpose.PAGE_HANDLE).seal(page, "app/g1");

        assertThat(same).isEqualTo(one); // nothing but the salt is random
        assertThat(Arrays.copyOfRange(other, SEALED_AT, other.length))
                .isNotEqualTo(Arrays.copyOfRange(one, SEALED_AT, one.length));
    }

    @Test
    void purposesOwnKey_sealsNothingItself() throws Exception {
        byte[] handle = handles.seal(page, "app/g1");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new javax.crypto.spec.SecretKeySpec(
                        ring.key(ring.currentVersion(), Purpose.PAGE_HANDLE).getEncoded(), "AES"),
                new GCMParameterSpec(128, handle, SALT_AT, 12));
        byte[] underTheParent = cipher.doFinal(page);

        assertThat(Arrays.copyOfRange(handle, SEALED_AT, SEALED_AT + page.length))
                .isNotEqualTo(Arrays.copyOf(underTheParent, page.length));
    }

    private static final class FixedRandom extends SecureRandom {
        @Serial
        private static final long serialVersionUID = 1L;

        private final byte value;

        FixedRandom(int value) {
            this.value = (byte) value;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, value);
        }
    }
}
