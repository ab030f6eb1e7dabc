package org.caregate.registry.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.caregate.registry.Race;
import org.caregate.registry.Samples;
import org.caregate.registry.client.Clients;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.transaction.Consumption;
import org.caregate.registry.transaction.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of authorization codes must do. */
public abstract class AuthorizationCodesContract {
    /** An empty store. */
    protected abstract AuthorizationCodes codes();

    protected abstract Transactions transactions();

    protected abstract Clients clients();

    protected abstract Grants grants();

    @BeforeEach
    void thereAreAClientAndAGrant() {
        clients().add(Samples.client(Samples.APP));
        grants().add(Samples.grant("g1"));
    }

    @Test
    void addedCode_isFoundAsItWas() {
        AuthorizationCode code = Samples.code("c1", "g1");
        codes().add(code);
        assertThat(codes().find("c1")).contains(code);
        assertThat(codes().find("C1")).isEmpty();
    }

    @Test
    void code_isConsumedOnce_andStaysKnown() {
        codes().add(Samples.code("c1", "g1"));
        assertThat(codes().consume("c1")).isEqualTo(Consumption.CONSUMED);
        assertThat(codes().consume("c1")).isEqualTo(Consumption.ALREADY_CONSUMED);
        assertThat(codes().find("c1"))
                .hasValueSatisfying(code -> assertThat(code.consumed()).isTrue());
    }

    @Test
    void unknownCode_cannotBeConsumed() {
        assertThat(codes().consume("c1")).isEqualTo(Consumption.UNKNOWN);
    }

    @Test
    void consumption_isTakenBack_whenItsTransactionFails() {
        codes().add(Samples.code("c1", "g1"));
        assertThatThrownBy(() -> transactions().inTransaction(() -> {
                    codes().consume("c1");
                    throw new IllegalStateException("no audit entry");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(codes().consume("c1")).isEqualTo(Consumption.CONSUMED);
    }

    @Test
    void oneHundredAtOnce_consumeItOnce() {
        codes().add(Samples.code("c1", "g1"));
        List<Consumption> results = Race.run(100, () -> transactions().inTransaction(() -> codes().consume("c1")));
        assertThat(results).filteredOn(Consumption.CONSUMED::equals).hasSize(1);
        assertThat(results).filteredOn(Consumption.ALREADY_CONSUMED::equals).hasSize(99);
    }
}
