package org.caregate.accesstoken.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.caregate.accesstoken.TestTokens;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.Caller;
import org.caregate.policy.decision.Unauthenticated;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each demand on a token's text refuses, and each one taken away is noticed (RFC 9068 §4, RFC 8725). */
class VerificationRulesTests {
    private final TestTokens tokens = new TestTokens();
    private final List<VerificationRule> rules = VerificationRules.inOrder(TestTokens.ISSUER, null);

    private String answer(String text) {
        return answer(rules, text);
    }

    private String answer(List<VerificationRule> demands, String text) {
        Caller caller = new AccessTokenVerifier(tokens.keys(), tokens.clock, demands).verify(text);
        return switch (caller) {
            case Authenticated token -> "live " + token.claims().jti();
            case Unauthenticated(var reason) -> reason.name();
        };
    }

    private String with(String claim, Object value) {
        return tokens.sign(tokens.claims().claim(claim, value));
    }

    /** For each rule, by the simple name of its class, tokens that it alone refuses for its reason. */
    private Map<String, Map<String, String>> refused() throws JOSEException {
        String payload = tokens.claims().build().toString();
        Map<String, Map<String, String>> refused = new LinkedHashMap<>();
        refused.put(
                "Es256Alone",
                Map.of(
                        TestTokens.sign(
                                new JWSHeader.Builder(JWSAlgorithm.HS256)
                                        .keyID("k1")
                                        .type(new JOSEObjectType("at+jwt")),
                                payload,
                                new MACSigner(tokens.key.toECPublicKey().getEncoded())),
                        "TOKEN_ALGORITHM"));
        refused.put(
                "AccessTokenType",
                Map.of(
                        tokens.sign(tokens.header().type(JOSEObjectType.JWT), payload), "TOKEN_WRONG_TYPE",
                        tokens.sign(tokens.header().type(null), payload), "TOKEN_WRONG_TYPE",
                        tokens.sign(tokens.header().type(new JOSEObjectType("at+jwt+x")), payload),
                                "TOKEN_WRONG_TYPE"));
        // The JWT library itself understands "b64", and would let it pass.
        refused.put(
                "NothingCritical",
                Map.of(
                        tokens.sign(
                                tokens.header().base64URLEncodePayload(true).criticalParams(Set.of("b64")), payload),
                        "TOKEN_SIGNATURE"));
        refused.put(
                "PublishedKey",
                Map.of(
                        tokens.sign(tokens.header().keyID("k2"), payload), "TOKEN_UNKNOWN_KEY",
                        tokens.sign(tokens.header().keyID(null), payload), "TOKEN_UNKNOWN_KEY"));
        refused.put(
                "ValidSignature",
                Map.of(
                        TestTokens.sign(tokens.header(), payload, new ECDSASigner(TestTokens.key("k1"))),
                        "TOKEN_SIGNATURE"));
        refused.put(
                "ReadableClaims",
                Map.of(
                        tokens.sign(tokens.header(), "not JSON"), "TOKEN_CLAIMS",
                        tokens.sign(tokens.header(), payload.replaceFirst("\"exp\":[0-9]+", "\"exp\":\"soon\"")),
                                "TOKEN_CLAIMS"));
        refused.put(
                "IssuedHere",
                Map.of(
                        with("iss", "https://evil.example"), "TOKEN_WRONG_ISSUER",
                        with("iss", TestTokens.ISSUER + "/"), "TOKEN_WRONG_ISSUER",
                        tokens.sign(tokens.claims().issuer(null)), "TOKEN_WRONG_ISSUER"));
        refused.put(
                "OneAudience",
                Map.of(
                        tokens.sign(tokens.claims().audience(List.of(TestTokens.AUDIENCE, "https://other.example"))),
                        "TOKEN_WRONG_AUDIENCE",
                        tokens.sign(tokens.claims().audience((String) null)),
                        "TOKEN_WRONG_AUDIENCE"));
        refused.put(
                "AlreadyValid",
                Map.of(
                        tokens.sign(tokens.claims().issueTime(inSeconds(6))), "TOKEN_NOT_YET_VALID",
                        tokens.sign(tokens.claims().notBeforeTime(inSeconds(6))), "TOKEN_NOT_YET_VALID"));
        return refused;
    }

    private static Date inSeconds(long seconds) {
        return Date.from(TestTokens.NOW.plusSeconds(seconds));
    }

