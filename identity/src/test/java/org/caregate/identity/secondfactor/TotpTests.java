package org.caregate.identity.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.protocol.PersonId;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpTests {
    /** The ASCII secret "12345678901234567890" of RFC 6238, in Base32. */
    private static final String RFC_SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @ParameterizedTest
    @Requirement("RFC6238-B")
    @CsvSource({
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void publishedVectors_areMet_inTheirLastSixDigits(long time, String code) {
        Instant at = Instant.ofEpochSecond(time);

        assertThat(Totp.code(RFC_SEED, at)).isEqualTo(code);
        assertThat(Totp.matchingStep(RFC_SEED, code, at)).hasValue(time / 30);
    }

    @Test
    @Requirement("RFC6238-5.2")
    void codeOfANeighbouringStep_matchesItsOwnStep_andNoFurtherOne() {
        Instant at = Instant.ofEpochSecond(3000);

        assertThat(Totp.matchingStep(RFC_SEED, Totp.code(RFC_SEED, at.minusSeconds(30)), at))
                .hasValue(99);
        assertThat(Totp.matchingStep(RFC_SEED, Totp.code(RFC_SEED, at.plusSeconds(30)), at))
                .hasValue(101);
        assertThat(Totp.matchingStep(RFC_SEED, Totp.code(RFC_SEED, at.minusSeconds(60)), at))
                .isEmpty();
        assertThat(Totp.matchingStep(RFC_SEED, Totp.code(RFC_SEED, at.plusSeconds(60)), at))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "81804", "0818045", "abcdef", "０８１８０４"})
    void anythingElse_doesNotMatch(String typed) {
        assertThat(Totp.matchingStep(RFC_SEED, typed, Instant.ofEpochSecond(1111111109)))
                .isEmpty();
    }

    @Test
    void enrolmentUri_isWhatAuthenticatorAppsRead() {
        assertThat(Totp.enrolmentUri(RFC_SEED, "Care gate", "dr.lee"))
                .isEqualTo("otpauth://totp/Care%20gate:dr.lee?secret=" + RFC_SEED
                        + "&issuer=Care%20gate&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void newSeeds_areOf160Bits_andDiffer() {
        assertThat(Totp.newSeed()).matches("[A-Z2-7]{32}").isNotEqualTo(Totp.newSeed());
    }

    @Test
    void seedMovedToAnotherPerson_doesNotOpen() {
        TotpSeeds seeds = new TotpSeeds(new Envelopes(TestKeyRings.fresh(), new SecureRandom()));
        byte[] sealed = seeds.seal(new PersonId("a"), RFC_SEED);
        Instant now = Instant.EPOCH;

        assertThat(seeds.open(new TotpCredential(new PersonId("a"), sealed, -1, now, null)))
                .isEqualTo(RFC_SEED);
        assertThatThrownBy(() -> seeds.open(new TotpCredential(new PersonId("b"), sealed, -1, now, null)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining(RFC_SEED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456",
                " 123 456 ",
                "123-456",
                "\uff11\uff12\uff13\uff14\uff15\uff16", // full width
                "123\u2009456", // thin space
                "123\u202f456", // narrow no-break space
                "123\u00a0456",
                "\u200b123\u2060456\ufeff", // invisible marks
                "\u0661\u0662\u0663\u0664\u0665\u0666", // Arabic-Indic
                "\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6",
                "123\u2013456",
                "\u202a123456\u202c\n"
            })
    void codeAsPhonesWriteIt_isTheSameCode(String typed) {
        assertThat(Totp.digits(typed)).isEqualTo("123456");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345a",
                "123.456",
                "+123456",
                "\u2460\u2461\u2462\u2463\u2464\u2465",
                "\u00b2\u00b2\u00b2\u00b2\u00b2\u00b2"
            })
    void whatHoldsMoreThanDigits_isNoCode(String typed) {
        assertThat(Totp.digits(typed)).isNotEqualTo("123456").doesNotMatch("[0-9]{6}");
    }

    @Test
    void veryLongText_isNoCode() {
        assertThat(Totp.digits(" ".repeat(100) + "123456")).isEmpty();
    }
}
