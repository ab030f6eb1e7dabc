package org.caregate.accesstoken.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.caregate.accesstoken.TestTokens;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.Caller;
import org.caregate.protocol.token.TokenClaims;
import org.caregate.testing.Fuzz;
import org.junit.jupiter.api.Test;

/** A damaged token is refused, and never an exception; the few that still verify say exactly what was signed. */
class TokenFuzzTests {
    private static final List<String> WORDS = List.of(
            ".", "..", "=", "eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9", "-_", "%", " ", "\u0000", "A".repeat(200));

    private final TestTokens tokens = new TestTokens();
    private final VerifiedTokens verified = tokens.verified(100);

    private static TokenClaims claims(Caller caller) {
        if (caller instanceof Authenticated authenticated) {
            return authenticated.claims();
        }
        throw new AssertionError("the good token is refused: " + caller);
    }

    @Test
    void damagedToken_isRefused_orSaysWhatWasSigned() {
        String good = tokens.good();
        TokenClaims signed = claims(verified.verify(good, TestTokens.AUDIENCE::equals));
        Fuzz.text(
                List.of(good, good.replaceAll("[.][^.]*$", "."), "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."),
                WORDS,
                text -> {
                    if (verified.verify(text, TestTokens.AUDIENCE::equals) instanceof Authenticated token) {
                        assertThat(token.claims()).isEqualTo(signed);
                    }
                });
    }

    @Test
    void damagedField_isNoCredential_orPresentsWhatTheVerifierReads() {
        Fuzz.text(List.of("Bearer " + tokens.good(), "Basic YTpi", "bearer"), WORDS, field -> {
            if (BearerCredential.of(List.of(field), false) instanceof BearerCredential.Presented(String token)) {
                assertThat(token).matches("[A-Za-z0-9._~+/-]+=*");
            }
        });
    }
}
