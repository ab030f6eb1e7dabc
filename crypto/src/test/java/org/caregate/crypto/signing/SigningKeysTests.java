package org.caregate.crypto.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.testing.MutableClock;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SigningKeysTests {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final JOSEObjectType AT_JWT = new JOSEObjectType("at+jwt");

    private final MutableClock clock = MutableClock.at(NOW);
    private final InMemorySigningKeyStore store = new InMemorySigningKeyStore();
    private final SigningKeys keys =
            new SigningKeys(store, new Envelopes(TestKeyRings.fresh(), new SecureRandom()), clock);
    private final JWTClaimsSet claims = new JWTClaimsSet.Builder().subject("s").build();

    @Test
    void signedToken_verifiesWithThePublishedKey_underItsUseOnly() throws Exception {
        String kid = keys.create(KeyUse.ACCESS_TOKEN, NOW);
        keys.reload();
        SignedJWT jwt = SignedJWT.parse(keys.sign(KeyUse.ACCESS_TOKEN, AT_JWT, claims));

        assertThat(jwt.getHeader().getKeyID()).isEqualTo(kid);
        assertThat(jwt.getHeader().getType()).isEqualTo(AT_JWT);
        JWK published = keys.verificationKey(kid, KeyUse.ACCESS_TOKEN).orElseThrow();
        assertThat(jwt.verify(new ECDSAVerifier(published.toECKey()))).isTrue();
        assertThat(keys.verificationKey(kid, KeyUse.ID_TOKEN)).isEmpty();
    }

    @Test
    @Requirement("RFC7517-9.3")
    void publishedSet_holdsNoPrivatePart() {
        keys.create(KeyUse.ACCESS_TOKEN, NOW);
        keys.create(KeyUse.ID_TOKEN, NOW);
        keys.reload();
        assertThat(keys.complete()).isTrue();
        assertThat(keys.published().getKeys()).hasSize(2).noneMatch(JWK::isPrivate);
    }

    @Test
    void upcomingKey_isPublished_butSignsOnlyFromItsTime() throws Exception {
        String first = keys.create(KeyUse.ACCESS_TOKEN, NOW);
        String second = keys.create(KeyUse.ACCESS_TOKEN, NOW.plus(Duration.ofHours(1)));
        keys.reload();
        assertThat(keys.verificationKey(second, KeyUse.ACCESS_TOKEN)).isPresent();
        assertThat(kidOfSigned()).isEqualTo(first);
        clock.advance(Duration.ofHours(1));
        assertThat(kidOfSigned()).isEqualTo(second);
    }

    @Test
    void retiredKey_isNeitherPublishedNorSigning() {
        String kid = keys.create(KeyUse.ACCESS_TOKEN, NOW);
        StoredSigningKey stored = store.all().getFirst();
        store.replace(new StoredSigningKey(
                kid, stored.use(), stored.publicJwk(), stored.sealedPrivateJwk(), stored.activeFrom(), NOW));
        keys.reload();
        assertThat(keys.verificationKey(kid, KeyUse.ACCESS_TOKEN)).isEmpty();
        assertThat(keys.published().getKeys()).isEmpty();
        assertThatThrownBy(() -> keys.sign(KeyUse.ACCESS_TOKEN, AT_JWT, claims))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keySealedUnderAnotherKeyFile_stopsTheReload() {
        new SigningKeys(store, new Envelopes(TestKeyRings.fresh(), new SecureRandom()), clock)
                .create(KeyUse.ACCESS_TOKEN, NOW);
        assertThatThrownBy(keys::reload)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not open");
    }

    @Test
    void storedKey_holdsNoPrivatePartInClear() {
        keys.create(KeyUse.ACCESS_TOKEN, NOW);
        StoredSigningKey stored = store.all().getFirst();
        assertThat(stored.publicJwk()).doesNotContain("\"d\"");
        assertThat(new String(stored.sealedPrivateJwk(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("\"d\"");
    }

    private String kidOfSigned() throws Exception {
        return SignedJWT.parse(keys.sign(KeyUse.ACCESS_TOKEN, AT_JWT, claims))
                .getHeader()
                .getKeyID();
    }

    @Nested
    class InMemoryContract extends SigningKeyStoreContract {
        private final SigningKeyStore fresh = new InMemorySigningKeyStore();

        @Override
        protected SigningKeyStore store() {
            return fresh;
        }
    }
}
