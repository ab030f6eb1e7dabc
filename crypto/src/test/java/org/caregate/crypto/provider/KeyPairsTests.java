package org.caregate.crypto.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPairsTests {
    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void halvesOfOnePair_belongTogether_andOfTwoDoNot(String kind) throws Exception {
        KeyPair one = pair(kind);
        KeyPair other = pair(kind);

        assertThat(KeyPairs.belongTogether(one.getPublic(), one.getPrivate())).isTrue();
        assertThat(KeyPairs.belongTogether(other.getPublic(), one.getPrivate())).isFalse();
    }

    @Test
    void keysOfTwoKinds_doNotBelongTogether() throws Exception {
        assertThat(KeyPairs.belongTogether(pair("RSA").getPublic(), pair("EC").getPrivate()))
                .isFalse();
    }

    private static KeyPair pair(String kind) throws NoSuchAlgorithmException {
        return KeyPairGenerator.getInstance(kind).generateKeyPair();
    }
}
