package org.caregate.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.caregate.gateway.guard.Guards;
import org.caregate.gateway.guard.Guards.Searched;
import org.caregate.gateway.hostile.Mutations.Node;
import org.caregate.gateway.rig.Resources;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.caregate.testing.Fuzz;
import org.junit.jupiter.api.Test;

/**
 * Whatever the upstream answers to a patient's token: nothing of another patient's resource passes, and a client that reads as HAPI's
 * most lenient parser does finds no record of another patient in what does.
 */
class HostileAnswersFuzzTests {
    private static final String VICTIM = "victim-2";
    private static final String MARKER = "Canary";

    private final List<Node.Obj> seeds = Seeds.parsed();

    @Test
    void anotherPatientsResource_neverPasses_howeverItIsHidden() {
        AtomicInteger heldBack = new AtomicInteger();
        Fuzz.cases(600, 10_000, random -> {
            String json = new HiddenRecords(random, VICTIM, MARKER).next();

            Object read = Guards.read(json, Guards.onlyP1(Permission.READ));
            assertThat(read).as(json).isNotInstanceOf(String.class);

            Searched searched = searched(json);
            assertThat(searched.bytes()).as(json).doesNotContain(MARKER).doesNotContain(VICTIM);
            if (searched.whole()) {
                assertThat(searched.bytes()).as(json).contains("Observation/before", "Observation/after");
                heldBack.incrementAndGet();
            }
        });
        assertThat(heldBack.get()).isPositive();
    }

    @Test
    void whatPasses_isNoRecordOfAnotherPatient_toTheMostLenientClient() {
        AtomicInteger passed = new AtomicInteger();
        AtomicInteger dangerous = new AtomicInteger();
        Fuzz.cases(600, 10_000, random -> {
            String json = new Mutations(random, VICTIM).of(seeds.get(random.nextInt(seeds.size())));
            dangerous.addAndGet(LenientClient.records(json).contains(VICTIM) ? 1 : 0);
            if (Guards.read(json, Guards.onlyP1(Permission.READ)) instanceof String bytes) {
                passed.incrementAndGet();
                assertThat(LenientClient.records(bytes)).as(json).doesNotContain(VICTIM);
            }
            for (String entry : LenientClient.entries(searched(json).bytes())) {
                assertThat(LenientClient.records(entry)).as(json).doesNotContain(VICTIM);
            }
        });
        // the generator makes what a lenient client would read as another's, and not only what nobody reads
        assertThat(dangerous.get()).isPositive();
        assertThat(passed.get()).isPositive();
    }

    private static Searched searched(String json) {
        return Guards.search(
                Resources.bundle(Resources.observation("before", "p1"), json, Resources.observation("after", "p1")),
                Guards.onlyP1(Permission.SEARCH));
    }

    @Test
    void undamagedResources_pass() {
        for (String text : Seeds.TEXTS) {
            assertThat(Guards.read(text, Guards.onlyP1(Permission.READ))).isInstanceOf(String.class);
        }
    }

    @Test
    void whatHidesARecord_hidesItInManyWays() {
        long different = new Random(1)
                .longs(500)
                .mapToObj(seed -> new HiddenRecords(new Random(seed), VICTIM, MARKER).next())
                .distinct()
                .count();
        assertThat(different).isGreaterThan(400);
    }
}
