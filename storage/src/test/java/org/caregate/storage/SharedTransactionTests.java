package org.caregate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.storage.registry.PostgresRevocations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work of several callers in one transaction: all of it or, where one's fails, each for itself. */
class SharedTransactionTests {
    private static final int CALLERS = 40;

    private final Database database = TestDatabase.fresh();
    private final PostgresRevocations revocations = new PostgresRevocations(database);

    @AfterEach
    void close() {
        database.close();
    }

    private long revoke(String value) {
        Instant now = Instant.now();
        return revocations.revoke(Kind.TOKEN, value, now, now.plusSeconds(60), "X");
    }

    private List<Future<Long>> atOnce(int failing) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Long>> works = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int number = i;
                works.add(() -> database.transactions().inSharedTransaction(() -> {
                    long version = revoke("t" + number);
                    if (number < failing) {
                        throw new IllegalStateException("work " + number);
                    }
                    return version;
                }));
            }
            return threads.invokeAll(works);
        }
    }

    private List<String> revoked() {
        return revocations.read(-1).revocations().stream()
                .map(revocation -> revocation.value())
                .toList();
    }

    @Test
    void workOfManyAtOnce_isAllThere_eachWithItsOwnVersion() throws Exception {
        List<Long> versions = new ArrayList<>();
        for (Future<Long> one : atOnce(0)) {
            versions.add(one.get());
        }
        assertThat(versions).doesNotHaveDuplicates().hasSize(CALLERS);
        assertThat(revoked()).hasSize(CALLERS);
    }

    @Test
    void oneThatFails_failsAlone_andLeavesNothing() throws Exception {
        List<Future<Long>> all = atOnce(3);
        for (int i = 0; i < CALLERS; i++) {
            Future<Long> one = all.get(i);
            if (i < 3) {
                assertThatThrownBy(one::get).hasRootCauseMessage("work " + i);
            } else {
                assertThat(one.get()).isPositive();
            }
        }
        assertThat(revoked()).hasSize(CALLERS - 3).doesNotContain("t0", "t1", "t2");
    }

    @Test
    void insideATransaction_itIsThatOne() {
        assertThatThrownBy(() -> database.transactions().inTransaction(() -> {
                    database.transactions().inSharedTransaction(() -> revoke("inner"));
                    throw new IllegalStateException("outer");
                }))
                .hasMessage("outer");
        assertThat(revoked()).isEmpty();
    }
}
