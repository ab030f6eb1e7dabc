package org.caregate.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.identity.password.HashWorkers.Rank;
import org.caregate.identity.password.PasswordHashes.Match;
import org.caregate.protocol.PersonId;
import org.junit.jupiter.api.Test;

class PasswordHashesTests {
    private static final PersonId PERSON = new PersonId("p");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Envelopes envelopes = new Envelopes(TestKeyRings.fresh(), RANDOM);
    private final PasswordHashes hashes = new PasswordHashes(envelopes, RANDOM, 1000);

    @Test
    void rightPassword_matches_wrongOneDoesNot() {
        byte[] stored = hashes.hash(PERSON, "a quiet river");

        assertThat(hashes.check(PERSON, "a quiet river", stored, Rank.STRANGER, "192.0.2.1"))
                .isInstanceOfSatisfying(
                        Match.Right.class, right -> assertThat(right.rehashed()).isNull());
        assertThat(hashes.check(PERSON, "a quiet rivers", stored, Rank.STRANGER, "192.0.2.1"))
                .isInstanceOf(Match.Wrong.class);
    }

    @Test
    void sameWordTypedInAnotherUnicodeForm_matches() {
        byte[] stored = hashes.hash(PERSON, "café am Fluß");

        assertThat(hashes.check(PERSON, "cafe\u0301 am Fluß", stored, Rank.STRANGER, "192.0.2.1"))
                .isInstanceOf(Match.Right.class);
    }

    @Test
    void earlierCost_isHashedAnew_atTheCurrentOne() {
        byte[] stored = hashes.hash(PERSON, "a quiet river");
        PasswordHashes dearer = new PasswordHashes(
                envelopes,
                RANDOM,
                2000,
                Map.of(PasswordHashes.prefix(1000), PasswordHashes.pbkdf2(1000)),
                new HashWorkers(1));

        Match match = dearer.check(PERSON, "a quiet river", stored, Rank.STRANGER, "192.0.2.1");

        assertThat(match).isInstanceOfSatisfying(Match.Right.class, right -> {
            byte[] rehashed = right.rehashed();
            assertThat(rehashed).isNotNull();
            assertThat(dearer.check(PERSON, "a quiet river", rehashed, Rank.STRANGER, "192.0.2.1"))
                    .isInstanceOfSatisfying(
                            Match.Right.class,
                            again -> assertThat(again.rehashed()).isNull());
        });
    }

    @Test
    void storedHash_isSealed_andOpensForNobodyElse() {
        byte[] stored = hashes.hash(PERSON, "a quiet river");

        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("pbkdf2");
        assertThatThrownBy(() -> hashes.check(new PersonId("q"), "a quiet river", stored, Rank.STRANGER, "192.0.2.1"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nobodysPassword_isAlwaysWrong() {
        assertThat(hashes.check(PERSON, "a quiet river", null, Rank.STRANGER, "192.0.2.1"))
                .isInstanceOf(Match.Wrong.class);
    }
}
