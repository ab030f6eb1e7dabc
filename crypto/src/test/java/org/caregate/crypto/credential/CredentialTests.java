package org.caregate.crypto.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

class CredentialTests {
    private final SecureRandom random = new SecureRandom();
    private final KeyRing ring = TestKeyRings.fresh();
    private final CredentialHasher hasher = new CredentialHasher(ring);
    private final Credential credential = Credential.generate(Credential.CODE, random);

    @Test
    void text_parsesBack() {
        assertThat(Credential.parse(Credential.CODE, credential.text())).contains(credential);
    }

    @Test
    void otherPrefix_isNotParsed() {
        assertThat(Credential.parse(Credential.REFRESH_TOKEN, credential.text()))
                .isEmpty();
    }

    @Property
    void anyOtherText_isNotParsed(@ForAll String text) {
        assertThat(Credential.parse(Credential.CODE, text)).isEmpty();
        assertThat(Credential.parse(Credential.CODE, "cgc_" + text)).isEmpty();
    }

    @Test
    void toString_hidesTheSecret() {
        assertThat(credential.toString()).doesNotContain(credential.secret());
    }

    @Test
    @Requirement("HIPAA-IA-05")
    void hash_matchesOnlyItsCredential_andOnlyUnderItsKeyFile() {
        KeyedHash hash = hasher.hash(credential);
        assertThat(hasher.matches(credential, hash)).isTrue();
        assertThat(hasher.matches(Credential.generate(Credential.CODE, random), hash))
                .isFalse();
        assertThat(new CredentialHasher(TestKeyRings.fresh()).matches(credential, hash))
                .isFalse();
        assertThat(hasher.matches(credential, new KeyedHash(7, hash.value()))).isFalse();
        assertThat(hash.value()).doesNotContain(credential.secret());
    }

    @Test
    void successor_isTheSameForTheSameTriple_andDiffersForAnyOther() {
        RefreshSuccessor successors = new RefreshSuccessor(ring);
        Credential presented = Credential.generate(Credential.REFRESH_TOKEN, random);
        Credential first = successors.derive(1, "family", 2, presented);
        assertThat(first).isEqualTo(successors.derive(1, "family", 2, presented));
        assertThat(Credential.parse(Credential.REFRESH_TOKEN, first.text())).contains(first);
        assertThat(first).isNotEqualTo(successors.derive(1, "family", 3, presented));
        assertThat(first).isNotEqualTo(successors.derive(1, "famil", 2, presented));
        assertThat(first)
                .isNotEqualTo(successors.derive(1, "family", 2, Credential.generate(Credential.REFRESH_TOKEN, random)));
        assertThat(first).isNotEqualTo(new RefreshSuccessor(TestKeyRings.fresh()).derive(1, "family", 2, presented));
    }
}
