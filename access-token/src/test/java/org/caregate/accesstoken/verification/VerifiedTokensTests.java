package org.caregate.accesstoken.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.caregate.accesstoken.TestTokens;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.Unauthenticated;
import org.junit.jupiter.api.Test;

/** A signature is checked once; what may change is asked each time. */
class VerifiedTokensTests {
    private final TestTokens tokens = new TestTokens();
    private final VerifiedTokens verified = tokens.verified(100);

    private void refused(String token, DenyReason reason) {
        assertThat(verified.verify(token, TestTokens.AUDIENCE::equals)).isEqualTo(new Unauthenticated(reason));
    }

    private Authenticated live(String token) {
        if (verified.verify(token, TestTokens.AUDIENCE::equals) instanceof Authenticated authenticated) {
            return authenticated;
        }
        throw new AssertionError("refused");
    }

    @Test
    void cachedToken_isTheSameEvidence() {
        String token = tokens.good();
        assertThat(live(token)).isSameAs(live(token));
        assertThat(verified.remembered()).isEqualTo(1);
    }

    @Test
    void cachedToken_isRefusedOnceItExpires() {
        String token = tokens.good();
        live(token);
        tokens.clock.advance(Duration.ofMinutes(5));
        refused(token, DenyReason.TOKEN_EXPIRED);
    }

    @Test
    void cachedToken_isRefusedOnceItsKeyIsRetired() {
        String token = tokens.good();
        live(token);
        tokens.retireKey();
        refused(token, DenyReason.TOKEN_UNKNOWN_KEY);
    }

    @Test
    void cachedToken_isRefusedWhereItIsNotFor() {
        String token = tokens.good();
        live(token);
        assertThat(verified.verify(token, "https://localhost:9443/other"::equals))
                .isEqualTo(new Unauthenticated(DenyReason.TOKEN_WRONG_AUDIENCE));
        live(token);
    }

    @Test
    void expiredTokenAndTokenForAnotherAudience_areRefused_andNotCached() {
        refused(tokens.sign(tokens.claims().expirationTime(Date.from(TestTokens.NOW))), DenyReason.TOKEN_EXPIRED);
        refused(tokens.sign(tokens.claims().audience("https://other.example")), DenyReason.TOKEN_WRONG_AUDIENCE);
        refused("a.b.c", DenyReason.TOKEN_MALFORMED);
        refused("x".repeat(9000), DenyReason.TOKEN_MALFORMED);
        assertThat(verified.remembered()).isZero();
    }

    @Test
    void floodOfGoodTokens_isBoundedByTheCapacity() {
        for (int i = 0; i < 500; i++) {
            live(tokens.sign(tokens.claims().jwtID("j" + i)));
        }
        assertThat(verified.remembered()).isLessThanOrEqualTo(100);
    }

    @Test
    void expiredToken_isForgotten() throws InterruptedException {
        Date soon = Date.from(TestTokens.NOW.plusSeconds(1));
        live(tokens.sign(tokens.claims().expirationTime(soon)));
        live(tokens.good());
        assertThat(verified.remembered()).isEqualTo(2);
        for (int i = 0; i < 100 && verified.remembered() == 2; i++) {
            Thread.sleep(100);
        }
        assertThat(verified.remembered()).isEqualTo(1);
    }

    @Test
    void keyThatChangesUnderItsName_isNotTakenForTheOldOne() {
        AtomicInteger asked = new AtomicInteger();
        VerifiedTokens changing = new VerifiedTokens(
                id -> Optional.of((asked.incrementAndGet() == 1 ? tokens.key : TestTokens.key("k1")).toPublicJWK()),
                TestTokens.ISSUER,
                tokens.clock,
                null,
                100);
        assertThat(changing.verify(tokens.good(), audience -> true)).isInstanceOf(Authenticated.class);
        assertThat(changing.verify(tokens.sign(tokens.claims().jwtID("j2")), audience -> true))
                .isEqualTo(new Unauthenticated(DenyReason.TOKEN_SIGNATURE));
    }
}
