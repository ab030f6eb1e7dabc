package org.caregate.crypto.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.junit.jupiter.api.Test;

class SignedTextsTests {
    private final KeyRing ring = TestKeyRings.fresh();
    private final SignedTexts texts = new SignedTexts(ring, Purpose.WAITING_REQUEST);

    @Test
    void signedText_opens_andIsUrlSafe() {
        for (String text : new String[] {"", "a", "漢字 & = %", "scope=patient/Observation.rs ".repeat(300)}) {
            String signed = texts.sign(text).orElseThrow();
            assertThat(signed).matches("[A-Za-z0-9._-]+").hasSizeLessThanOrEqualTo(6 * 1024);
            assertThat(texts.open(signed)).contains(text);
        }
    }

    @Test
    void anyChangedCharacter_isRefused() {
        String signed = texts.sign("person=1").orElseThrow();
        for (int i = 0; i < signed.length(); i++) {
            char other = signed.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(texts.open(signed.substring(0, i) + other + signed.substring(i + 1)))
                    .isEmpty();
        }
        assertThat(texts.open(signed + "A")).isEmpty();
        assertThat(texts.open("")).isEmpty();
    }

    @Test
    void textOfAnotherPurposeOrKeyFile_isRefused() {
        String signed = texts.sign("person=1").orElseThrow();
        assertThat(new SignedTexts(ring, Purpose.DEVICE).open(signed)).isEmpty();
        assertThat(new SignedTexts(TestKeyRings.fresh(), Purpose.WAITING_REQUEST).open(signed))
                .isEmpty();
    }

    @Test
    void textThatDoesNotFit_isNotSigned() {
        StringBuilder noise = new StringBuilder();
        new Random(1).ints(9_000, 'a', 'z').forEach(c -> noise.append((char) c));
        assertThat(texts.sign(noise.toString())).isEmpty();
        assertThat(texts.sign("a".repeat(30_000))).isEmpty();
    }
}
