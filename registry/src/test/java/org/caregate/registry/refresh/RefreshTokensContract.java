package org.caregate.registry.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caregate.registry.Samples.refreshToken;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.caregate.registry.Race;
import org.caregate.registry.Samples;
import org.caregate.registry.client.Clients;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.transaction.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of refresh tokens must do. */
public abstract class RefreshTokensContract {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    /** An empty store. */
    protected abstract RefreshTokens tokens();

    protected abstract Transactions transactions();

    protected abstract Clients clients();

    protected abstract Grants grants();

    @BeforeEach
    void thereIsATokenOfAGrant() {
        clients().add(Samples.client(Samples.APP));
        grants().add(Samples.grant("g1"));
        tokens().add(refreshToken("r0", "f1", 0, "g1"));
    }

    private boolean rotate(String id, int to) {
        return tokens().rotate(id, refreshToken("r" + to, "f1", to, "g1"));
    }

    @Test
    void addedToken_isFoundAsItWas() {
        assertThat(tokens().find("r0")).contains(refreshToken("r0", "f1", 0, "g1"));
        assertThat(tokens().find("nope")).isEmpty();
    }

    @Test
    void rotation_marksTheOld_andAddsTheNew() {
        assertThat(rotate("r0", 1)).isTrue();
        assertThat(tokens().find("r0")).hasValueSatisfying(old -> {
            assertThat(old.usedAt()).isNotNull();
            assertThat(old.successor()).isEqualTo("r1");
            assertThat(old.repeated()).isFalse();
        });
        assertThat(tokens().find("r1")).contains(refreshToken("r1", "f1", 1, "g1"));
    }

    @Test
    void usedToken_isNotRotatedAgain_andNothingIsAdded() {
        rotate("r0", 1);
        assertThat(rotate("r0", 2)).isFalse();
        assertThat(tokens().find("r2")).isEmpty();
        assertThat(tokens().find("r0"))
                .hasValueSatisfying(old -> assertThat(old.successor()).isEqualTo("r1"));
    }

    @Test
    void unknownOrRevokedToken_isNotRotated() {
        assertThat(rotate("nope", 1)).isFalse();
        tokens().revokeFamily("f1");
        assertThat(rotate("r0", 1)).isFalse();
        assertThat(tokens().find("r1")).isEmpty();
    }

    @Test
    void rotation_isTakenBack_whenItsTransactionFails() {
        assertThatThrownBy(() -> transactions().inTransaction(() -> {
                    rotate("r0", 1);
                    throw new IllegalStateException("no audit entry");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(tokens().find("r1")).isEmpty();
        assertThat(rotate("r0", 1)).isTrue();
    }

    @Test
    void oneHundredAtOnce_rotateItOnce() {
        List<Boolean> results = Race.run(100, () -> transactions().inTransaction(() -> rotate("r0", 1)));
        assertThat(results).filteredOn(Boolean.TRUE::equals).hasSize(1);
    }

    @Test
    void repeat_isAllowedOnce() {
        rotate("r0", 1);
        assertThat(tokens().repeat("r0", WINDOW)).isTrue();
        assertThat(tokens().repeat("r0", WINDOW)).isFalse();
        assertThat(tokens().find("r0"))
                .hasValueSatisfying(old -> assertThat(old.repeated()).isTrue());
    }

    @Test
    void oneHundredRepeatsAtOnce_areAllowedOnce() {
        rotate("r0", 1);
        List<Boolean> results = Race.run(100, () -> transactions().inTransaction(() -> tokens().repeat("r0", WINDOW)));
        assertThat(results).filteredOn(Boolean.TRUE::equals).hasSize(1);
    }

    @Test
    void repeat_isRefused_forAnUnusedOrUnknownToken() {
        assertThat(tokens().repeat("r0", WINDOW)).isFalse();
        assertThat(tokens().repeat("nope", WINDOW)).isFalse();
    }

    @Test
    void repeat_isRefused_afterTheWindow() {
        rotate("r0", 1);
        assertThat(tokens().repeat("r0", Duration.ofSeconds(-1))).isFalse();
    }

    @Test
    void repeat_isRefused_onceTheSuccessorWasUsed() {
        rotate("r0", 1);
        rotate("r1", 2);
        assertThat(tokens().repeat("r0", WINDOW)).isFalse();
        assertThat(tokens().repeat("r1", WINDOW)).isTrue();
    }

    @Test
    void repeat_isRefused_whenTheFamilyIsRevoked() {
        rotate("r0", 1);
        tokens().revokeFamily("f1");
        assertThat(tokens().repeat("r0", WINDOW)).isFalse();
    }

    @Test
    void family_isRevokedWhole_andOnlyOnce_andNoOther() {
        rotate("r0", 1);
        grants().add(Samples.grant("g2"));
        tokens().add(refreshToken("s0", "f2", 0, "g2"));
        assertThat(tokens().revokeFamily("f1")).isTrue();
        assertThat(tokens().revokeFamily("f1")).isFalse();
        assertThat(tokens().revokeFamily("nope")).isFalse();
        assertThat(tokens().find("r0"))
                .hasValueSatisfying(token -> assertThat(token.revoked()).isTrue());
        assertThat(tokens().find("r1"))
                .hasValueSatisfying(token -> assertThat(token.revoked()).isTrue());
        assertThat(tokens().find("s0"))
                .hasValueSatisfying(token -> assertThat(token.revoked()).isFalse());
    }

    @Test
    void unusedToken_isExtended_aUsedOrRevokedOneNot() {
        Instant later = Samples.NOW.plus(Duration.ofDays(200));
        assertThat(tokens().extend("r0", later)).isTrue();
        assertThat(tokens().find("r0"))
                .hasValueSatisfying(token -> assertThat(token.expiresAt()).isEqualTo(later));
        rotate("r0", 1);
        assertThat(tokens().extend("r0", later)).isFalse();
        tokens().revokeFamily("f1");
        assertThat(tokens().extend("r1", later)).isFalse();
        assertThat(tokens().extend("nope", later)).isFalse();
    }
}
