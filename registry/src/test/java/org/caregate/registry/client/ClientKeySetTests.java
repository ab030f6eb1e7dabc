package org.caregate.registry.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.caregate.registry.client.ClientKeySet.Choice;
import org.caregate.registry.client.ClientKeySet.Registration;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClientKeySetTests {
    private static final Set<String> SMART = Set.of("RS384", "ES384");

    private static final RSAKey RSA = rsa(2048, "k1");
    private static final ECKey EC = ec(Curve.P_384, "k1");

    /** RFC 8812; the JDK makes no such key: the curve's generator point. */
    private static final ECKey SECP256K1 = new ECKey.Builder(
                    Curve.SECP256K1,
                    Base64URL.encode(
                            new BigInteger("79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798", 16)),
                    Base64URL.encode(
                            new BigInteger("483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8", 16)))
            .keyID("k1")
            .build();

    private static ECKey ec(Curve curve, String kid) {
        try {
            return new ECKeyGenerator(curve).keyID(kid).generate().toPublicJWK();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static RSAKey rsa(int bits, String kid) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(kid).generate().toPublicJWK();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> with(JWK key, String name, Object value) {
        Map<String, Object> json = new LinkedHashMap<>(key.toJSONObject());
        json.put(name, value);
        return json;
    }

    private static ClientKeySet set(Object... keys) {
        List<Object> members = Stream.of(keys)
                .map(key -> key instanceof JWK jwk ? jwk.toJSONObject() : key)
                .toList();
        return ClientKeySet.parse(JSONObjectUtils.toJSONString(Map.of("keys", members)))
                .orElseThrow();
    }

    private static List<String> problems(Object... keys) {
        List<Object> members = Stream.of(keys)
                .map(key -> key instanceof JWK jwk ? jwk.toJSONObject() : key)
                .toList();
        return switch (ClientKeySet.register(Map.of("keys", members), SMART)) {
            case Registration.Usable usable -> List.of();
            case Registration.Unusable(List<String> problems) -> problems;
        };
    }

    @Test
    @Requirement({"RFC7517-4.5", "SMART2.2-client-confidential-asymmetric"})
    void keysOfTwoTypesUnderOneKid_areToldApartByTheAlgorithm() {
        ClientKeySet both = set(RSA, EC);
        assertThat(both.choose("k1", "RS384")).isEqualTo(new Choice.Found(RSA));
        assertThat(both.choose("k1", "ES384")).isEqualTo(new Choice.Found(EC));
        assertThat(problems(RSA, EC)).isEmpty();
    }

    @Test
    @Requirement("SMART2.2-client-confidential-asymmetric")
    void twoKeysOfOneTypeUnderOneKid_areNoKey() {
        assertThat(set(EC, ec(Curve.P_384, "k1")).choose("k1", "ES384")).isInstanceOf(Choice.NoSuchKey.class);
        assertThat(problems(EC, ec(Curve.P_384, "k1")))
                .singleElement()
                .asString()
                .contains("two EC keys");
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("unknown kty", Map.of("kty", "AKP", "kid", "x")),
                Arguments.of("no kty", Map.of("kid", "x")),
                Arguments.of("not an object", "text"),
                Arguments.of("unknown curve", with(EC, "crv", "P-999")),
                Arguments.of("point off its curve", with(EC, "x", EC.getY().toString())),
                Arguments.of("no modulus", Map.of("kty", "RSA", "e", "AQAB")),
                Arguments.of("kid of another type", with(EC, "kid", 7)),
                Arguments.of("number with a stray character", with(EC, "x", EC.getX() + " ")),
                Arguments.of("number with a character too many", with(EC, "x", EC.getX() + "Z")),
                Arguments.of("padded number", with(RSA, "e", "AQAB====")),
                Arguments.of("number with stray bits at its end", with(RSA, "n", withStrayBits(RSA.getModulus()))),
                Arguments.of("damaged certificate", with(EC, "x5c", List.of("!"))),
                Arguments.of("use against key_ops", with(with(EC, "use", "enc"), "key_ops", List.of("verify"))),
                Arguments.of(
                        "symmetric",
                        new OctetSequenceKey.Builder(new byte[32]).build().toJSONObject()));
    }

    /** Decodes to the same octets: the last of 342 characters of 256 octets carries four bits of no meaning. */
    private static String withStrayBits(Base64URL number) {
        String text = number.toString();
        char last = text.charAt(text.length() - 1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return text.substring(0, text.length() - 1) + alphabet.charAt(alphabet.indexOf(last) + 1);
    }

    private static Map<String, Object> with(Map<String, Object> key, String name, Object value) {
        Map<String, Object> json = new LinkedHashMap<>(key);
        json.put(name, value);
        return json;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    @Requirement("RFC7517-5")
    void unreadableKey_leavesTheOthersUsable_butIsNotRegistered(String what, Object key) {
        ECKey good = ec(Curve.P_384, "good");
        assertThat(set(key, good).choose("good", "ES384")).isEqualTo(new Choice.Found(good));
        assertThat(problems(good, key)).isNotEmpty();
    }

    @Test
    void privateKey_isNeverUsed_andNotRegistered() throws JOSEException {
        ECKey secret = new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
        assertThat(set(secret).choose("k1", "ES384")).isInstanceOf(Choice.NoSuchKey.class);
        assertThat(problems(secret)).singleElement().asString().contains("private");
    }

    static Stream<Arguments> unfit() {
        RSAKey.Builder smallExponent = new RSAKey.Builder(RSA.getModulus(), new Base64URL("Aw")).keyID("k1");
        return Stream.of(
                Arguments.of("P-256", "ES384", ec(Curve.P_256, "k1")),
                Arguments.of("P-521", "ES384", ec(Curve.P_521, "k1")),
                Arguments.of("secp256k1", "ES384", SECP256K1),
                Arguments.of("1024 bits", "RS384", rsa(1024, "k1")),
                Arguments.of("exponent of 3", "RS384", smallExponent.build()),
                Arguments.of(
                        "exponent of 1",
                        "RS384",
                        new RSAKey.Builder(RSA.getModulus(), new Base64URL("AQ"))
                                .keyID("k1")
                                .build()),
                Arguments.of(
                        "alg of another",
                        "ES384",
                        new ECKey.Builder(EC).algorithm(JWSAlgorithm.ES256).build()),
                Arguments.of(
                        "alg beyond the profile",
                        "RS384",
                        new RSAKey.Builder(RSA).algorithm(JWSAlgorithm.RS256).build()),
                Arguments.of(
                        "alg of the other type",
                        "ES384",
                        new ECKey.Builder(EC).algorithm(JWSAlgorithm.RS384).build()),
                Arguments.of(
                        "use enc",
                        "ES384",
                        new ECKey.Builder(EC).keyUse(KeyUse.ENCRYPTION).build()),
                Arguments.of(
                        "use unknown",
                        "ES384",
                        new ECKey.Builder(EC).keyUse(new KeyUse("tls")).build()),
                Arguments.of(
                        "key_ops without verify",
                        "ES384",
                        new ECKey.Builder(EC)
                                .keyOperations(Set.of(KeyOperation.SIGN))
                                .build()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unfit")
    @Requirement({"RFC7517-4.2", "RFC7517-4.3", "RFC7517-4.4", "RFC7518-3.1"})
    void keyThatCanNeverVerify_isNotRegistered_andNotUsed(String what, String algorithm, JWK key) {
        assertThat(problems(key)).singleElement().asString().contains("cannot verify ES384 or RS384");
        assertThat(set(key).choose("k1", algorithm)).isInstanceOf(Choice.Unfit.class);
    }

    @Test
    void keyMeantForVerifying_isRegistered() {
        assertThat(problems(new ECKey.Builder(EC)
                        .algorithm(JWSAlgorithm.ES384)
                        .keyOperations(Set.of(KeyOperation.VERIFY))
                        .build()))
                .isEmpty();
        assertThat(problems(new RSAKey.Builder(RSA)
                        .algorithm(JWSAlgorithm.RS384)
                        .keyUse(KeyUse.SIGNATURE)
                        .build()))
                .isEmpty();
    }

    @Test
    void setWithoutKeysOrWithTooMany_isRefused() {
        assertThat(problems()).containsExactly("jwks holds no key");
        assertThat(ClientKeySet.parse("{\"keys\":[" + "{},".repeat(100) + "{}]}"))
                .isEmpty();
        assertThat(ClientKeySet.parse("{\"keys\":[" + "{},".repeat(99) + "{}]}"))
                .isPresent();
        assertThat(ClientKeySet.parse("{}")).isEmpty();
    }

    @Test
    void problem_holdsNoControlCharacters() {
        assertThat(problems(with(EC, "crv", "x"), with(ec(Curve.P_256, "a\u001b[2Jb"), "use", "enc")))
                .allMatch(problem -> problem.chars().allMatch(c -> c >= 0x20 && c < 0x7f));
    }
}
