package org.caregate.crypto.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.caregate.crypto.envelope.Envelopes.Opening;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

class EnvelopesTests {
    private final KeyRing ring = TestKeyRings.fresh();
    private final Envelopes envelopes = new Envelopes(ring, new SecureRandom());
    private final byte[] secret = "JBSWY3DPEHPK3PXP".getBytes(StandardCharsets.UTF_8);

    @Test
    void sealedBytes_openInTheirPlace() {
        assertThat(envelopes.open(envelopes.seal(secret, "totp/p1"), "totp/p1"))
                .isInstanceOfSatisfying(
                        Opening.Opened.class,
                        opened -> assertThat(opened.plaintext()).isEqualTo(secret));
    }

    @Test
    @Requirement("HIPAA-CR-01")
    void sealedBytesMovedToAnotherRow_areBroken() {
        assertThat(envelopes.open(envelopes.seal(secret, "totp/p1"), "totp/p2")).isInstanceOf(Opening.Broken.class);
    }

    @Test
    void anyFlippedBit_isBroken() {
        byte[] sealed = envelopes.seal(secret, "totp/p1");
        for (int i = 0; i < sealed.length; i++) {
            byte[] altered = sealed.clone();
            altered[i] ^= 1;
            assertThat(envelopes.open(altered, "totp/p1")).as("byte " + i).isInstanceOf(Opening.Broken.class);
        }
    }

    @Test
    void cutOffBytes_areBroken() {
        byte[] sealed = envelopes.seal(secret, "totp/p1");
        for (int length = 0; length < sealed.length; length++) {
            assertThat(envelopes.open(java.util.Arrays.copyOf(sealed, length), "totp/p1"))
                    .isInstanceOf(Opening.Broken.class);
        }
    }

    @Test
    void anotherKeyFile_opensNothing() {
        byte[] sealed = envelopes.seal(secret, "totp/p1");
        assertThat(new Envelopes(TestKeyRings.fresh(), new SecureRandom()).open(sealed, "totp/p1"))
                .isInstanceOf(Opening.Broken.class);
    }

    @Test
    void sealingTwice_givesDifferentBytes() {
        assertThat(envelopes.seal(secret, "a")).isNotEqualTo(envelopes.seal(secret, "a"));
    }
}
