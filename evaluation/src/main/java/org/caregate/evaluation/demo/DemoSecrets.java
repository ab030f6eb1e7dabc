package org.caregate.evaluation.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.security.SecureRandom;
import org.caregate.crypto.credential.Credential;

/** Makes what no one is to guess. */
final class DemoSecrets {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String EASY = "abcdefghjkmnpqrstuvwxyz23456789"; // no letters that look like others

    private final SecureRandom random;

    DemoSecrets(SecureRandom random) {
        this.random = random;
    }

    /** Four groups of five characters that are easy to type: about 99 bits. */
    String password() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            if (i > 0 && i % 5 == 0) {
                text.append('-');
            }
            text.append(EASY.charAt(random.nextInt(EASY.length())));
        }
        return text.toString();
    }

    /** A seed of 160 bits (RFC 4226 §4, R6), base32. */
    String totpSeed() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            text.append(BASE32.charAt(random.nextInt(BASE32.length())));
        }
        return text.toString();
    }

    String clientSecret() {
        return Credential.generate(Credential.CLIENT_SECRET, random).text();
    }

    /** A P-384 key for ES384, as a private JWK. */
    String signingKey(String kid) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_384)
                    .keyID(kid)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(com.nimbusds.jose.JWSAlgorithm.ES384)
                    .generate();
            return key.toJSONString();
        } catch (JOSEException e) {
            throw new IllegalStateException("the JDK lacks P-384", e);
        }
    }
}
