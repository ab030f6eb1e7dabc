package org.caregate.registry.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caregate.registry.transaction.Consumption.ALREADY_CONSUMED;
import static org.caregate.registry.transaction.Consumption.CONSUMED;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.caregate.protocol.ClientId;
import org.caregate.registry.Race;
import org.caregate.registry.Samples;
import org.caregate.registry.client.Clients;
import org.caregate.registry.transaction.Consumption;
import org.caregate.registry.transaction.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every memory of assertion ids must do. */
public abstract class AssertionIdsContract {
    private static final Instant LATER = Samples.NOW.plusSeconds(3600);
    private static final ClientId OTHER = new ClientId("other");

    /** An empty memory. */
    protected abstract AssertionIds ids();

    protected abstract Transactions transactions();

    protected abstract Clients clients();

    @BeforeEach
    void thereAreClients() {
        clients().add(Samples.client(Samples.APP));
        clients().add(Samples.client(OTHER));
    }

    @Test
    void secondUse_isToldApart() {
        assertThat(ids().consume(Samples.APP, "j1", LATER)).isEqualTo(CONSUMED);
        assertThat(ids().consume(Samples.APP, "j1", LATER)).isEqualTo(ALREADY_CONSUMED);
    }

    @Test
    void ids_areEachClientsOwn_andComparedExactly() {
        assertThat(ids().consume(Samples.APP, "j1", LATER)).isEqualTo(CONSUMED);
        assertThat(ids().consume(OTHER, "j1", LATER)).isEqualTo(CONSUMED);
        assertThat(ids().consume(Samples.APP, "J1", LATER)).isEqualTo(CONSUMED);
        assertThat(ids().consume(Samples.APP, "j".repeat(256), LATER)).isEqualTo(CONSUMED);
    }

    @Test
    void oneHundredAtOnce_consumeItOnce() {
        List<Consumption> results =
                Race.run(100, () -> transactions().inTransaction(() -> ids().consume(Samples.APP, "j1", LATER)));
        assertThat(results).filteredOn(CONSUMED::equals).hasSize(1);
        assertThat(results).filteredOn(ALREADY_CONSUMED::equals).hasSize(99);
    }

    @Test
    void oneHundredAlone_consumeItOnce_andEachOtherIdToo() {
        AtomicInteger number = new AtomicInteger();
        List<Consumption> results = Race.run(100, () -> {
            int own = number.getAndIncrement();
            return ids().consumeAlone(own % 3 == 0 ? OTHER : Samples.APP, "j" + own / 10, LATER);
        });
        assertThat(results).filteredOn(CONSUMED::equals).hasSize(20);
        assertThat(results).filteredOn(ALREADY_CONSUMED::equals).hasSize(80);
        assertThat(ids().consumeAlone(OTHER, "j0", LATER)).isEqualTo(ALREADY_CONSUMED);
        assertThat(transactions().inTransaction(() -> ids().consume(Samples.APP, "j0", LATER)))
                .isEqualTo(ALREADY_CONSUMED);
    }
}