    @TestFactory
    Stream<DynamicTest> eachRule_refuses_andIsMissedWhenTakenAway() throws JOSEException {
        Map<String, Map<String, String>> refused = refused();
        assertThat(rules)
                .extracting(rule -> rule.getClass().getSimpleName())
                .containsExactlyElementsOf(refused.keySet());
        return rules.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getClass().getSimpleName(), () -> {
                    List<VerificationRule> others = new ArrayList<>(rules);
                    others.remove(rule);
                    refused.getOrDefault(rule.getClass().getSimpleName(), Map.of())
                            .forEach((text, reason) -> {
                                assertThat(answer(text)).isEqualTo(reason);
                                assertThat(answer(others, text))
                                        .as("without the rule")
                                        .isNotEqualTo(reason);
                            });
                }));
    }

    @Test
    @Requirement("RFC9068-4")
    void goodToken_isLive_inBothFormsOfItsType() {
        String payload = tokens.claims().build().toString();
        assertThat(answer(tokens.good())).isEqualTo("live j1");
        assertThat(answer(tokens.sign(tokens.header().type(new JOSEObjectType("application/at+jwt")), payload)))
                .isEqualTo("live j1");
    }

    @Test
    void clockOfTheIssuer_mayBeFiveSecondsFast() {
        assertThat(answer(tokens.sign(tokens.claims().issueTime(inSeconds(5)).notBeforeTime(inSeconds(5)))))
                .isEqualTo("live j1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "a.b",
                "a.b.c",
                "a.b.c.d.e",
                "eyJhbGciOiJFUzI1NiJ9..",
                "%%%",
                "é",
                "=",
                "a b.c.d",
                "a=.b.c"
            })
    void textThatIsNoSignedJwt_isMalformed(String text) {
        assertThat(answer(text)).isEqualTo("TOKEN_MALFORMED");
    }

    @Test
    void charactersThatTheJwtLibrarySkips_makeATokenMalformed() {
        String good = tokens.good();
        for (String odd : List.of(" ", "\n", "%", "\u0000", "é", "=")) {
            assertThat(answer(good.substring(0, 20) + odd + good.substring(20)))
                    .as("%s in the header", odd)
                    .isEqualTo("TOKEN_MALFORMED");
        }
        assertThat(answer(good + "\n")).isEqualTo("TOKEN_MALFORMED");
    }

    @Test
    void tokenLongerThan8KiB_isMalformed() {
        assertThat(answer(with("extra", "x".repeat(8 * 1024)))).isEqualTo("TOKEN_MALFORMED");
        assertThat(answer(with("extra", "x".repeat(4 * 1024)))).isEqualTo("live j1");
    }

    @Test
    @Requirement("RFC9068-4")
    void algNone_isMalformed() {
        assertThat(answer(new PlainJWT(tokens.claims().build()).serialize())).isEqualTo("TOKEN_MALFORMED");
    }

    @Test
    void payloadOfAnotherToken_isRefused() {
        String[] one = tokens.good().split("\\.", -1);
        String[] other = with("scope", "patient/*.cruds").split("\\.", -1);
        assertThat(answer(one[0] + "." + other[1] + "." + one[2])).isEqualTo("TOKEN_SIGNATURE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "client_id", "scope", "jti", "profile", "rv", "exp", "iat"})
    @Requirement("RFC9068-2.2")
    void missingClaim_isRefused(String claim) {
        JWTClaimsSet.Builder claims = tokens.claims();
        claims.claim(claim, null);
        assertThat(answer(tokens.sign(claims))).isEqualTo("TOKEN_CLAIMS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "client_id", "jti", "profile", "grant"})
    void emptyOrOverlongClaim_isRefused(String claim) {
        assertThat(answer(with(claim, ""))).isEqualTo("TOKEN_CLAIMS");
        assertThat(answer(with(claim, "x".repeat(201)))).isEqualTo("TOKEN_CLAIMS");
        assertThat(answer(with(claim, "x".repeat(200)))).startsWith("live ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_id", "scope", "profile", "grant"})
    void claimOfAnotherType_isRefused(String claim) {
        assertThat(answer(with(claim, 7))).isEqualTo("TOKEN_CLAIMS");
    }

    @Test
    void malformedScope_isRefused() {
        assertThat(answer(with("scope", "patient/\"Patient.r"))).isEqualTo("TOKEN_CLAIMS");
    }

    @Test
    void tokenOfAClient_hasNeitherPersonNorGrant() {
        Caller caller = new AccessTokenVerifier(tokens.keys(), tokens.clock, rules)
                .verify(tokens.sign(tokens.claims().subject("app").claim("grant", null)));
        assertThat(caller).isInstanceOfSatisfying(Authenticated.class, token -> {
            assertThat(token.claims().person()).isNull();
            assertThat(token.claims().grant()).isNull();
            assertThat(token.claims().subject()).isEqualTo("app");
            assertThat(token.keyId()).isEqualTo("k1");
        });
    }

    /** The faults that Wycheproof and CVE-2022-21449 are about. */
    @Test
    void signatureWithoutValuesInRange_orInAnotherForm_isRefused() throws Exception {
        String good = tokens.good();
        String signed = good.substring(0, good.lastIndexOf('.') + 1);
        byte[] signature =
                Base64URL.from(good.substring(good.lastIndexOf('.') + 1)).decode();
        byte[] order = HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
        byte[] zero = new byte[32];
        byte[] r = Arrays.copyOf(signature, 32);
        byte[] s = Arrays.copyOfRange(signature, 32, 64);
        List<byte[]> forged = List.of(
                new byte[0],
                new byte[64],
                joined(zero, s),
                joined(r, zero),
                joined(order, s),
                joined(r, order),
                joined(order, order),
                Arrays.copyOf(signature, 63),
                Arrays.copyOf(signature, 65),
                joined(s, r),
                ECDSA.transcodeSignatureToDER(signature));
        for (byte[] forgery : forged) {
            String token = signed + Base64URL.encode(forgery);
            assertThat(answer(token)).isIn("TOKEN_SIGNATURE", "TOKEN_MALFORMED");
        }
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
