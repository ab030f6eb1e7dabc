package org.caregate.accesstoken.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.caregate.crypto.provider.SignatureProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The public vectors of NIST's Cryptographic Algorithm Validation Program, by each provider that may verify signatures here (ADR 0009). */
class SignatureVectorsTests {
    private static final HexFormat HEX = HexFormat.of();

    /** The JDK's own, and the fast one where it loads. */
    private static List<@Nullable Provider> providers() {
        Provider fast = SignatureProvider.fastOrNull();
        return fast == null ? Arrays.asList((Provider) null) : Arrays.asList(null, fast);
    }

    private static List<Map<String, String>> vectors(String file) {
        List<Map<String, String>> vectors = new ArrayList<>();
        Map<String, String> vector = new HashMap<>();
        for (String line : text(file).lines().toList()) {
            int equals = line.indexOf(" = ");
            if (equals > 0 && !line.startsWith("[")) {
                vector.put(line.substring(0, equals), line.substring(equals + 3));
            }
            if (line.startsWith("Result = ")) {
                vectors.add(vector);
                vector = new HashMap<>();
            }
        }
        return vectors;
    }

    private static String text(String file) {
        try (InputStream in = SignatureVectorsTests.class.getResourceAsStream("/vectors/" + file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String value(Map<String, String> vector, String name) {
        return Objects.requireNonNull(vector.get(name), name);
    }

    private static byte[] bytes(Map<String, String> vector, String name) {
        String hex = value(vector, name);
        return HEX.parseHex(hex.length() % 2 == 0 ? hex : "0" + hex);
    }

    private static Base64URL number(Map<String, String> vector, String name) {
        return Base64URL.encode(unsigned(bytes(vector, name)));
    }

    private static byte[] unsigned(byte[] number) {
        byte[] bytes = new BigInteger(1, number).toByteArray();
        return bytes.length > 1 && bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static byte[] coordinate(Map<String, String> vector, String name) {
        byte[] bytes = unsigned(bytes(vector, name));
        byte[] padded = new byte[32];
        System.arraycopy(bytes, 0, padded, 32 - bytes.length, bytes.length);
        return padded;
    }

    private static boolean ecdsa(Map<String, String> vector, @Nullable Provider provider) {
        try {
            ECKey key = new ECKey.Builder(
                            Curve.P_256,
                            Base64URL.encode(coordinate(vector, "Qx")),
                            Base64URL.encode(coordinate(vector, "Qy")))
                    .build();
            byte[] signature = new byte[64];
            System.arraycopy(coordinate(vector, "R"), 0, signature, 0, 32);
            System.arraycopy(coordinate(vector, "S"), 0, signature, 32, 32);
            JWSVerifier verifier = new VerificationRules.ValidSignature(provider).verifier(key);
            return verifier.verify(
                    new JWSHeader(JWSAlgorithm.ES256), bytes(vector, "Msg"), Base64URL.encode(signature));
        } catch (JOSEException | IllegalStateException | IllegalArgumentException notOnTheCurve) {
            return false;
        }
    }

    private static boolean rsa(Map<String, String> vector, @Nullable Provider provider) {
        try {
            RSAKey key = new RSAKey.Builder(number(vector, "n"), number(vector, "e")).build();
            RSASSAVerifier verifier = new RSASSAVerifier(key);
            if (provider != null) {
                verifier.getJCAContext().setProvider(provider);
            }
            return verifier.verify(
                    new JWSHeader(JWSAlgorithm.RS256), bytes(vector, "Msg"), Base64URL.encode(bytes(vector, "S")));
        } catch (JOSEException | IllegalStateException | IllegalArgumentException malformed) {
            return false;
        }
    }

    @TestFactory
    Stream<DynamicTest> es256_acceptsAndRefusesAsTheVectorsSay() {
        return vectors("ecdsa-p256-sha256.rsp").stream()
                .map(vector -> DynamicTest.dynamicTest(
                        value(vector, "Result") + " " + value(vector, "R").substring(0, 8),
                        () -> assertThat(providers())
                                .allSatisfy(provider -> assertThat(ecdsa(vector, provider))
                                        .isEqualTo(value(vector, "Result").startsWith("P")))));
    }

    @TestFactory
    Stream<DynamicTest> rs256_acceptsAndRefusesAsTheVectorsSay() {
        return vectors("rsa-2048-sha256.rsp").stream()
                .map(vector -> DynamicTest.dynamicTest(
                        value(vector, "Result") + " " + value(vector, "S").substring(0, 8),
                        () -> assertThat(providers())
                                .allSatisfy(provider -> assertThat(rsa(vector, provider))
                                        .isEqualTo(value(vector, "Result").startsWith("P")))));
    }

    @Test
    void vectorFiles_holdBothVerdicts() {
        for (String file : List.of("ecdsa-p256-sha256.rsp", "rsa-2048-sha256.rsp")) {
            assertThat(vectors(file)).anyMatch(vector -> value(vector, "Result").startsWith("P"));
            assertThat(vectors(file)).anyMatch(vector -> value(vector, "Result").startsWith("F"));
        }
    }
}
